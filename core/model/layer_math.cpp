// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/layer_math.h"

#include <algorithm>
#include <cmath>

#include "core/model/exponentials.h"

namespace ropescope {

void forEachRowBlock(ThreadPool& pool, Eigen::Index rows,
                     const std::function<void(Eigen::Index, Eigen::Index)>& body)
{
    constexpr Eigen::Index kRows = 64;
    pool.forEach(static_cast<int>((rows + kRows - 1) / kRows), [&](int index, int) {
        const Eigen::Index first = index * kRows;
        body(first, std::min(kRows, rows - first));
    });
}

void rmsNorm(MatrixRef x, const Eigen::RowVectorXf& gain, double epsilon, MatrixRM& out,
             ThreadPool& pool)
{
    out.resize(x.rows(), x.cols());
    forEachRowBlock(pool, x.rows(), [&](Eigen::Index first, Eigen::Index count) {
        for (Eigen::Index t = first; t < first + count; ++t) {
            const double meanSquare = x.row(t).squaredNorm() / static_cast<double>(x.cols());
            const auto factor = static_cast<float>(1.0 / std::sqrt(meanSquare + epsilon));
            out.row(t) = (x.row(t).array() * factor * gain.array()).matrix();
        }
    });
}

void swiGlu(MatrixRM& gate, const MatrixRM& up, ThreadPool& pool)
{
    forEachRowBlock(pool, gate.rows(), [&](Eigen::Index first, Eigen::Index count) {
        const auto at = static_cast<std::size_t>(first * gate.cols());
        const auto size = static_cast<std::size_t>(count * gate.cols());
        siluTimes({ gate.data() + at, size }, { up.data() + at, size });
    });
}

double sumOfRowCosines(MatrixRef a, MatrixRef b)
{
    double sum = 0.0;
    for (Eigen::Index t = 0; t < a.rows(); ++t) {
        const double norms = static_cast<double>(a.row(t).norm()) * b.row(t).norm();
        if (norms > 0.0)
            sum += a.row(t).dot(b.row(t)) / norms;
    }
    return sum;
}

} // namespace ropescope
