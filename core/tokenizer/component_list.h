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

[[nodiscard]] tl::unexpected<Error> unsupportedComponent(const Component& component,
                                                         const std::string& where);

} // namespace ropescope
