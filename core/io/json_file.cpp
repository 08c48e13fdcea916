// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/json_file.h"

#include <fmt/core.h>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

namespace ropescope {

Result<std::string> readTextFile(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(ErrorCode::NotFound, fmt::format("{} does not exist.", path.string()));
    if (!std::filesystem::is_regular_file(path, error))
        return fail(ErrorCode::Unreadable, fmt::format("{} is not a file.", path.string()));
    std::ifstream stream(path, std::ios::binary);
    std::string text { std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
    if (!stream)
        return fail(ErrorCode::Unreadable, fmt::format("{} cannot be read.", path.string()));
    return text;
}

Result<nlohmann::json> parseJson(std::string_view text, std::string_view where)
{
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} is not valid JSON: the error is at byte {} of {}.", where,
                                error.byte, text.size()));
    } catch (const nlohmann::json::exception& error) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} is not valid JSON: {}.", where, error.what()));
    }
}

Result<nlohmann::json> readJsonFile(const std::filesystem::path& path)
{
    return readTextFile(path).and_then(
        [&](const std::string& text) { return parseJson(text, path.string()); });
}

std::string describeJson(const nlohmann::json& value)
{
    constexpr std::size_t kLongest = 60;
    std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > kLongest)
        text = text.substr(0, kLongest) + "...";
    return text;
}

} // namespace ropescope
