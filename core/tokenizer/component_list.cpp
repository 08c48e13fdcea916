// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/component_list.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {

namespace {

// No tokenizer nests sequences at all; the limit keeps a hostile file from exhausting the stack.
constexpr int kDeepest = 8;
// The longest lists of real ones have a handful.
constexpr std::size_t kMostComponents = 64;

Result<void> append(const nlohmann::json& section, const std::string& listKey,
                    const std::string& where, int depth, std::vector<Component>& list)
{
    if (section.is_null())
        return {};
    if (depth > kDeepest || !section.is_object() || !section.contains("type")
        || !section["type"].is_string()) {
        return fail(
            ErrorCode::Malformed,
            fmt::format("{}: expected an object with a 'type', found {}.", where,
                        depth > kDeepest ? "sequences within sequences" : describeJson(section)));
    }
    const auto type = section["type"].get<std::string>();
    if (type != "Sequence") {
        if (list.size() >= kMostComponents) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: has more than {} steps.", where, kMostComponents));
        }
        list.push_back({ type, &section });
        return {};
    }
    const auto members = section.find(listKey);
    if (members == section.end() || !members->is_array()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: a Sequence must have a list '{}'.", where, listKey));
    }
    for (const nlohmann::json& member : *members) {
        if (Result<void> added = append(member, listKey, where, depth + 1, list); !added)
            return added;
    }
    return {};
}

} // namespace

Result<std::vector<Component>> componentList(const nlohmann::json& section,
                                             const std::string& listKey, const std::string& where)
{
    std::vector<Component> list;
    if (const Result<void> read = append(section, listKey, where, 0, list); !read)
        return tl::unexpected(read.error());
    return list;
}

tl::unexpected<Error> unsupportedComponent(const Component& component, const std::string& where)
{
    return fail(ErrorCode::Unsupported,
                fmt::format("{}: '{}' is not supported.", where, component.type));
}

} // namespace ropescope
