// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <vector>

#include "core/base/matrix.h"

namespace ropescope {

/// Singular values of x, (n, d), falling; min(n, d) of them. One value that towers over the others
/// is what "massive" queries and keys look like from here (arXiv:2502.01563). By QR and the
/// SVD of R, d x d, in double: exact to rounding of the largest. O(n d^2).
[[nodiscard]] std::vector<double> singularValues(MatrixRef x);

/// How many directions a spectrum spreads over: the participation ratio of the powers s_j^2,
/// (sum s_j^2)^2 / sum s_j^4. 1 when one direction holds all, d when all hold the same; 0 where
/// there is nothing.
[[nodiscard]] double effectiveRank(std::span<const double> singularValues);

/// The first direction's share of the power, s_1^2 / sum s_j^2; 0 where there is nothing.
[[nodiscard]] double firstShare(std::span<const double> singularValues);

} // namespace ropescope
