// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/vector_similarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace ropescope {

namespace {

constexpr std::array<std::pair<SimilarityMeasure, std::string_view>, 8> kNames { {
    { SimilarityMeasure::Cosine, "cosine" },
    { SimilarityMeasure::Dot, "dot" },
    { SimilarityMeasure::Euclidean, "euclidean" },
    { SimilarityMeasure::L1, "l1" },
    { SimilarityMeasure::Rbf, "rbf" },
    { SimilarityMeasure::Pearson, "pearson" },
    { SimilarityMeasure::Angular, "angular" },
    { SimilarityMeasure::SymmetricKl, "symmetric_kl" },
} };

/// Rows as the measure looks at them: unit, centred and unit, or as they are.
MatrixRMd prepared(MatrixRef x, SimilarityMeasure measure)
{
    MatrixRMd rows = x.cast<double>();
    if (measure == SimilarityMeasure::Pearson)
        rows.colwise() -= rows.rowwise().mean().eval();
    if (measure == SimilarityMeasure::Cosine || measure == SimilarityMeasure::Pearson
        || measure == SimilarityMeasure::Angular) {
        for (Eigen::Index t = 0; t < rows.rows(); ++t) {
            if (const double length = rows.row(t).norm(); length > 0.0)
                rows.row(t) /= length;
        }
    }
    return rows;
}

MatrixRMd logSoftmax(MatrixRMd rows)
{
    for (Eigen::Index t = 0; t < rows.rows(); ++t) {
        const double largest = rows.row(t).maxCoeff();
        rows.row(t).array() -= largest + std::log((rows.row(t).array() - largest).exp().sum());
    }
    return rows;
}

/// Sum over ordered pairs t != u of a_t . b_u.
double crossSum(const MatrixRMd& a, const MatrixRMd& b)
{
    return a.colwise().sum().dot(b.colwise().sum()) - a.cwiseProduct(b).sum();
}

/// Sum over ordered pairs of |x_t - x_u|: of sorted values, the j-th of n counts 2 (2j - n + 1)
/// times.
double spreadSum(Eigen::VectorXd values)
{
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double sum = 0.0;
    for (Eigen::Index j = 0; j < values.size(); ++j)
        sum += 2.0 * (2.0 * static_cast<double>(j) - n + 1.0) * values[j];
    return sum;
}

double angular(double cosine)
{
    return 1.0 - std::acos(std::clamp(cosine, -1.0, 1.0)) / std::numbers::pi;
}

/// Sum over ordered pairs of a function of their product and of both squared lengths.
template <class Function> double productSum(const MatrixRMd& rows, const Function& function)
{
    constexpr Eigen::Index kBlock = 64;
    const Eigen::VectorXd squares = rows.rowwise().squaredNorm();
    double sum = 0.0;
    for (Eigen::Index first = 0; first < rows.rows(); first += kBlock) {
        const Eigen::Index count = std::min(kBlock, rows.rows() - first);
        const MatrixRMd products
            = rows.middleRows(first, count) * rows.topRows(first + count).transpose();
        for (Eigen::Index t = 0; t < count; ++t) {
            for (Eigen::Index u = 0; u < first + t; ++u)
                sum += 2.0 * function(products(t, u), squares[first + t], squares[u]);
        }
    }
    return sum;
}

double pairSum(const MatrixRMd& rows, SimilarityMeasure measure)
{
    const auto squaredDistance
        = [](double product, double a, double b) { return std::max(0.0, a + b - 2.0 * product); };
    switch (measure) {
    case SimilarityMeasure::Cosine:
    case SimilarityMeasure::Dot:
    case SimilarityMeasure::Pearson:
        break;
    case SimilarityMeasure::Euclidean:
        return productSum(rows, [&](double product, double a, double b) {
            return std::sqrt(squaredDistance(product, a, b));
        });
    case SimilarityMeasure::L1: {
        double sum = 0.0;
        for (Eigen::Index j = 0; j < rows.cols(); ++j)
            sum += spreadSum(rows.col(j));
        return sum;
    }
    case SimilarityMeasure::Rbf:
        return productSum(rows, [&](double product, double a, double b) {
            return std::exp(-squaredDistance(product, a, b) / static_cast<double>(rows.cols()));
        });
    case SimilarityMeasure::Angular:
        return productSum(rows, [](double product, double, double) { return angular(product); });
    case SimilarityMeasure::SymmetricKl: {
        // Half of (p_t - p_u).(log p_t - log p_u), summed: own terms minus crossed ones.
        const MatrixRMd logs = logSoftmax(rows);
        const MatrixRMd p = logs.array().exp().matrix();
        const auto n = static_cast<double>(rows.rows());
        return (n - 1.0) * p.cwiseProduct(logs).sum() - crossSum(p, logs);
    }
    }
    return crossSum(rows, rows);
}

} // namespace

std::string_view similarityName(SimilarityMeasure measure)
{
    return std::find_if(kNames.begin(), kNames.end(),
                        [&](const auto& entry) { return entry.first == measure; })
        ->second;
}

std::optional<SimilarityMeasure> similarityFromName(std::string_view name)
{
    for (const auto& [measure, itsName] : kNames) {
        if (itsName == name)
            return measure;
    }
    return std::nullopt;
}

std::optional<double> pairwiseSimilarity(MatrixRef x, SimilarityMeasure measure)
{
    if (x.rows() < 2)
        return std::nullopt;
    const auto n = static_cast<double>(x.rows());
    return pairSum(prepared(x, measure), measure) / (n * (n - 1.0));
}

std::optional<double> consecutiveSimilarity(MatrixRef x, SimilarityMeasure measure)
{
    if (x.rows() < 2)
        return std::nullopt;
    const MatrixRMd rows = prepared(x, measure);
    double sum = 0.0; // every measure is symmetric, so both orders give the same
    for (Eigen::Index t = 0; t + 1 < rows.rows(); ++t)
        sum += 0.5 * pairSum(rows.middleRows(t, 2), measure);
    return sum / static_cast<double>(rows.rows() - 1);
}

} // namespace ropescope
