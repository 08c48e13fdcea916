// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/singular_spectrum.h"

#include <algorithm>

#include <Eigen/QR>
#include <Eigen/SVD>

namespace ropescope {

std::vector<double> singularValues(MatrixRef x)
{
    const auto count = static_cast<std::size_t>(std::min(x.rows(), x.cols()));
    if (count == 0)
        return {};
    Eigen::MatrixXd tall = x.cast<double>();
    if (tall.rows() < tall.cols())
        tall = Eigen::MatrixXd(tall.transpose());
    // The eigenvalues of x^T x would be cheaper, but square the condition: what is 0 would come out
    // as 1e-8 of the largest value.
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(tall);
    const Eigen::MatrixXd upper = qr.matrixQR().topRows(tall.cols()).triangularView<Eigen::Upper>();
    const Eigen::VectorXd values = Eigen::BDCSVD<Eigen::MatrixXd>(upper).singularValues();
    return { values.begin(), values.end() };
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
