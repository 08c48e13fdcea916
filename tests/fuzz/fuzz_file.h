// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace ropescope {

/// The fuzzer's bytes as a file, for parsers that map files; one a process.
inline const std::filesystem::path& fileOf(const std::uint8_t* data, std::size_t size,
                                           const char* suffix)
{
    static const std::filesystem::path path = [suffix] {
        return std::filesystem::temp_directory_path()
            / ("ropescope-fuzz-" + std::to_string(getpid()) + suffix);
    }();
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    if (!file.flush())
        std::abort(); // else every file would be an empty one, and clean
    return path;
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return { reinterpret_cast<const char*>(data), size };
}

} // namespace ropescope
