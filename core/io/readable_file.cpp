// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/readable_file.h"

#include <cerrno>
#include <system_error>

#include <fmt/core.h>
#include <unistd.h>

namespace ropescope {

namespace fs = std::filesystem;

Result<void> checkReadable(const fs::path& path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        return fail(ErrorCode::NotFound, fmt::format("{} does not exist.", path.string()));
    if (!error && !fs::is_regular_file(status))
        return fail(ErrorCode::Unreadable, fmt::format("{} is not a file.", path.string()));
    if (!error && ::access(path.c_str(), R_OK) != 0)
        error.assign(errno, std::generic_category());
    if (error) {
        return fail(ErrorCode::Unreadable,
                    fmt::format("{} cannot be read: {}.", path.string(), error.message()));
    }
    return {};
}

} // namespace ropescope
