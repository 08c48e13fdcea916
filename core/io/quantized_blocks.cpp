// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// This file includes itself once for each instruction set; the processor chooses at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/io/quantized_blocks.cpp"
#include <hwy/foreach_target.h>

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

#include <hwy/highway.h>

#include "core/base/half.h"
#include "core/io/quantized_blocks.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Sixteen elements are the least that share a scale, so longer vectors would be cut anyway.
using Floats = hn::CappedTag<float, 16>;
using Integers = hn::Rebind<std::int32_t, Floats>;
using Bytes = hn::Rebind<std::uint8_t, Floats>;
using SignedBytes = hn::Rebind<std::int8_t, Floats>;

/// Bit i of a number below 256 as 16 or 0 in byte i.
constexpr auto kSpreadBits = [] {
    std::array<std::array<std::uint8_t, 8>, 256> table {};
    for (std::size_t bits = 0; bits < table.size(); ++bits) {
        for (std::size_t i = 0; i < 8; ++i)
            table[bits][i] = static_cast<std::uint8_t>((bits >> i & 1U) << 4);
    }
    return table;
}();

/// out[i] = scale * quants(i) + offset for i below Count; quants gives a vector of bytes.
template <std::size_t Count, class Quants>
HWY_INLINE void scaleBytes(float* out, float scale, float offset, const Quants& quants)
{
    const Floats d;
    const auto scales = hn::Set(d, scale);
    const auto offsets = hn::Set(d, offset);
    for (std::size_t i = 0; i < Count; i += hn::Lanes(d)) {
        const auto values = hn::ConvertTo(d, hn::PromoteTo(Integers(), quants(i)));
        hn::StoreU(hn::MulAdd(values, scales, offsets), d, out + i);
    }
}

HWY_INLINE hn::Vec<Bytes> lowNibbles(const std::uint8_t* bytes)
{
    return hn::And(hn::LoadU(Bytes(), bytes), hn::Set(Bytes(), 0x0f));
}

// There is no shift of bytes in most instruction sets; through 16 bits it takes two instructions,
// which Highway knows.
HWY_INLINE hn::Vec<Bytes> highNibbles(const std::uint8_t* bytes)
{
    return hn::ShiftRight<4>(hn::LoadU(Bytes(), bytes));
}

/// Where the bits of the mask are set: `value`.
HWY_INLINE hn::Vec<Bytes> valueWhere(const std::uint8_t* bytes, std::uint8_t mask,
                                     std::uint8_t value)
{
    const Bytes d;
    const auto masks = hn::Set(d, mask);
    const auto isSet = hn::Eq(hn::And(hn::LoadU(d, bytes), masks), masks);
    return hn::IfThenElseZero(isSet, hn::Set(d, value));
}

HWY_INLINE float halfAt(const std::uint8_t* bytes)
{
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes, sizeof(bits));
    return floatFromHalf(bits);
}

/// 32 elements of 4 bits.
HWY_INLINE void widenNibbles(const std::uint8_t* nibbles, float scale, float offset, float* out)
{
    scaleBytes<16>(out, scale, offset,
                   [&](std::size_t i) HWY_ATTR { return lowNibbles(nibbles + i); });
    scaleBytes<16>(out + 16, scale, offset,
                   [&](std::size_t i) HWY_ATTR { return highNibbles(nibbles + i); });
}

/// 32 elements of 5 bits.
HWY_INLINE void widenFiveBits(const std::uint8_t* fifthBits, const std::uint8_t* nibbles,
                              float scale, float offset, float* out)
{
    std::array<std::uint8_t, 32> fifths;
    for (std::size_t i = 0; i < 4; ++i)
        std::memcpy(fifths.data() + 8 * i, kSpreadBits[fifthBits[i]].data(), 8);
    const Bytes d;
    scaleBytes<16>(out, scale, offset, [&](std::size_t i) HWY_ATTR {
        return hn::Or(lowNibbles(nibbles + i), hn::LoadU(d, fifths.data() + i));
    });
    scaleBytes<16>(out + 16, scale, offset, [&](std::size_t i) HWY_ATTR {
        return hn::Or(highNibbles(nibbles + i), hn::LoadU(d, fifths.data() + 16 + i));
    });
}

void blockQ4_0(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    widenNibbles(block + 2, d, -8.0F * d, out);
}

