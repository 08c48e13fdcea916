// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/layer_math.h"

#include <algorithm>
#include <cmath>

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

namespace {

using ConstRow = Eigen::Map<const Eigen::RowVectorXf>;
using Row = Eigen::Map<Eigen::RowVectorXf>;

void normRow(const ConstRow& x, const NormWeights& norm, double epsilon, Row out)
{
    const double width = static_cast<double>(x.size());
    const float mean = norm.centred ? static_cast<float>(x.sum() / width) : 0.0F;
    const double meanSquare = (x.array() - mean).square().sum() / width;
    const auto factor = static_cast<float>(1.0 / std::sqrt(meanSquare + epsilon));
    out = ((x.array() - mean) * factor * norm.gain.array()).matrix();
    if (norm.bias.size() > 0)
        out += norm.bias;
}

} // namespace

void applyNorm(MatrixRef x, const NormWeights& norm, double epsilon, MatrixRM& out,
               ThreadPool& pool)
{
    out.resize(x.rows(), x.cols());
    forEachRowBlock(pool, x.rows(), [&](Eigen::Index first, Eigen::Index count) {
        for (Eigen::Index t = first; t < first + count; ++t) {
            normRow(ConstRow(x.data() + t * x.outerStride(), x.cols()), norm, epsilon,
                    Row(out.data() + t * out.cols(), out.cols()));
        }
    });
}

void applyHeadNorm(MatrixRM& x, const NormWeights& norm, double epsilon, ThreadPool& pool)
{
    const Eigen::Index width = norm.gain.size();
    forEachRowBlock(pool, x.rows(), [&](Eigen::Index first, Eigen::Index count) {
        for (float* head = x.data() + first * x.cols();
             head < x.data() + (first + count) * x.cols(); head += width)
            normRow(ConstRow(head, width), norm, epsilon, Row(head, width));
    });
}

void applyActivation(Activation activation, MatrixRM& x, const MatrixRM& up, ThreadPool& pool)
{
    forEachRowBlock(pool, x.rows(), [&](Eigen::Index first, Eigen::Index count) {
        const auto at = static_cast<std::size_t>(first * x.cols());
        const auto size = static_cast<std::size_t>(count * x.cols());
        const std::span<const float> factors = up.size() > 0
            ? std::span<const float>(up.data() + at, size)
            : std::span<const float>();
        applyActivation(activation, { x.data() + at, size }, factors);
    });
}

double sumOfRowCosines(MatrixRef a, MatrixRef b)
{
    double sum = 0.0;
    for (Eigen::Index t = 0; t < a.rows(); ++t) {
        const Eigen::RowVectorXd x = a.row(t).cast<double>();
        const Eigen::RowVectorXd y = b.row(t).cast<double>();
        const double norms = x.norm() * y.norm();
        if (norms > 0.0)
            sum += x.dot(y) / norms;
    }
    return sum;
}

} // namespace ropescope
