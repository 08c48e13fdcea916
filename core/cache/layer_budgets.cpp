// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/layer_budgets.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace ropescope {

namespace {

constexpr double kPyramidBeta = 20.0;
constexpr double kRounding = 1e-9; ///< a share this little below a whole number is that number

std::vector<int> withWindow(std::vector<int> shares, const PromptObservation& prompt)
{
    for (int& share : shares)
        share += prompt.window;
    return shares;
}

std::vector<int> byWeight(std::span<const double> weights, const PromptObservation& prompt,
                          int budget)
{
    const int total = (budget - prompt.window) * static_cast<int>(prompt.layers.size());
    return withWindow(shareOut(weights, total, prompt.earlier()), prompt);
}

/// H^(1/tau1) V^(1/tau2) with tau1 = tau2 = 1.
double cakePreference(const LayerObservation& layer) { return layer.entropy * layer.variance; }

/// Moves what is above the cap to those below it.
void capShares(std::vector<double>& shares, double cap)
{
    for (;;) {
        double excess = 0.0;
        double below = 0.0;
        for (double& share : shares) {
            below += share < cap ? 1.0 : 0.0;
            excess += std::max(0.0, share - cap);
            share = std::min(share, cap);
        }
        if (excess <= 0.0 || below <= 0.0)
            return;
        for (double& share : shares)
            share += share < cap ? excess / below : 0.0;
    }
}

} // namespace

std::vector<int> uniformBudgets(const PromptObservation& prompt, int budget, const PolicySettings&)
{
    return std::vector<int>(prompt.layers.size(), budget);
}

std::vector<int> pyramidBudgets(const PromptObservation& prompt, int budget, const PolicySettings&)
{
    const std::size_t layers = prompt.layers.size();
    const double each = budget - prompt.window;
    const double most
        = std::min(2.0 * each - each / kPyramidBeta, static_cast<double>(prompt.earlier()));
    const double least = 2.0 * each - most;
    std::vector<double> weights(layers, each);
    for (std::size_t i = 0; layers > 1 && i < layers; ++i)
        weights[i]
            = most - static_cast<double>(i) * (most - least) / static_cast<double>(layers - 1);
    return byWeight(weights, prompt, budget);
}

std::vector<int> cakeBudgets(const PromptObservation& prompt, int budget, const PolicySettings&)
{
    std::vector<double> weights;
    for (const LayerObservation& layer : prompt.layers)
        weights.push_back(cakePreference(layer));
    return byWeight(weights, prompt, budget);
}

std::vector<int> tappaBudgets(const PromptObservation& prompt, int budget,
                              const PolicySettings& settings)
{
    std::vector<double> weights;
    for (const LayerObservation& layer : prompt.layers) {
        // Of one token there is no similarity; then there is nothing to share out either.
        const double unlike = std::max(0.0, 1.0 - layer.querySimilarity.value_or(0.0));
        weights.push_back(
            std::isinf(settings.alpha) ? unlike : cakePreference(layer) + settings.alpha * unlike);
    }
    return byWeight(weights, prompt, budget);
}

std::vector<int> shareOut(std::span<const double> weights, int total, int cap)
{
    assert(total >= 0
           && static_cast<std::size_t>(total) <= weights.size() * static_cast<std::size_t>(cap));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> shares;
    for (const double weight : weights) {
        shares.push_back(sum > 0.0 ? total * (weight / sum)
                                   : total / static_cast<double>(weights.size()));
    }
    capShares(shares, cap);

    std::vector<int> whole;
    for (const double share : shares)
        whole.push_back(std::min(cap, static_cast<int>(std::floor(share + kRounding))));
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::size_t i) { return shares[i] - whole[i]; });
    int missing = total - std::accumulate(whole.begin(), whole.end(), 0);
    for (auto at = order.begin(); missing > 0;
         at = at + 1 == order.end() ? order.begin() : at + 1) {
        if (whole[*at] < cap) {
            ++whole[*at];
            --missing;
        }
    }
    return whole;
}

} // namespace ropescope
