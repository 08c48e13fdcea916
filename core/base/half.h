// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ropescope {

/// Exact, for every bit pattern: subnormals, infinities and NaN included.
[[nodiscard]] float floatFromHalf(std::uint16_t bits);
[[nodiscard]] float floatFromBfloat16(std::uint16_t bits);

/// Widens out.size() little-endian 16-bit numbers; `source` has at least twice as many bytes and
/// need not be aligned, since tensors in a file are not.
void widenHalf(std::span<const std::byte> source, std::span<float> out);
void widenBfloat16(std::span<const std::byte> source, std::span<float> out);

} // namespace ropescope
