// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>

#include "core/base/matrix.h"
#include "core/base/thread_pool.h"

namespace ropescope {

/// Queries of the newest tokens against the keys and values of all tokens so far.
struct AttentionInput {
    const MatrixRM& queries; ///< (n, numHeads * d), rotated, with scale and gains folded in
    const MatrixRM& keys; ///< (numKvHeads * capacity, d), rotated; head h from row h * capacity on
    const MatrixRM& values; ///< (numKvHeads * capacity, d)
    int numHeads = 0;
    int numKvHeads = 0;
    int firstPosition = 0; ///< of the first query; keys 0 .. firstPosition + n - 1 are there
    int slidingWindow = 0; ///< query t sees keys t-w+1 .. t; 0: all keys up to t
};

/// Causal softmax attention: out, (n, numHeads * d). Works in blocks of rows, each with all its
/// logits at once, so memory is threads * block * tokens and never tokens * tokens.
void causalAttention(const AttentionInput& input, MatrixRM& out, ThreadPool& pool,
                     const std::stop_token& stop);

} // namespace ropescope
