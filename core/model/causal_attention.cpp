// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/causal_attention.h"

#include <algorithm>
#include <vector>

#include "core/model/exponentials.h"

namespace ropescope {

namespace {

constexpr int kBlockRows = 64;

/// Row i sees its first `visible + i` keys. Leaves exp(z - max) there, 0 beyond, and returns what
/// to divide by: dividing the d outputs is cheaper than dividing the n weights.
Eigen::VectorXf softmaxRows(Eigen::Map<MatrixRM>& logits, Eigen::Index visible)
{
    Eigen::VectorXf sums(logits.rows());
    for (Eigen::Index i = 0; i < logits.rows(); ++i) {
        float* const row = logits.data() + i * logits.cols();
        sums[i] = softmaxNumerators({ row, static_cast<std::size_t>(visible + i) });
        std::fill(row + visible + i, row + logits.cols(), 0.0f);
    }
    return sums;
}

void attendBlock(const AttentionInput& input, int head, Eigen::Index first, Eigen::Index rows,
                 std::vector<float>& scratch, MatrixRM& out)
{
    const Eigen::Index d = input.keys.cols();
    const Eigen::Index capacity = input.keys.rows() / input.numKvHeads;
    const Eigen::Index keyRow = head / (input.numHeads / input.numKvHeads) * capacity;
    const Eigen::Index visible = input.firstPosition + first + 1;
    const Eigen::Index keys = visible + rows - 1;
    scratch.resize(static_cast<std::size_t>(kBlockRows * capacity));
    Eigen::Map<MatrixRM> logits(scratch.data(), rows, keys);
    logits.noalias() = input.queries.block(first, head * d, rows, d)
        * input.keys.middleRows(keyRow, keys).transpose();
    const Eigen::VectorXf sums = softmaxRows(logits, visible);
    auto context = out.block(first, head * d, rows, d);
    context.noalias() = logits * input.values.middleRows(keyRow, keys);
    context.array().colwise() /= sums.array();
}

} // namespace

void causalAttention(const AttentionInput& input, MatrixRM& out, ThreadPool& pool,
                     const std::stop_token& stop)
{
    const Eigen::Index tokens = input.queries.rows();
    out.resize(tokens, input.queries.cols());
    const int blocks = static_cast<int>((tokens + kBlockRows - 1) / kBlockRows);
    std::vector<std::vector<float>> scratch(static_cast<std::size_t>(pool.threadCount()));
    pool.forEach(blocks * input.numHeads, [&](int index, int worker) {
        if (stop.stop_requested())
            return;
        // Late rows see more keys: begin with them, so that no thread is left with a long one.
        const Eigen::Index first = (blocks - 1 - index / input.numHeads) * kBlockRows;
        const Eigen::Index rows = std::min<Eigen::Index>(kBlockRows, tokens - first);
        attendBlock(input, index % input.numHeads, first, rows,
                    scratch[static_cast<std::size_t>(worker)], out);
    });
}

} // namespace ropescope
