// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <span>

namespace ropescope {

// Widen whole blocks of GGUF's quantised types: out.size() is a multiple of the block, `source` has
// at least that many blocks and need not be aligned. All numbers are little-endian; d and m are
// halves; every element is rounded once, to the nearest float32. The first sixteen of 32 elements
// have the low nibbles, the others the high ones. Source: the ggml library's block formats,
// https://github.com/ggml-org/ggml

/// 32 elements in 18 bytes: d, 16 bytes of nibbles; x = d (q - 8).
void widenQ4_0(std::span<const std::byte> source, std::span<float> out);
/// 32 elements in 20 bytes: d, m, 16 bytes of nibbles; x = d q + m.
void widenQ4_1(std::span<const std::byte> source, std::span<float> out);
/// 32 elements in 22 bytes: d, 32 fifth bits, 16 bytes of nibbles; x = d (q - 16).
void widenQ5_0(std::span<const std::byte> source, std::span<float> out);
/// 32 elements in 24 bytes: d, m, 32 fifth bits, 16 bytes of nibbles; x = d q + m.
void widenQ5_1(std::span<const std::byte> source, std::span<float> out);
/// 32 elements in 34 bytes: d, 32 signed bytes; x = d q.
void widenQ8_0(std::span<const std::byte> source, std::span<float> out);

/// 256 elements in 144 bytes: d, m, eight pairs of a 6-bit scale s and a 6-bit minimum t in 12
/// bytes, 128 bytes of nibbles; 32 elements share a pair; x = (d s) q - (m t).
void widenQ4_K(std::span<const std::byte> source, std::span<float> out);
/// 256 elements in 176 bytes: as Q4_K, with 32 bytes of fifth bits before the nibbles: bit j of
/// byte i belongs to element i of the j-th 32.
void widenQ5_K(std::span<const std::byte> source, std::span<float> out);
/// 256 elements in 210 bytes: 128 bytes of nibbles, 64 bytes of upper bit pairs, 16 signed scales
/// s, d; 16 elements share a scale; x = (d s) (q - 32).
void widenQ6_K(std::span<const std::byte> source, std::span<float> out);

} // namespace ropescope
