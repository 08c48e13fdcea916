// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace ropescope {

/// (x - min) / (max - min); 0 everywhere when all are equal.
[[nodiscard]] std::vector<double> minMaxNormalised(std::span<const double> values);

/// Indices by rising score, ties by index: what goes first comes first.
[[nodiscard]] std::vector<int> ascendingOrder(std::span<const double> scores);

/// 0 .. count - 1 shuffled; a seed gives the same order on every machine.
[[nodiscard]] std::vector<int> randomOrder(int count, std::uint64_t seed);

/// Layers in the order in which they are removed, and how it came about. All lists are [numLayers].
struct TappaOrder {
    double beta = 0.0;
    std::vector<double> blockInfluence;
    std::vector<double> qSimilarity;
    std::vector<double> blockInfluenceNorm; ///< 0 to 1
    std::vector<double> qSimilarityNorm;    ///< 0 to 1
    std::vector<double> score;              ///< blockInfluenceNorm + beta (1 - qSimilarityNorm)
    std::vector<int> order;                 ///< ascendingOrder() of the score
};

/// Layers that change little and whose queries are alike go first. With beta 0 the order is that of
/// ShortGPT, ascending block influence. Operations are those of Python's floats one by one, so the
/// same scores give the same order as the scripts of the paper's authors, ties included.
/// Source: TAPPA, arXiv:2601.21709 (pruning); ShortGPT, arXiv:2403.03853.
/// Errors: InvalidArgument (no layers, lists of different lengths, a number that is not finite).
[[nodiscard]] Result<TappaOrder> tappaOrder(std::span<const double> blockInfluence,
                                            std::span<const double> qSimilarity, double beta);

} // namespace ropescope
