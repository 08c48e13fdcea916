// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/prune_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <fmt/core.h>

namespace ropescope {

namespace {

Result<void> checkFinite(std::span<const double> values, const char* name)
{
    const auto wrong
        = std::ranges::find_if(values, [](double value) { return !std::isfinite(value); });
    if (wrong == values.end())
        return {};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("The {} of layer {} must be a finite number, found {}.", name,
                            wrong - values.begin(), *wrong));
}

} // namespace

std::vector<double> minMaxNormalised(std::span<const double> values)
{
    std::vector<double> result(values.size(), 0.0);
    if (values.empty())
        return result;
    const auto [lowest, highest] = std::ranges::minmax(values);
    if (lowest == highest)
        return result;
    for (std::size_t i = 0; i < values.size(); ++i)
        result[i] = (values[i] - lowest) / (highest - lowest);
    return result;
}

std::vector<int> ascendingOrder(std::span<const double> scores)
{
    std::vector<int> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::ranges::less(), [scores](int index) {
        return scores[static_cast<std::size_t>(index)];
    });
    return order;
}

std::vector<int> randomOrder(int count, std::uint64_t seed)
{
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    // std::shuffle differs between standard libraries. The remainder's bias is below count / 2^64.
    std::mt19937_64 engine(seed);
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1], order[engine() % left]);
    return order;
}

Result<TappaOrder> tappaOrder(std::span<const double> blockInfluence,
                              std::span<const double> qSimilarity, double beta)
{
    if (blockInfluence.size() != qSimilarity.size() || blockInfluence.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("A prune order needs block influence and q-similarity of the same "
                                "layers, found {} and {} of them.",
                                blockInfluence.size(), qSimilarity.size()));
    }
    if (const auto ok = checkFinite(blockInfluence, "block influence"); !ok)
        return tl::unexpected(ok.error());
    if (const auto ok = checkFinite(qSimilarity, "q-similarity"); !ok)
        return tl::unexpected(ok.error());
    if (!std::isfinite(beta)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("beta must be a finite number, found {}.", beta));
    }
    TappaOrder result { .beta = beta,
                        .blockInfluence = { blockInfluence.begin(), blockInfluence.end() },
                        .qSimilarity = { qSimilarity.begin(), qSimilarity.end() },
                        .blockInfluenceNorm = minMaxNormalised(blockInfluence),
                        .qSimilarityNorm = minMaxNormalised(qSimilarity),
                        .score = {},
                        .order = {} };
    for (const double q : result.qSimilarityNorm)
        result.score.push_back(beta * (1.0 - q));
    // A loop of its own: product and sum are rounded one after the other, on every processor.
    for (std::size_t layer = 0; layer < result.score.size(); ++layer)
        result.score[layer] += result.blockInfluenceNorm[layer];
    result.order = ascendingOrder(result.score);
    return result;
}

} // namespace ropescope
