// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/exact_head.h"

#include <cassert>
#include <cmath>

namespace ropescope {

namespace {

/// Each row by its own angle of each pair.
void rotateByPosition(MatrixRMd& rows, const RopeTable& table)
{
    constexpr Eigen::Index kAnchorInterval = 64; // rounding stays below 1e-13
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const double theta = table.theta[static_cast<std::size_t>(m)];
        const double stepCosine = std::cos(theta);
        const double stepSine = std::sin(theta);
        double cosine = 1.0;
        double sine = 0.0;
        for (Eigen::Index t = 0; t < rows.rows(); ++t) {
            if (t % kAnchorInterval == 0) {
                cosine = std::cos(theta * static_cast<double>(t));
                sine = std::sin(theta * static_cast<double>(t));
            }
            const double x = rows(t, a);
            const double y = rows(t, b);
            rows(t, a) = x * cosine - y * sine;
            rows(t, b) = y * cosine + x * sine;
            const double next = cosine * stepCosine - sine * stepSine;
            sine = sine * stepCosine + cosine * stepSine;
            cosine = next;
        }
    }
}

MatrixRMd pairLengths(const MatrixRMd& rows, const RopeTable& table)
{
    MatrixRMd lengths(rows.rows(), table.pairCount());
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        lengths.col(m) = (rows.col(a).array().square() + rows.col(b).array().square()).sqrt();
    }
    return lengths;
}

} // namespace

ExactHead exactHead(const HeadTrace& head, const RopeTable& table)
{
    assert(!head.holdsMapOnly());
    Eigen::RowVectorXd weights = Eigen::RowVectorXd::Constant(head.headDim(), head.attentionScale);
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const double factor = table.gain[static_cast<std::size_t>(m)] * table.attentionFactor
            * table.attentionFactor;
        weights[a] *= factor;
        weights[b] *= factor;
    }
    ExactHead exact;
    exact.table = table;
    exact.slidingWindow = head.slidingWindow;
    exact.queryRaw = head.q.cast<double>() * weights.asDiagonal();
    exact.keyRaw = head.k.cast<double>();
    exact.queryLengths = pairLengths(exact.queryRaw, table);
    exact.keyLengths = pairLengths(exact.keyRaw, table);
    exact.query = exact.queryRaw;
    exact.key = exact.keyRaw;
    rotateByPosition(exact.query, table);
    rotateByPosition(exact.key, table);
    return exact;
}

MatrixRMd turned(MatrixRMd rows, const RopeTable& table, double steps)
{
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const double cosine = std::cos(steps * table.theta[static_cast<std::size_t>(m)]);
        const double sine = std::sin(steps * table.theta[static_cast<std::size_t>(m)]);
        const Eigen::VectorXd x = rows.col(a);
        rows.col(a) = x * cosine - rows.col(b) * sine;
        rows.col(b) = rows.col(b) * cosine + x * sine;
    }
    return rows;
}

} // namespace ropescope
