// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/cell.h"

#include <cmath>

#include <fmt/core.h>

namespace ropescope {

namespace {

/// One row of x rotated to its position, in double: no rounding of angles or products.
Eigen::RowVectorXd rotatedRow(const MatrixRM& raw, int position, const RopeTable& table)
{
    Eigen::RowVectorXd row = raw.row(position).cast<double>();
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const double angle = table.theta[static_cast<std::size_t>(m)] * position;
        const double cosine = table.attentionFactor * std::cos(angle);
        const double sine = table.attentionFactor * std::sin(angle);
        const double x = row[a];
        const double y = row[b];
        row[a] = x * cosine - y * sine;
        row[b] = y * cosine + x * sine;
    }
    return row;
}

} // namespace

Result<CellValue> cellValue(const HeadTrace& head, const RopeTable& table, int query, int key)
{
    const int n = head.tokenCount();
    if (query < 0 || query >= n || key < 0 || key > query
        || (head.slidingWindow > 0 && key <= query - head.slidingWindow)) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("Query {} does not see key {}: the map has {} tokens.", query, key, n));
    }
    if (head.holdsMapOnly()) {
        const double probability = head.attention(query, key);
        return CellValue { .logit = std::log(probability), .probability = probability };
    }
    Eigen::RowVectorXd q = rotatedRow(head.q, query, table) * head.attentionScale;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        q[a] *= table.gain[static_cast<std::size_t>(m)];
        q[b] *= table.gain[static_cast<std::size_t>(m)];
    }

    const int first = head.slidingWindow > 0 ? std::max(0, query - head.slidingWindow + 1) : 0;
    double largest = -std::numeric_limits<double>::infinity();
    std::vector<double> logits;
    logits.reserve(static_cast<std::size_t>(query - first + 1));
    CellValue cell;
    for (int i = first; i <= query; ++i) {
        const Eigen::RowVectorXd k = rotatedRow(head.k, i, table);
        logits.push_back(q.dot(k));
        largest = std::max(largest, logits.back());
        if (i != key)
            continue;
        cell.logit = logits.back();
        for (int m = 0; m < table.pairCount(); ++m) {
            const auto [a, b] = table.coordinates(m);
            cell.contributions.push_back(q[a] * k[a] + q[b] * k[b]);
        }
    }
    double sum = 0.0;
    for (const double logit : logits)
        sum += std::exp(logit - largest);
    cell.probability = std::exp(cell.logit - largest) / sum;
    return cell;
}

} // namespace ropescope
