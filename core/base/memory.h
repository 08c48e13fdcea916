// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace ropescope {

/// Bytes that can be used without pushing other programs out, as the system estimates them; 0 where
/// it does not say.
[[nodiscard]] std::uint64_t availableMemory();

/// OutOfMemory when `needed` bytes are more than `available` (0: unknown, never refused). The
/// sentence begins with `what` ("X needs"), names both numbers and ends with `remedy`.
[[nodiscard]] Result<void> checkFits(const std::string& what, std::uint64_t needed,
                                     std::uint64_t available, const std::string& remedy);

} // namespace ropescope
