// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_edit.h"

#include <cmath>

#include <fmt/core.h>

namespace ropescope {

namespace {

/// What frequency scaling did to pair m at the model's own base it also does at another base.
std::vector<double> thetaAtBase(const RopeConfig& config, double base)
{
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
    if (pairCount == 0)
        return fail(ErrorCode::InvalidArgument,
                    "This head has no RoPE, so there is no channel pair to edit.");
    return fail(ErrorCode::InvalidArgument,
                fmt::format("Channel pair {} does not exist: this head has pairs 0 to {}.", pair,
                            pairCount - 1));
}

} // namespace

Result<RopeTable> makeRopeTable(const RopeConfig& config, const RopeEdit& edit)
{
    if (edit.base && !(*edit.base >= kMinBase && *edit.base <= kMaxBase)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("RoPE base {} is out of range: expected {} to {:g}.", *edit.base,
                                kMinBase, kMaxBase));
    }
    RopeTable table { .theta = edit.base ? thetaAtBase(config, *edit.base) : config.theta,
                      .gain = std::vector<double>(config.theta.size(), 1.0),
                      .pairing = edit.pairing.value_or(config.pairing),
                      .attentionFactor = config.attentionFactor };
    for (const auto& [first, second] : edit.relocations) {
        for (const int pair : { first, second }) {
            if (auto ok = checkPair(pair, table.pairCount()); !ok)
                return tl::unexpected(ok.error());
        }
        std::swap(table.theta[static_cast<std::size_t>(first)],
                  table.theta[static_cast<std::size_t>(second)]);
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
    return table;
}

} // namespace ropescope
