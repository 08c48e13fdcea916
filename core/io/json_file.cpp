// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/json_file.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/text_file.h"

namespace ropescope {

namespace {

/// Far above every file of a model. Parsing and destroying a value does not recurse, copying and
/// comparing it does.
constexpr int kDeepest = 256;

/// Does the text, as far as it is JSON, open more lists and objects within one another?
bool isNestedTooDeep(std::string_view text)
{
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString && c == '\\')
            ++i;
        else if (c == '"')
            inString = !inString;
        else if (!inString && (c == '[' || c == '{'))
            ++depth;
        else if (!inString && (c == ']' || c == '}'))
            --depth;
        if (depth > kDeepest)
            return true;
    }
    return false;
}

std::string countOf(std::size_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

} // namespace

Result<nlohmann::json> parseJson(std::string_view text, std::string_view where)
{
    if (isNestedTooDeep(text)) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} is not usable JSON: it is nested deeper than {} levels.", where,
                                kDeepest));
    }
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        if (error.byte > text.size()) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{} is not valid JSON: it ends too early, after {}.", where,
                                    countOf(text.size(), "byte", "bytes")));
        }
        return fail(ErrorCode::Malformed,
                    fmt::format("{} is not valid JSON: the error is at byte {} of {}.", where,
                                error.byte, text.size()));
    } catch (const nlohmann::json::exception& error) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} is not valid JSON: {}.", where, error.what()));
    }
}

Result<nlohmann::json> readJsonFile(const std::filesystem::path& path, std::uint64_t mostBytes)
{
    return readTextFile(path, mostBytes).and_then([&](const std::string& text) {
        return parseJson(text, path.string());
    });
}

std::string describeJson(const nlohmann::json& value)
{
    constexpr std::size_t kLongest = 60;
    // Lists and objects by their size alone: dump() recurses, and they may be huge.
    if (value.is_array())
        return "a list of " + countOf(value.size(), "value", "values");
    if (value.is_object())
        return "an object of " + countOf(value.size(), "member", "members");
    std::string text = value.is_string() && value.get_ref<const std::string&>().size() > kLongest
        ? nlohmann::json(value.get_ref<const std::string&>().substr(0, kLongest))
              .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)
        : value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > kLongest) {
        text.resize(kLongest);
        text += "...";
    }
    return text;
}

} // namespace ropescope
