// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace ropescope {

/// A gigabyte, which is more than anybody reads.
inline constexpr std::uint64_t kMostTextBytes = std::uint64_t { 1 } << 30;

/// The whole file. Errors: NotFound, Unreadable; Unsupported for more bytes than that.
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& path,
                                               std::uint64_t mostBytes = kMostTextBytes);

} // namespace ropescope
