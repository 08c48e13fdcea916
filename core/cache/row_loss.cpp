// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/row_loss.h"

#include <algorithm>

#include "core/cache/probability_rows.h"

namespace ropescope {

Result<std::vector<double>> massLostByRow(const ExactHead& head, const std::vector<int>& kept,
                                          int promptTokens, const std::stop_token& stop)
{
    const auto tokens = static_cast<int>(head.query.rows());
    Eigen::RowVectorXd gone = Eigen::RowVectorXd::Zero(tokens);
    gone.head(std::min(promptTokens, tokens)).setOnes();
    for (const int position : kept)
        gone[position] = 0.0;
    std::vector<double> lost(static_cast<std::size_t>(tokens));
    const auto add = [&](int t, int firstKey, const Eigen::Ref<const Eigen::RowVectorXd>& p) {
        lost[static_cast<std::size_t>(t)]
            = std::clamp(p.dot(gone.segment(firstKey, p.size())), 0.0, 1.0);
    };
    return forEachProbabilityRow(head, { 0, tokens }, add, stop).map([&] {
        return std::move(lost);
    });
}

} // namespace ropescope
