// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/expected_attention.h"

#include <algorithm>
#include <cassert>
#include <complex>
#include <limits>

#include "core/cache/entry_selection.h"

namespace ropescope {

namespace {

/// Rows under the mean rotation of the positions behind the prompt.
MatrixRMd meanRotated(MatrixRMd rows, const RopeTable& table, int tokens)
{
    for (int m = 0; m < table.pairCount(); ++m) {
        std::complex<double> mean = 0.0;
        for (int j = 0; j < kExpectedPositions; ++j)
            mean += std::polar(1.0, table.theta[static_cast<std::size_t>(m)] * (tokens + j));
        mean /= kExpectedPositions;
        const auto [a, b] = table.coordinates(m);
        const Eigen::VectorXd x = rows.col(a);
        rows.col(a) = x * mean.real() - rows.col(b) * mean.imag();
        rows.col(b) = rows.col(b) * mean.real() + x * mean.imag();
    }
    return rows;
}

} // namespace

Eigen::VectorXd expectedAttention(const ExactHead& head, int tokens)
{
    assert(tokens > kExpectedSinks);
    const int count = tokens - kExpectedSinks;
    // Scale, gains and attention factor are in the query's weights, so s is in mu and s^2 in Sigma.
    const MatrixRMd queries
        = meanRotated(head.queryRaw.middleRows(kExpectedSinks, count), head.table, tokens);
    const Eigen::RowVectorXd mu = queries.colwise().mean();
    const MatrixRMd centred = queries.rowwise() - mu;
    const MatrixRMd sigma = centred.transpose() * centred / count;
    const auto keys = head.key.middleRows(kExpectedSinks, count);
    const MatrixRMd spread = keys * sigma;
    Eigen::VectorXd x = keys * mu.transpose();
    x += 0.5 * spread.cwiseProduct(keys).rowwise().sum();
    Eigen::VectorXd result = Eigen::VectorXd::Zero(tokens);
    result.tail(count) = (x.array() - x.maxCoeff()).exp();
    return result / result.sum();
}

std::vector<int> selectExpected(const SelectionRequest& request)
{
    Eigen::VectorXd scores = request.keys.expected;
    scores.head(std::min<Eigen::Index>(kExpectedSinks, scores.size()))
        .setConstant(std::numeric_limits<double>::infinity());
    return strongestAndWindow(scores, request);
}

} // namespace ropescope
