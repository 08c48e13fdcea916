// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// This file includes itself once for each instruction set; the processor chooses at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "gpu/kernels/colour_map/colour_map_cpu.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "gpu/kernels/colour_map/colour_map_cpu.h"
#include "gpu/kernels/shared_math.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using Floats = hn::Vec<FloatTag>;

/// shared::scaled on vectors.
struct Linear {
    Floats operator()(Floats value) const { return value; }
};

struct Logarithm {
    Floats operator()(Floats value) const { return hn::Log(FloatTag(), value); }
};

struct Root {
    Floats operator()(Floats value) const { return hn::CopySign(hn::Sqrt(hn::Abs(value)), value); }
};

template <class Scaled>
void colourAll(std::span<const float> values, const ColourScale& scale, std::uint8_t* rgba,
               Scaled scaled)
{
    const FloatTag d;
    const hn::RebindToSigned<FloatTag> di;
    const std::size_t lanes = hn::Lanes(d);
    const auto kind = static_cast<shared::uint>(scale.kind);
    const float first = shared::scaled(scale.low, kind);
    const float span = shared::scaled(scale.high, kind) - first;
    const auto low = hn::Set(d, scale.low);
    const auto high = hn::Set(d, scale.high);
    const auto colours = reinterpret_cast<const std::int32_t*>(scale.map->colours.data());

    HWY_ALIGN float block[hn::MaxLanes(FloatTag())];
    HWY_ALIGN std::int32_t painted[hn::MaxLanes(FloatTag())];
    for (std::size_t i = 0; i < values.size(); i += lanes) {
        const std::size_t count = std::min(lanes, values.size() - i);
        Floats value = hn::Zero(d);
        if (count == lanes) {
            value = hn::LoadU(d, values.data() + i);
        } else {
            std::fill_n(block, lanes, std::numeric_limits<float>::quiet_NaN());
            std::copy_n(values.data() + i, count, block);
            value = hn::Load(d, block);
        }
        // shared::scalePosition, with the clamps last; comparisons with NaN are false.
        auto position = hn::Div(hn::Sub(scaled(value), hn::Set(d, first)), hn::Set(d, span));
        position = hn::IfThenElseZero(hn::Gt(value, low), position);
        position = hn::IfThenElse(hn::Ge(value, high), hn::Set(d, 1.0F), position);
        position = hn::IfThenZeroElse(hn::Le(value, low), position);
        // shared::colourIndex
        const auto last = hn::Set(d, static_cast<float>(shared::kColourCount - 1U));
        auto index = hn::Mul(position, hn::Set(d, static_cast<float>(shared::kColourCount)));
        index = hn::Min(hn::Max(index, hn::Zero(d)), last);
        auto colour = hn::GatherIndex(di, colours, hn::ConvertTo(di, index));
        colour = hn::IfThenElseZero(hn::RebindMask(di, hn::Eq(value, value)), colour);
        hn::Store(colour, di, painted);
        std::memcpy(rgba + 4 * i, painted, 4 * count);
    }
}

void colourSpan(std::span<const float> values, const ColourScale& scale, std::uint8_t* rgba)
{
    switch (scale.kind) {
    case ScaleKind::Linear:
        return colourAll(values, scale, rgba, Linear());
    case ScaleKind::Log:
        return colourAll(values, scale, rgba, Logarithm());
    case ScaleKind::Sqrt:
        return colourAll(values, scale, rgba, Root());
    }
}

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ropescope {

// 0xAABBGGRR is RGBA in memory only where the lowest byte comes first.
static_assert(std::endian::native == std::endian::little);

HWY_EXPORT(colourSpan);

void colourPixels(std::span<const float> values, const ColourScale& scale, std::uint8_t* rgba)
{
    HWY_DYNAMIC_DISPATCH(colourSpan)(values, scale, rgba);
}

} // namespace ropescope
#endif
