// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>

#include "core/base/matrix.h"
#include "core/base/thread_pool.h"

namespace ropescope {

/// Shares out blocks of rows; body(first, count) must not touch other rows.
void forEachRowBlock(ThreadPool& pool, Eigen::Index rows,
                     const std::function<void(Eigen::Index first, Eigen::Index count)>& body);

/// Each row divided by its root mean square, times gain: (n, hidden).
/// Source: arXiv:1910.07467.
void rmsNorm(MatrixRef x, const Eigen::RowVectorXf& gain, double epsilon, MatrixRM& out,
             ThreadPool& pool);

/// gate = silu(gate) * up, element by element.  Source: GLU variants, arXiv:2002.05202.
void swiGlu(MatrixRM& gate, const MatrixRM& up, ThreadPool& pool);

/// Sum over rows of the cosine between row t of a and row t of b; zero rows count as 0.
[[nodiscard]] double sumOfRowCosines(MatrixRef a, MatrixRef b);

} // namespace ropescope
