// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/linear.h"

#include <algorithm>
#include <vector>

namespace ropescope {

namespace {

struct Block {
    const LinearTarget* target;
    int first;
    int count;
};

/// Large blocks keep BLAS efficient (it repacks the input for each), small ones keep all threads
/// busy.
int blockSize(int outputs, int threads)
{
    constexpr int kSmallest = 32;
    constexpr int kLargest = 256;
    const int share = (outputs + 2 * threads - 1) / (2 * threads);
    return std::clamp((share + kSmallest - 1) / kSmallest * kSmallest, kSmallest, kLargest);
}

void multiply(MatrixRef input, const Block& block, std::vector<float>& scratch)
{
    const LinearWeights& weights = block.target->weights;
    const long long inputs = weights.inputs();
    scratch.resize(static_cast<std::size_t>(block.count * inputs));
    weights.matrix.widenRows(block.first, block.count, scratch);
    const Eigen::Map<const MatrixRM> matrix(scratch.data(), block.count, inputs);
    auto out = block.target->out.middleCols(block.first, block.count);
    if (block.target->mode == LinearMode::Add)
        out.noalias() += input * matrix.transpose();
    else
        out.noalias() = input * matrix.transpose();
    if (weights.bias.size() > 0)
        out.rowwise() += weights.bias.segment(block.first, block.count);
}

} // namespace

void applyLinear(MatrixRef input, std::span<const LinearTarget> targets, ThreadPool& pool,
                 const std::stop_token& stop)
{
    int outputs = 0;
    for (const LinearTarget& target : targets)
        outputs += target.weights.outputs();
    const int size = blockSize(outputs, pool.threadCount());
    std::vector<Block> blocks;
    for (const LinearTarget& target : targets) {
        if (target.mode == LinearMode::Replace)
            target.out.resize(input.rows(), target.weights.outputs());
        for (int first = 0; first < target.weights.outputs(); first += size)
            blocks.push_back({ &target, first, std::min(size, target.weights.outputs() - first) });
    }
    std::vector<std::vector<float>> scratch(static_cast<std::size_t>(pool.threadCount()));
    pool.forEach(static_cast<int>(blocks.size()), [&](int index, int worker) {
        if (!stop.stop_requested()) {
            multiply(input, blocks[static_cast<std::size_t>(index)],
                     scratch[static_cast<std::size_t>(worker)]);
        }
    });
}

} // namespace ropescope
