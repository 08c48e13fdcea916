// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <stop_token>
#include <vector>

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
    /// [numKvHeads] the position of each row of a key head, ascending, where the cache was thinned
    /// out; empty: row i is position i.
    std::span<const std::vector<int>> positions;
};

/// Causal softmax attention: out, (n, numHeads * d). Works in blocks of rows, each with all its
/// logits at once, so memory is threads * block * tokens and never tokens * tokens.
void causalAttention(const AttentionInput& input, MatrixRM& out, ThreadPool& pool,
                     const std::stop_token& stop);

} // namespace ropescope
