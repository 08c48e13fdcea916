// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/activation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "core/model/exponentials.h"

namespace ropescope {

namespace {

void multiply(std::span<float> x, std::span<const float> up)
{
    for (std::size_t i = 0; i < up.size(); ++i)
        x[i] *= up[i];
}

} // namespace

void applyActivation(Activation activation, std::span<float> x, std::span<const float> up)
{
    assert(up.empty() || up.size() == x.size());
    constexpr float kRootHalf = std::numbers::sqrt2_v<float> / 2.0F;
    switch (activation) {
    case Activation::Silu:
        silu(x, up);
        return;
    case Activation::GeluTanh:
        geluTanh(x, up);
        return;
    case Activation::Gelu:
        for (float& value : x)
            value *= 0.5F * (1.0F + std::erf(value * kRootHalf));
        break;
    case Activation::Relu:
        for (float& value : x)
            value = std::max(value, 0.0F);
        break;
    }
    multiply(x, up);
}

} // namespace ropescope
