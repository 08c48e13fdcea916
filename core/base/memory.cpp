// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/memory.h"

#include <fstream>

#include <fmt/core.h>

namespace ropescope {

std::uint64_t availableMemory()
{
    // Free memory alone would leave out the cache of files, which gives way at once.
    std::ifstream file("/proc/meminfo");
    std::string name;
    std::uint64_t kibibytes = 0;
    std::string unit;
    while (file >> name >> kibibytes >> unit) {
        if (name == "MemAvailable:")
            return kibibytes * 1024;
    }
    return 0;
}

Result<void> checkFits(const std::string& what, std::uint64_t needed, std::uint64_t available,
                       const std::string& remedy)
{
    if (available == 0 || needed <= available)
        return {};
    constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
    return fail(ErrorCode::OutOfMemory,
                fmt::format("{} {:.2f} GiB of memory, but {:.2f} GiB are free; {}.", what,
                            static_cast<double>(needed) / kGiB,
                            static_cast<double>(available) / kGiB, remedy));
}

} // namespace ropescope
