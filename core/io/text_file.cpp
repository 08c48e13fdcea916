// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/text_file.h"

#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "core/io/readable_file.h"

namespace ropescope {

Result<std::string> readTextFile(const std::filesystem::path& path, std::uint64_t mostBytes)
{
    if (const auto readable = checkReadable(path); !readable)
        return tl::unexpected(readable.error());
    std::error_code ignored;
    if (const auto bytes = std::filesystem::file_size(path, ignored);
        !ignored && bytes > mostBytes) {
        return fail(
            ErrorCode::Unsupported,
            fmt::format("{} has {} bytes, expected at most {}.", path.string(), bytes, mostBytes));
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text { std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
    if (!stream)
        return fail(ErrorCode::Unreadable, fmt::format("{} cannot be read.", path.string()));
    return text;
}

} // namespace ropescope
