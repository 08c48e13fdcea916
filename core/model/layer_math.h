// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>

#include "core/base/matrix.h"
#include "core/base/thread_pool.h"
#include "core/model/activation.h"
#include "core/model/model_weights.h"

namespace ropescope {

/// Shares out blocks of rows; body(first, count) must not touch other rows.
void forEachRowBlock(ThreadPool& pool, Eigen::Index rows,
                     const std::function<void(Eigen::Index first, Eigen::Index count)>& body);

/// Each row normed: out (n, width); out may be the matrix that x looks at.
/// Source: RMSNorm, arXiv:1910.07467; LayerNorm, arXiv:1607.06450.
void applyNorm(MatrixRef x, const NormWeights& norm, double epsilon, MatrixRM& out,
               ThreadPool& pool);

/// The same for each head on its own, in place: x is (n, heads * width of the norm).
void applyHeadNorm(MatrixRM& x, const NormWeights& norm, double epsilon, ThreadPool& pool);

/// x = activation(x), times up unless that is empty; element by element.
/// Source: GLU variants, arXiv:2002.05202.
void applyActivation(Activation activation, MatrixRM& x, const MatrixRM& up, ThreadPool& pool);

/// Sum over rows of the cosine between row t of a and row t of b, in double: of a layer that does
/// little, 1 - cosine is far below the float32 of a sum. Zero rows count as 0.
[[nodiscard]] double sumOfRowCosines(MatrixRef a, MatrixRef b);

} // namespace ropescope
