// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_config.h"

#include <cmath>

namespace ropescope {

std::vector<double> defaultTheta(double base, int rotaryDim)
{
    std::vector<double> theta(static_cast<std::size_t>(rotaryDim / 2));
    for (std::size_t m = 0; m < theta.size(); ++m)
        theta[m] = std::pow(base, -2.0 * static_cast<double>(m) / rotaryDim);
    return theta;
}

bool sameFrequencies(const std::vector<double>& a, const std::vector<double>& b)
{
    constexpr double kFloatRounding = 1e-5;
    return std::ranges::equal(
        a, b, [](double x, double y) { return std::abs(x - y) <= kFloatRounding * std::abs(y); });
}

RopeConfig ropeForLength(RopeConfig rope, int tokens)
{
    ScaledFrequencies scaled = scaledFrequencies(rope.base, rope.rotaryDim, rope.scaling, tokens);
    rope.theta = std::move(scaled.theta);
    rope.attentionFactor = scaled.attentionFactor;
    rope.scaledLength = tokens;
    return rope;
}

} // namespace ropescope
