// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/entry_selection.h"

namespace ropescope {

namespace {

constexpr double kGamma = 200.0;
constexpr Eigen::Index kReach = 2; ///< neighbours on either side: 5 with the key itself

} // namespace

std::vector<int> selectShifting(const SelectionRequest& request)
{
    const Eigen::Index count = request.keys.windowSum.size();
    Eigen::VectorXd padded = Eigen::VectorXd::Zero(count + 2 * kReach);
    padded.segment(kReach, count)
        = request.keys.windowSum / request.prompt.window + kGamma * request.keys.windowVariance;
    Eigen::VectorXd pooled = Eigen::VectorXd::Zero(count);
    for (Eigen::Index i = 0; i < count; ++i) {
        // In this order for every key, so that keys with the same neighbours tie.
        for (Eigen::Index j = 0; j <= 2 * kReach; ++j)
            pooled[i] += padded[i + j];
    }
    return strongestAndWindow(pooled / (2 * kReach + 1), request);
}

} // namespace ropescope
