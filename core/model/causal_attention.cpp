// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/causal_attention.h"

#include <algorithm>
#include <vector>

#include "core/base/ids.h"
#include "core/model/exponentials.h"

namespace ropescope {

namespace {

constexpr int kBlockRows = 64;

/// Rows of a key head that a query sees, [begin, end).
TokenRange visibleKeys(const AttentionInput& input, Eigen::Index keyHead, Eigen::Index query)
{
    const int position = input.firstPosition + static_cast<int>(query);
    const int window = input.slidingWindow;
    const TokenRange seen { window > 0 && position >= window ? position - window + 1 : 0,
                            position + 1 };
    if (input.positions.empty())
        return seen;
    const std::vector<int>& rows = input.positions[static_cast<std::size_t>(keyHead)];
    const auto rowOf = [&rows](int at) {
        return static_cast<int>(std::ranges::lower_bound(rows, at) - rows.begin());
    };
    return { rowOf(seen.begin), rowOf(seen.end) };
}

/// Leaves exp(z - max) where a row sees its keys, 0 elsewhere, and returns what to divide by:
/// dividing the d outputs is cheaper than dividing the n weights. Column 0 is key `firstKey`.
Eigen::VectorXf softmaxRows(const AttentionInput& input, Eigen::Index keyHead, Eigen::Index first,
                            int firstKey, Eigen::Map<MatrixRM>& logits)
{
    Eigen::VectorXf sums(logits.rows());
    for (Eigen::Index i = 0; i < logits.rows(); ++i) {
        const TokenRange visible = visibleKeys(input, keyHead, first + i);
        float* const row = logits.data() + i * logits.cols();
        float* const begin = row + visible.begin - firstKey;
        float* const end = row + visible.end - firstKey;
        sums[i] = softmaxNumerators({ begin, end });
        std::fill(row, begin, 0.0F);
        std::fill(end, row + logits.cols(), 0.0F);
    }
    return sums;
}

void attendBlock(const AttentionInput& input, int head, Eigen::Index first, Eigen::Index rows,
                 std::vector<float>& scratch, MatrixRM& out)
{
    const Eigen::Index d = input.keys.cols();
    const Eigen::Index capacity = input.keys.rows() / input.numKvHeads;
    const Eigen::Index keyHead = head / (input.numHeads / input.numKvHeads);
    const TokenRange seen { visibleKeys(input, keyHead, first).begin,
                            visibleKeys(input, keyHead, first + rows - 1).end };
    const Eigen::Index keyRow = keyHead * capacity + seen.begin;
    scratch.resize(static_cast<std::size_t>(kBlockRows * capacity));
    Eigen::Map<MatrixRM> logits(scratch.data(), rows, seen.size());
    logits.noalias() = input.queries.block(first, head * d, rows, d)
        * input.keys.middleRows(keyRow, seen.size()).transpose();
    const Eigen::VectorXf sums = softmaxRows(input, keyHead, first, seen.begin, logits);
    auto context = out.block(first, head * d, rows, d);
    context.noalias() = logits * input.values.middleRows(keyRow, seen.size());
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
