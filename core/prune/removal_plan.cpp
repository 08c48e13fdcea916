// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/removal_plan.h"

#include <algorithm>
#include <functional>

#include <fmt/core.h>

#include "core/prune/prune_order.h"

namespace ropescope {

namespace {

/// Adds the steps of one order, `step` things at a time up to `most`.
void addSteps(std::vector<RemovalStep>& steps, RemovalStep step, const std::vector<int>& order,
              int most, int size, const std::function<std::string(int, Removal&)>& remove)
{
    steps.push_back(step);
    const int end = std::min(most, static_cast<int>(order.size()));
    while (step.count < end) {
        step.removed.clear();
        for (const int last = std::min(step.count + size, end); step.count < last; ++step.count) {
            step.removed += (step.removed.empty() ? "" : " ")
                + remove(order[static_cast<std::size_t>(step.count)], step.removal);
        }
        steps.push_back(step);
    }
}

RemovalStep start(std::string method, std::optional<double> beta = {},
                  std::optional<std::uint64_t> seed = {})
{
    return {
        .method = std::move(method), .beta = beta, .seed = seed, .removed = {}, .removal = {}
    };
}

Result<void> addLayerSteps(std::vector<RemovalStep>& steps, const RemovalPlan& plan,
                           const LayerImportance& importance)
{
    const auto add = [&](RemovalStep first, const std::vector<int>& order) {
        addSteps(steps, std::move(first), order, plan.layers, 1, [](int layer, Removal& removal) {
            removal.layers.insert({ layer });
            return std::to_string(layer);
        });
    };
    if (plan.shortGpt)
        add(start("shortgpt"), ascendingOrder(importance.blockInfluence));
    for (const double beta : plan.betas) {
        const auto order = tappaOrder(importance.blockInfluence, importance.qSimilarity, beta);
        if (!order)
            return tl::unexpected(order.error());
        add(start("tappa", beta), order->order);
    }
    if (plan.randomLayers) {
        for (const std::uint64_t seed : plan.seeds) {
            add(start("random", {}, seed),
                randomOrder(static_cast<int>(importance.blockInfluence.size()), seed));
        }
    }
    for (const RemovalPlan::NamedOrder& named : plan.orders)
        add(start(named.name), named.order);
    return {};
}

void addHeadSteps(std::vector<RemovalStep>& steps, const RemovalPlan& plan,
                  const LayerImportance& importance)
{
    const std::vector<double>& similarity = importance.headQSimilarity;
    const int count = static_cast<int>(similarity.size());
    const int perLayer = count / static_cast<int>(importance.qSimilarity.size());
    const auto add = [&](RemovalStep first, const std::vector<int>& order) {
        addSteps(steps, std::move(first), order, plan.heads, plan.headStep,
                 [perLayer](int index, Removal& removal) {
                     const HeadId head { { index / perLayer }, { index % perLayer } };
                     removal.heads.insert(head);
                     return fmt::format("{}:{}", head.layer.value, head.head.value);
                 });
    };
    std::vector<double> negated;
    std::ranges::transform(similarity, std::back_inserter(negated), std::negate());
    add(start("heads-highest-q"), ascendingOrder(negated));
    add(start("heads-lowest-q"), ascendingOrder(similarity));
    for (const std::uint64_t seed : plan.seeds)
        add(start("heads-random", {}, seed), randomOrder(count, seed));
}

} // namespace

Result<std::vector<RemovalStep>> removalSteps(const RemovalPlan& plan,
                                              const LayerImportance& importance)
{
    std::vector<RemovalStep> steps;
    if (const auto added = addLayerSteps(steps, plan, importance); !added)
        return tl::unexpected(added.error());
    if (plan.heads > 0)
        addHeadSteps(steps, plan, importance);
    return steps;
}

} // namespace ropescope
