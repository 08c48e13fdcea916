// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/entry_selection.h"

#include <algorithm>

namespace ropescope {

namespace {

constexpr Eigen::Index kReach = 3; ///< neighbours on either side: 7 with the key itself

} // namespace

std::vector<int> selectObserved(const SelectionRequest& request)
{
    const Eigen::VectorXd& sums = request.keys.windowSum;
    Eigen::VectorXd pooled(sums.size());
    for (Eigen::Index i = 0; i < sums.size(); ++i) {
        const Eigen::Index first = std::max<Eigen::Index>(0, i - kReach);
        const Eigen::Index end = std::min(sums.size(), i + kReach + 1);
        pooled[i] = sums.segment(first, end - first).maxCoeff();
    }
    return strongestAndWindow(pooled, request);
}

} // namespace ropescope