void blockQ4_1(const std::uint8_t* block, float* out)
{
    widenNibbles(block + 4, halfAt(block), halfAt(block + 2), out);
}

void blockQ5_0(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    widenFiveBits(block + 2, block + 6, d, -16.0F * d, out);
}

void blockQ5_1(const std::uint8_t* block, float* out)
{
    widenFiveBits(block + 4, block + 8, halfAt(block), halfAt(block + 2), out);
}

void blockQ8_0(const std::uint8_t* block, float* out)
{
    const auto* quants = reinterpret_cast<const std::int8_t*>(block + 2);
    scaleBytes<32>(out, halfAt(block), 0.0F,
                   [&](std::size_t i) HWY_ATTR { return hn::LoadU(SignedBytes(), quants + i); });
}

struct ScaleAndMinimum {
    float scale;
    float minimum;
};

/// Pair j of the eight in 12 bytes. The first four have 6 bits in bytes j and 4 + j; the others
/// have 4 bits each in byte 4 + j, and their upper two where the first four leave room.
HWY_INLINE ScaleAndMinimum scaleAndMinimum(const std::uint8_t* packed, int j)
{
    int scale = packed[j] & 0x3f;
    int minimum = packed[j + 4] & 0x3f;
    if (j >= 4) {
        scale = (packed[j + 4] & 0x0f) | (packed[j - 4] >> 6) << 4;
        minimum = packed[j + 4] >> 4 | (packed[j] >> 6) << 4;
    }
    return { static_cast<float>(scale), static_cast<float>(minimum) };
}

void blockQ4_K(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const float m = halfAt(block + 2);
    for (int half = 0; half < 4; ++half) {
        const std::uint8_t* nibbles = block + 16 + 32 * half;
        const auto low = scaleAndMinimum(block + 4, 2 * half);
        const auto high = scaleAndMinimum(block + 4, 2 * half + 1);
        scaleBytes<32>(out, d * low.scale, -(m * low.minimum),
                       [&](std::size_t i) HWY_ATTR { return lowNibbles(nibbles + i); });
        scaleBytes<32>(out + 32, d * high.scale, -(m * high.minimum),
                       [&](std::size_t i) HWY_ATTR { return highNibbles(nibbles + i); });
        out += 64;
    }
}

void blockQ5_K(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const float m = halfAt(block + 2);
    const std::uint8_t* fifths = block + 16;
    for (int half = 0; half < 4; ++half) {
        const std::uint8_t* nibbles = block + 48 + 32 * half;
        const auto lowBit = static_cast<std::uint8_t>(1 << (2 * half));
        const auto highBit = static_cast<std::uint8_t>(2 << (2 * half));
        const auto low = scaleAndMinimum(block + 4, 2 * half);
        const auto high = scaleAndMinimum(block + 4, 2 * half + 1);
        scaleBytes<32>(out, d * low.scale, -(m * low.minimum), [&](std::size_t i) HWY_ATTR {
            return hn::Or(lowNibbles(nibbles + i), valueWhere(fifths + i, lowBit, 16));
        });
        scaleBytes<32>(out + 32, d * high.scale, -(m * high.minimum), [&](std::size_t i) HWY_ATTR {
            return hn::Or(highNibbles(nibbles + i), valueWhere(fifths + i, highBit, 16));
        });
        out += 64;
    }
}

/// q - 32 of six-bit numbers. Before the multiplication, so that the product is rounded once.
HWY_INLINE hn::Vec<SignedBytes> centred(hn::Vec<Bytes> quants)
{
    return hn::BitCast(SignedBytes(), hn::Sub(quants, hn::Set(Bytes(), 32)));
}

/// Bits 2 Place and 2 Place + 1 of each byte, moved to bits 4 and 5.
template <int Place> HWY_INLINE hn::Vec<Bytes> upperBits(const std::uint8_t* bytes)
{
    const auto all = hn::LoadU(Bytes(), bytes);
    if constexpr (Place < 2)
        return hn::And(hn::ShiftLeft<4 - 2 * Place>(all), hn::Set(Bytes(), 0x30));
    else
        return hn::And(hn::ShiftRight<2 * Place - 4>(all), hn::Set(Bytes(), 0x30));
}

