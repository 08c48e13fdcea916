// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_scaling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/rope/rope_config.h"

namespace ropescope {

namespace {

std::vector<double> divided(std::vector<double> theta, const std::vector<double>& divisors)
{
    for (std::size_t m = 0; m < std::min(theta.size(), divisors.size()); ++m)
        theta[m] /= divisors[m];
    return theta;
}

/// The base grows so that the slowest pair keeps its turns over the longer sequence.
double dynamicBase(double base, int rotaryDim, const RopeScaling& scaling, int tokens)
{
    const double original = scaling.originalPositions;
    const double length = std::max<double>(tokens, original);
    const double stretch = scaling.factor * length / original - (scaling.factor - 1.0);
    return base * std::pow(stretch, rotaryDim / (rotaryDim - 2.0));
}

std::vector<double> llama3(std::vector<double> theta, const RopeScaling& scaling)
{
    for (double& frequency : theta) {
        const double turns = scaling.originalPositions * frequency / (2.0 * std::numbers::pi);
        if (turns > scaling.highFrequencyFactor)
            continue;
        const double kept = turns < scaling.lowFrequencyFactor
            ? 0.0
            : (turns - scaling.lowFrequencyFactor)
                / (scaling.highFrequencyFactor - scaling.lowFrequencyFactor);
        frequency *= kept + (1.0 - kept) / scaling.factor;
    }
    return theta;
}

/// The pair, as a real number, that turns so many times within the original context.
double pairOfTurns(double turns, double base, int rotaryDim, int positions)
{
    return rotaryDim * std::log(positions / (turns * 2.0 * std::numbers::pi))
        / (2.0 * std::log(base));
}

std::vector<double> yarn(std::vector<double> theta, double base, int rotaryDim,
                         const RopeScaling& scaling)
{
    const int positions = scaling.originalPositions;
    double begin = pairOfTurns(scaling.betaFast, base, rotaryDim, positions);
    double end = pairOfTurns(scaling.betaSlow, base, rotaryDim, positions);
    if (scaling.truncate) {
        begin = std::floor(begin);
        end = std::ceil(end);
    }
    begin = std::max(begin, 0.0);
    end = std::min(end, rotaryDim - 1.0);
    if (begin == end)
        end += 0.001;
    for (std::size_t m = 0; m < theta.size(); ++m) {
        const double ramp = std::clamp((static_cast<double>(m) - begin) / (end - begin), 0.0, 1.0);
        theta[m] *= 1.0 - ramp + ramp / scaling.factor;
    }
    return theta;
}

double yarnMagnitude(double factor, double mscale)
{
    return factor <= 1.0 ? 1.0 : 0.1 * mscale * std::log(factor) + 1.0;
}

double yarnAttentionFactor(const RopeScaling& scaling)
{
    if (scaling.attentionFactor)
        return *scaling.attentionFactor;
    if (scaling.mscale != 0.0 && scaling.mscaleAllDim != 0.0) {
        return yarnMagnitude(scaling.factor, scaling.mscale)
            / yarnMagnitude(scaling.factor, scaling.mscaleAllDim);
    }
    return yarnMagnitude(scaling.factor, 1.0);
}

double longRopeAttentionFactor(const RopeScaling& scaling)
{
    if (scaling.attentionFactor)
        return *scaling.attentionFactor;
    if (scaling.factor <= 1.0)
        return 1.0;
    return std::sqrt(1.0 + std::log(scaling.factor) / std::log(scaling.originalPositions));
}

} // namespace

ScaledFrequencies scaledFrequencies(double base, int rotaryDim, const RopeScaling& scaling,
                                    int tokens)
{
    std::vector<double> theta = defaultTheta(base, rotaryDim);
    switch (scaling.type) {
    case RopeScalingType::Default:
        break;
    case RopeScalingType::Linear:
        for (double& frequency : theta)
            frequency /= scaling.factor;
        break;
    case RopeScalingType::Dynamic:
        theta = defaultTheta(dynamicBase(base, rotaryDim, scaling, tokens), rotaryDim);
        break;
    case RopeScalingType::Llama3:
        theta = llama3(std::move(theta), scaling);
        break;
    case RopeScalingType::Yarn:
        return { yarn(std::move(theta), base, rotaryDim, scaling), yarnAttentionFactor(scaling) };
    case RopeScalingType::LongRope:
        return { divided(std::move(theta),
                         tokens > scaling.originalPositions ? scaling.longDivisors
                                                            : scaling.divisors),
                 longRopeAttentionFactor(scaling) };
    case RopeScalingType::Factors:
        return { divided(std::move(theta), scaling.divisors),
                 scaling.attentionFactor.value_or(1.0) };
    case RopeScalingType::Proportional:
        for (std::size_t m = 0; m < theta.size(); ++m)
            theta[m]
                *= m < static_cast<std::size_t>(scaling.turningPairs) ? 1.0 / scaling.factor : 0.0;
        break;
    }
    return { std::move(theta), 1.0 };
}

} // namespace ropescope
