// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// This file includes itself once for each instruction set; the processor chooses at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/base/half.cpp"
#include <hwy/foreach_target.h>

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <hwy/highway.h>

#include "core/base/half.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// As many 16-bit numbers as D has lanes, zero-extended. Loaded as bytes, since a tensor in a file
/// may begin anywhere.
template <class D> HWY_INLINE auto loadWords(const std::byte* from)
{
    const hn::Rebind<std::uint16_t, D> d16;
    const hn::RebindToUnsigned<D> d32;
    if constexpr (hn::MaxLanes(D()) == 1) {
        std::uint16_t word = 0;
        std::memcpy(&word, from, sizeof(word));
        return hn::Set(d32, word);
    } else {
        const hn::Repartition<std::uint8_t, decltype(d16)> d8;
        const auto bytes = hn::LoadU(d8, reinterpret_cast<const std::uint8_t*>(from));
        return hn::PromoteTo(d32, hn::BitCast(d16, bytes));
    }
}

// floatFromHalf below says why. The processor's own conversion would change signalling NaN.
template <class D> HWY_INLINE auto halfToFloat(D d, const std::byte* from)
{
    const hn::RebindToUnsigned<D> d32;
    const auto word = loadWords<D>(from);
    const auto sign = hn::ShiftLeft<16>(hn::And(word, hn::Set(d32, 0x8000U)));
    const auto shifted = hn::ShiftLeft<13>(hn::And(word, hn::Set(d32, 0x7fffU)));
    const auto magnitude = hn::Mul(hn::BitCast(d, shifted), hn::Set(d, 0x1p112F));
    const auto infinity = hn::BitCast(d, hn::Set(d32, 0x7f800000U));
    const auto infinite = hn::IfThenElseZero(hn::Ge(magnitude, hn::Set(d, 65536.0F)), infinity);
    return hn::Or(hn::Or(magnitude, infinite), hn::BitCast(d, sign));
}

template <class D> HWY_INLINE auto bfloat16ToFloat(D d, const std::byte* from)
{
    return hn::BitCast(d, hn::ShiftLeft<16>(loadWords<D>(from)));
}

/// toFloat(tag, bytes) for whole vectors, then for what is left, one by one.
template <class ToFloat>
HWY_INLINE void widenAll(const std::byte* from, float* out, std::size_t size,
                         const ToFloat& toFloat)
{
    const hn::ScalableTag<float> wide;
    const hn::CappedTag<float, 1> single;
    const std::size_t lanes = hn::Lanes(wide);
    std::size_t i = 0;
    for (; i + lanes <= size; i += lanes)
        hn::StoreU(toFloat(wide, from + 2 * i), wide, out + i);
    for (; i < size; ++i)
        hn::StoreU(toFloat(single, from + 2 * i), single, out + i);
}

void widenHalf(const std::byte* from, float* out, std::size_t size)
{
    widenAll(from, out, size,
             [](auto d, const std::byte* at) HWY_ATTR { return halfToFloat(d, at); });
}

void widenBfloat16(const std::byte* from, float* out, std::size_t size)
{
    widenAll(from, out, size,
             [](auto d, const std::byte* at) HWY_ATTR { return bfloat16ToFloat(d, at); });
}

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ropescope {

HWY_EXPORT(widenHalf);
HWY_EXPORT(widenBfloat16);

float floatFromHalf(std::uint16_t bits)
{
    // The exponent of a half is 112 short of a float's, which one multiplication makes up for, also
    // for subnormals. Written without branches, so that loops over it vectorise.
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
    assert(source.size() / 2 >= out.size());
    HWY_DYNAMIC_DISPATCH(widenHalf)(source.data(), out.data(), out.size());
}

void widenBfloat16(std::span<const std::byte> source, std::span<float> out)
{
    assert(source.size() / 2 >= out.size());
    HWY_DYNAMIC_DISPATCH(widenBfloat16)(source.data(), out.data(), out.size());
}

} // namespace ropescope
#endif
