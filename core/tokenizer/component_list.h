// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// One step of a tokenizer.json section.
struct Component {
    std::string type;
    const nlohmann::json* json = nullptr; ///< into the section
};

/// A section of tokenizer.json as a flat list: null is none, an object with a "type" is one, and a
/// "Sequence", under `listKey`, is what it holds, nested ones included. Errors: Malformed.
[[nodiscard]] Result<std::vector<Component>> componentList(const nlohmann::json& section,
                                                           const std::string& listKey,
                                                           const std::string& where);

/// What `read(component, where)` makes of each component, in order; the first error ends it.
template <class Step, class Read>
[[nodiscard]] Result<std::vector<Step>> readSteps(const nlohmann::json& section,
                                                  const std::string& listKey,
                                                  const std::string& where, const Read& read)
{
    const auto components = componentList(section, listKey, where);
    if (!components)
        return tl::unexpected(components.error());
    std::vector<Step> steps;
    for (const Component& component : *components) {
        Result<Step> step = read(component, where);
        if (!step)
            return tl::unexpected(step.error());
        steps.push_back(std::move(*step));
    }
    return steps;
}

[[nodiscard]] tl::unexpected<Error> unsupportedComponent(const Component& component,
                                                         const std::string& where);

} // namespace ropescope
