// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_edit.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

namespace ropescope {

namespace {

/// The scaling at another base. Where the frequencies are not those that the scaling gives (they
/// were edited, or its type is unknown), pair m keeps the factor that it has at the model's base.
std::vector<double> thetaAtBase(const RopeConfig& config, double base)
{
    const auto scaled = [&config](double c) {
        return scaledFrequencies(c, config.rotaryDim, config.scaling, config.scaledLength).theta;
    };
    if (sameFrequencies(scaled(config.base), config.theta))
        return scaled(base);
    std::vector<double> theta = defaultTheta(base, config.rotaryDim);
    const std::vector<double> unscaled = defaultTheta(config.base, config.rotaryDim);
    for (std::size_t m = 0; m < theta.size(); ++m)
        theta[m] *= config.theta[m] / unscaled[m];
    return theta;
}

Result<void> checkPair(int pair, int pairCount)
{
    if (pair >= 0 && pair < pairCount)
        return {};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("Channel pair {} does not exist: this head has pairs 0 to {}.", pair,
                            pairCount - 1));
}

void truncate(RopeTable& table, const Truncation& truncation)
{
    std::vector<double>& changed
        = truncation.kind == Truncation::Kind::Remove ? table.gain : table.theta;
    std::fill(changed.begin() + truncation.firstSlot, changed.end(), 0.0);
}

} // namespace

Result<RopeTable> makeRopeTable(const RopeConfig& config, const RopeEdit& edit)
{
    if (config.rotaryDim == 0 && !edit.isIdentity()) {
        return fail(ErrorCode::InvalidArgument,
                    "This head has no RoPE, so there is no rotation to edit.");
    }
    if (edit.base && !(*edit.base >= kMinBase && *edit.base <= kMaxBase)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("RoPE base {} is out of range: expected {} to {:g}.", *edit.base,
                                kMinBase, kMaxBase));
    }
    RopeTable table { .theta = edit.base ? thetaAtBase(config, *edit.base) : config.theta,
                      .gain = std::vector<double>(config.theta.size(), 1.0),
                      .pairing = edit.pairing.value_or(config.pairing),
                      .attentionFactor = config.attentionFactor };
    if (edit.truncation) {
        if (auto ok = checkPair(edit.truncation->firstSlot, table.pairCount()); !ok)
            return tl::unexpected(ok.error());
        truncate(table, *edit.truncation);
    }
    for (const auto& [first, second] : edit.relocations) {
        for (const int pair : { first, second }) {
            if (auto ok = checkPair(pair, table.pairCount()); !ok)
                return tl::unexpected(ok.error());
        }
        std::swap(table.theta[static_cast<std::size_t>(first)],
                  table.theta[static_cast<std::size_t>(second)]);
        std::swap(table.gain[static_cast<std::size_t>(first)],
                  table.gain[static_cast<std::size_t>(second)]);
    }
    for (const auto& [pair, gain] : edit.gains) {
        if (auto ok = checkPair(pair, table.pairCount()); !ok)
            return tl::unexpected(ok.error());
        if (!std::isfinite(gain)) {
            return fail(
                ErrorCode::InvalidArgument,
                fmt::format("The gain of pair {} must be a finite number, found {}.", pair, gain));
        }
        table.gain[static_cast<std::size_t>(pair)] = gain;
    }
    for (const int pair : edit.meanPairs) {
        if (auto ok = checkPair(pair, table.pairCount()); !ok)
            return tl::unexpected(ok.error());
    }
    return table;
}

RopeEdit gainsOf(const RopeEdit& edit, int pairCount)
{
    RopeEdit rest;
    if (edit.truncation && edit.truncation->kind == Truncation::Kind::Remove) {
        const auto count = static_cast<std::size_t>(std::max(0, pairCount));
        std::vector<double> gain(count, 1.0);
        for (int slot = edit.truncation->firstSlot; slot < pairCount; ++slot)
            gain[static_cast<std::size_t>(slot)] = 0.0;
        for (const auto& [first, second] : edit.relocations) {
            if (std::max(first, second) < pairCount)
                std::swap(gain[static_cast<std::size_t>(first)],
                          gain[static_cast<std::size_t>(second)]);
        }
        for (int pair = 0; pair < pairCount; ++pair) {
            if (gain[static_cast<std::size_t>(pair)] == 0.0)
                rest.gains[pair] = 0.0;
        }
    }
    for (const auto& [pair, gain] : edit.gains)
        rest.gains[pair] = gain;
    return rest;
}

} // namespace ropescope
