// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/half.h"

#include <bit>
#include <cassert>
#include <cstring>

namespace ropescope {

namespace {

template <float (*Widen)(std::uint16_t)>
void widenAll(std::span<const std::byte> source, std::span<float> out)
{
    assert(source.size() >= 2 * out.size());
    const std::byte* from = source.data();
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, from + 2 * i, sizeof(bits));
        out[i] = Widen(bits);
    }
}

} // namespace

float floatFromHalf(std::uint16_t bits)
{
    // The exponent of a half is 112 short of a float's, which one multiplication makes up for, also
    // for subnormals. Written without branches, so that the loop over an array vectorises.
    constexpr float kExponentGap = 0x1p112f;
    constexpr float kBeyondHalf = 65536.0f;
    const std::uint32_t word = bits;
    const float magnitude = std::bit_cast<float>((word & 0x7fffU) << 13) * kExponentGap;
    const std::uint32_t infinite = magnitude >= kBeyondHalf ? 0x7f800000U : 0U;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | infinite
                                | (word & 0x8000U) << 16);
}

float floatFromBfloat16(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

void widenHalf(std::span<const std::byte> source, std::span<float> out)
{
    widenAll<floatFromHalf>(source, out);
}

void widenBfloat16(std::span<const std::byte> source, std::span<float> out)
{
    widenAll<floatFromBfloat16>(source, out);
}

} // namespace ropescope
