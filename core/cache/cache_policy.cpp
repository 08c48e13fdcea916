// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/cache_policy.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include <fmt/core.h>

#include "core/cache/entry_selection.h"
#include "core/cache/layer_budgets.h"

namespace ropescope {

namespace {

/// The whole cache, whatever the budget.
std::vector<int> allTokens(const PromptObservation& prompt, int /*budget*/, const PolicySettings&)
{
    return std::vector<int>(prompt.layers.size(), prompt.tokens);
}

constexpr std::array kPolicies {
    CachePolicy { "full", allTokens, selectRecent },
    CachePolicy { "streaming-llm", uniformBudgets, selectSinksAndRecent },
    CachePolicy { "streaming-llm-prefix", uniformBudgets, selectPrefixAndWindow },
    CachePolicy { "h2o", uniformBudgets, selectHeavyHitters },
    CachePolicy { "snapkv", uniformBudgets, selectObserved },
    CachePolicy { "pyramidkv", pyramidBudgets, selectObserved },
    CachePolicy { "cake", cakeBudgets, selectShifting },
    CachePolicy { "expected-attention", uniformBudgets, selectExpected, true },
    CachePolicy { "tappa", tappaBudgets, selectShifting },
};

} // namespace

std::span<const CachePolicy> cachePolicies() { return kPolicies; }

const CachePolicy* findCachePolicy(std::string_view name)
{
    const auto found = std::ranges::find(kPolicies, name, &CachePolicy::name);
    return found == kPolicies.end() ? nullptr : &*found;
}

bool CacheMethod::hasFiniteAlpha() const
{
    return policy->budgets == tappaBudgets && std::isfinite(settings.alpha);
}

std::string CacheMethod::name() const
{
    return hasFiniteAlpha() ? fmt::format("{} {:g}", policy->name, settings.alpha)
                            : std::string(policy->name);
}

std::vector<int> layerBudgets(const PromptObservation& prompt, const CachePolicy& policy,
                              int budget, const PolicySettings& settings)
{
    if (budget >= prompt.tokens)
        return allTokens(prompt, budget, settings);
    if (budget <= prompt.window && policy.budgets != allTokens)
        return uniformBudgets(prompt, budget, settings);
    return policy.budgets(prompt, budget, settings);
}

KeptEntries selectEntries(const PromptObservation& prompt, EntrySelection select,
                          std::span<const int> budgets)
{
    assert(budgets.size() == prompt.layers.size());
    KeptEntries kept;
    for (std::size_t i = 0; i < prompt.layers.size(); ++i) {
        KeptLayer& layer = kept.emplace_back(KeptLayer { prompt.layers[i].layer, {} });
        for (const KeyHeadObservation& keys : prompt.layers[i].keyHeads)
            layer.keyHeads.push_back(select({ prompt, keys, budgets[i] }));
    }
    return kept;
}

KeptEntries keptEntries(const PromptObservation& prompt, const CachePolicy& policy, int budget,
                        const PolicySettings& settings)
{
    assert(budget >= 1 && (prompt.hasValues || !policy.needsValues));
    return selectEntries(prompt, policy.select, layerBudgets(prompt, policy, budget, settings));
}

} // namespace ropescope
