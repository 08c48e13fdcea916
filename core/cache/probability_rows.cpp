// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/probability_rows.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

namespace {

constexpr int kBlockRows = 32;

} // namespace

Result<void> forEachProbabilityRow(const ExactHead& head, TokenRange queries,
                                   const ProbabilityRow& row, const std::stop_token& stop)
{
    Eigen::RowVectorXd p;
    for (int begin = queries.begin; begin < queries.end; begin += kBlockRows) {
        if (stop.stop_requested())
            return cancelled();
        const int count = std::min(kBlockRows, queries.end - begin);
        const int firstKey = head.visibleKeys(begin).begin;
        const MatrixRMd logits = head.query.middleRows(begin, count)
            * head.key.middleRows(firstKey, begin + count - firstKey).transpose();
        for (int r = 0; r < count; ++r) {
            const TokenRange keys = head.visibleKeys(begin + r);
            p = logits.row(r).segment(keys.begin - firstKey, keys.size());
            const double largest = p.maxCoeff();
            double sum = 0.0;
            // One after the other: vectors of four would round keys at the end differently.
            for (double& value : p) {
                value = std::exp(value - largest);
                sum += value;
            }
            p /= sum;
            row(begin + r, keys.begin, p);
        }
    }
    return {};
}

} // namespace ropescope
