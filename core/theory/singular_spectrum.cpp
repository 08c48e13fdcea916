// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/singular_spectrum.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

namespace ropescope {

std::vector<double> singularValues(MatrixRef x)
{
    const auto count = static_cast<std::size_t>(std::min(x.rows(), x.cols()));
    if (count == 0)
        return {};
    const MatrixRMd rows = x.cast<double>();
    const Eigen::MatrixXd gram = rows.rows() < rows.cols()
        ? Eigen::MatrixXd(rows * rows.transpose())
        : Eigen::MatrixXd(rows.transpose() * rows);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram, Eigen::EigenvaluesOnly);
    std::vector<double> values;
    for (const double square : solver.eigenvalues())
        values.push_back(std::sqrt(std::max(0.0, square)));
    std::reverse(values.begin(), values.end());
    return values;
}

double effectiveRank(std::span<const double> singularValues)
{
    double power = 0.0;
    double squares = 0.0;
    for (const double value : singularValues) {
        power += value * value;
        squares += value * value * value * value;
    }
    return squares > 0.0 ? power * power / squares : 0.0;
}

double firstShare(std::span<const double> singularValues)
{
    double power = 0.0;
    for (const double value : singularValues)
        power += value * value;
    return power > 0.0 ? singularValues.front() * singularValues.front() / power : 0.0;
}

} // namespace ropescope
