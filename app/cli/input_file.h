// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"

namespace ropescope {

/// Token ids separated by white space or commas.
/// Errors: NotFound, Unreadable, Malformed, with the line and what stands there.
[[nodiscard]] Result<std::vector<std::int64_t>> readTokenIds(const std::filesystem::path& path);

/// Can a result be written there? Asked before long work. Errors: Unwritable.
[[nodiscard]] Result<void> checkWritable(const std::filesystem::path& path);

} // namespace ropescope