void blockQ6_K(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block + 208);
    for (int half = 0; half < 2; ++half) {
        const std::uint8_t* nibbles = block + 64 * half;
        const std::uint8_t* upper = block + 128 + 32 * half;
        const auto* scales = reinterpret_cast<const std::int8_t*>(block + 192 + 8 * half);
        for (std::size_t part = 0; part < 2; ++part) {
            const std::size_t at = 16 * part;
            const auto widen = [&](int row, const auto& quants) HWY_ATTR {
                const float scale
                    = d * static_cast<float>(scales[2 * row + static_cast<int>(part)]);
                scaleBytes<16>(out + 32 * row + at, scale, 0.0F, quants);
            };
            widen(0, [&](std::size_t i) HWY_ATTR {
                return centred(hn::Or(lowNibbles(nibbles + at + i), upperBits<0>(upper + at + i)));
            });
            widen(1, [&](std::size_t i) HWY_ATTR {
                return centred(
                    hn::Or(lowNibbles(nibbles + 32 + at + i), upperBits<1>(upper + at + i)));
            });
            widen(2, [&](std::size_t i) HWY_ATTR {
                return centred(hn::Or(highNibbles(nibbles + at + i), upperBits<2>(upper + at + i)));
            });
            widen(3, [&](std::size_t i) HWY_ATTR {
                return centred(
                    hn::Or(highNibbles(nibbles + 32 + at + i), upperBits<3>(upper + at + i)));
            });
        }
        out += 128;
    }
}

template <std::size_t Elements, std::size_t BlockBytes, class Widen>
HWY_INLINE void forEachBlock(const std::uint8_t* source, float* out, std::size_t size,
                             const Widen& widen)
{
    for (std::size_t i = 0; i < size; i += Elements) {
        widen(source, out + i);
        source += BlockBytes;
    }
}

void widenBlocksQ4_0(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<32, 18>(source, out, size, blockQ4_0);
}
void widenBlocksQ4_1(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<32, 20>(source, out, size, blockQ4_1);
}
void widenBlocksQ5_0(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<32, 22>(source, out, size, blockQ5_0);
}
void widenBlocksQ5_1(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<32, 24>(source, out, size, blockQ5_1);
}
void widenBlocksQ8_0(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<32, 34>(source, out, size, blockQ8_0);
}
void widenBlocksQ4_K(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<256, 144>(source, out, size, blockQ4_K);
}
void widenBlocksQ5_K(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<256, 176>(source, out, size, blockQ5_K);
}
void widenBlocksQ6_K(const std::uint8_t* source, float* out, std::size_t size)
{
    forEachBlock<256, 210>(source, out, size, blockQ6_K);
}

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ropescope {

HWY_EXPORT(widenBlocksQ4_0);
HWY_EXPORT(widenBlocksQ4_1);
HWY_EXPORT(widenBlocksQ5_0);
HWY_EXPORT(widenBlocksQ5_1);
HWY_EXPORT(widenBlocksQ8_0);
HWY_EXPORT(widenBlocksQ4_K);
HWY_EXPORT(widenBlocksQ5_K);
HWY_EXPORT(widenBlocksQ6_K);

namespace {

const std::uint8_t* checked(std::span<const std::byte> source, std::span<float> out,
                            std::size_t elements, std::size_t bytes)
{
    assert(out.size() % elements == 0 && source.size() >= out.size() / elements * bytes);
    static_cast<void>(out);
    static_cast<void>(elements);
    static_cast<void>(bytes);
    return reinterpret_cast<const std::uint8_t*>(source.data());
}

} // namespace

void widenQ4_0(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ4_0)(checked(source, out, 32, 18), out.data(), out.size());
}

void widenQ4_1(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ4_1)(checked(source, out, 32, 20), out.data(), out.size());
}

void widenQ5_0(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ5_0)(checked(source, out, 32, 22), out.data(), out.size());
}

void widenQ5_1(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ5_1)(checked(source, out, 32, 24), out.data(), out.size());
}

void widenQ8_0(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ8_0)(checked(source, out, 32, 34), out.data(), out.size());
}

void widenQ4_K(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ4_K)(checked(source, out, 256, 144), out.data(), out.size());
}

void widenQ5_K(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ5_K)(checked(source, out, 256, 176), out.data(), out.size());
}

void widenQ6_K(std::span<const std::byte> source, std::span<float> out)
{
    HWY_DYNAMIC_DISPATCH(widenBlocksQ6_K)(checked(source, out, 256, 210), out.data(), out.size());
}

} // namespace ropescope
#endif
