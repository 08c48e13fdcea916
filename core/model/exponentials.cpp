// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// This file includes itself once for each instruction set; the processor chooses at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/model/exponentials.cpp"
#include <hwy/foreach_target.h>

#include <cassert>
#include <cstddef>
#include <type_traits>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "core/model/exponentials.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Wide = hn::ScalableTag<float>;
using Single = hn::CappedTag<float, 1>;

/// body(tag, i) for whole vectors, then for what is left, one by one.
template <class Body> HWY_INLINE void forEachVector(std::size_t size, const Body& body)
{
    const std::size_t lanes = hn::Lanes(Wide());
    std::size_t i = 0;
    for (; i + lanes <= size; i += lanes)
        body(Wide(), i);
    for (; i < size; ++i)
        body(Single(), i);
}

float softmaxNumerators(float* x, std::size_t size)
{
    float maximum = x[0];
    auto maxima = hn::Set(Wide(), x[0]);
    auto sums = hn::Zero(Wide());
    float sum = 0.0F;
    forEachVector(size, [&](auto d, std::size_t i) HWY_ATTR {
        const auto value = hn::LoadU(d, x + i);
        if constexpr (std::is_same_v<decltype(d), Wide>)
            maxima = hn::Max(maxima, value);
        else
            maximum = x[i] > maximum ? x[i] : maximum;
    });
    const float widest = hn::GetLane(hn::MaxOfLanes(Wide(), maxima));
    maximum = widest > maximum ? widest : maximum;
    forEachVector(size, [&](auto d, std::size_t i) HWY_ATTR {
        const auto value = hn::Exp(d, hn::Sub(hn::LoadU(d, x + i), hn::Set(d, maximum)));
        hn::StoreU(value, d, x + i);
        if constexpr (std::is_same_v<decltype(d), Wide>)
            sums = hn::Add(sums, value);
        else
            sum += hn::GetLane(value);
    });
    return sum + hn::GetLane(hn::SumOfLanes(Wide(), sums));
}

/// x / (1 + exp(-steepness(x))), times up where there is one.
template <class Steepness>
HWY_INLINE void gateByLogistic(float* x, const float* up, std::size_t size,
                               const Steepness& steepness)
{
    forEachVector(size, [&](auto d, std::size_t i) HWY_ATTR {
        const auto value = hn::LoadU(d, x + i);
        // Beyond 80 the logistic function is 0 in any case, and Exp stays finite.
        const auto power = hn::Exp(d, hn::Min(hn::Neg(steepness(d, value)), hn::Set(d, 80.0F)));
        const auto gated = hn::Div(value, hn::Add(hn::Set(d, 1.0F), power));
        hn::StoreU(up == nullptr ? gated : hn::Mul(gated, hn::LoadU(d, up + i)), d, x + i);
    });
}

void silu(float* x, const float* up, std::size_t size)
{
    gateByLogistic(x, up, size, [](auto, auto value) HWY_ATTR { return value; });
}

void geluTanh(float* x, const float* up, std::size_t size)
{
    // (1 + tanh(u)) / 2 is the logistic function of 2u.
    gateByLogistic(x, up, size, [](auto d, auto value) HWY_ATTR {
        constexpr float kTwiceRootTwoOverPi = 1.5957691216F;
        const auto cube = hn::Mul(hn::Mul(value, value), value);
        return hn::Mul(hn::Set(d, kTwiceRootTwoOverPi),
                       hn::MulAdd(hn::Set(d, 0.044715F), cube, value));
    });
}

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ropescope {

HWY_EXPORT(softmaxNumerators);
HWY_EXPORT(silu);
HWY_EXPORT(geluTanh);

namespace {

const float* orNothing(std::span<const float> up) { return up.empty() ? nullptr : up.data(); }

} // namespace

float softmaxNumerators(std::span<float> x)
{
    assert(!x.empty());
    return HWY_DYNAMIC_DISPATCH(softmaxNumerators)(x.data(), x.size());
}

void silu(std::span<float> x, std::span<const float> up)
{
    assert(up.empty() || up.size() == x.size());
    HWY_DYNAMIC_DISPATCH(silu)(x.data(), orNothing(up), x.size());
}

void geluTanh(std::span<float> x, std::span<const float> up)
{
    assert(up.empty() || up.size() == x.size());
    HWY_DYNAMIC_DISPATCH(geluTanh)(x.data(), orNothing(up), x.size());
}

} // namespace ropescope
#endif
