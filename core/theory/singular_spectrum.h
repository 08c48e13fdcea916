// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/base/matrix.h"

namespace ropescope {

/// Singular values of x, (n, d), falling; min(n, d) of them. One value that towers over the others
/// is what "massive" queries and keys look like from here (arXiv:2502.01563). They are square roots
/// of the eigenvalues of x^T x, d x d: exact to 1e-8 of the largest.
[[nodiscard]] std::vector<double> singularValues(MatrixRef x);

} // namespace ropescope
