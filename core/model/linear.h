// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <stop_token>

#include "core/base/matrix.h"
#include "core/base/thread_pool.h"
#include "core/model/model_weights.h"

namespace ropescope {

enum class LinearMode {
    Replace, ///< y = x W^T + b
    Add,     ///< y += x W^T + b: the residual stream
};

/// One of several matrices that are applied to the same input, and where its output goes.
struct LinearTarget {
    const LinearWeights& weights;
    MatrixRM& out; ///< (n, outputs); resized when it is replaced
    LinearMode mode = LinearMode::Replace;
};

/// Applies several matrices to the same input, (n, inputs), sharing out blocks of output features:
/// the thread that multiplies with a block also widens it, so each weight is widened once and no
/// float32 copy of a whole layer exists. After a stop request the results are incomplete.
void applyLinear(MatrixRef input, std::span<const LinearTarget> targets, ThreadPool& pool,
                 const std::stop_token& stop);

} // namespace ropescope
