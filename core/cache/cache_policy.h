// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "core/cache/prompt_observation.h"
#include "core/model/kept_entries.h"

namespace ropescope {

/// What can be set of the methods that keep entries of a cache.
struct PolicySettings {
    /// Of TAPPA: the weight of 1 - q-similarity beside CAKE's preference; infinite: it alone.
    double alpha = std::numeric_limits<double>::infinity();
};

/// One key head of which `count` entries are to be kept, window included.
struct SelectionRequest {
    const PromptObservation& prompt;
    const KeyHeadObservation& keys;
    int count = 0;
};

/// How many entries each layer keeps: [layers], adding up to budget * layers (layer_budgets.h).
using LayerBudgets
    = std::vector<int> (*)(const PromptObservation&, int budget, const PolicySettings&);
/// Which entries a key head keeps: `count` positions, ascending (entry_selection.h).
using EntrySelection = std::vector<int> (*)(const SelectionRequest&);

/// A way to compress the key-value cache of a prompt: a share for every layer, then a choice in
/// each of its key heads. The two know nothing of each other.
struct CachePolicy {
    std::string_view name;
    LayerBudgets budgets;
    EntrySelection select;
    bool needsValues = false;
};

/// full, streaming-llm, streaming-llm-prefix, h2o, snapkv, pyramidkv, cake, expected-attention,
/// tappa.
[[nodiscard]] std::span<const CachePolicy> cachePolicies();
/// nullptr when there is none of that name.
[[nodiscard]] const CachePolicy* findCachePolicy(std::string_view name);

/// A policy with its settings: one of the methods that a study compares.
struct CacheMethod {
    const CachePolicy* policy = nullptr;
    PolicySettings settings;

    [[nodiscard]] bool hasFiniteAlpha() const;
    /// "snapkv"; of TAPPA with a finite alpha "tappa 300".
    [[nodiscard]] std::string name() const;
};

/// How many entries each layer keeps with `budget` of them on average: what keptEntries() takes.
[[nodiscard]] std::vector<int> layerBudgets(const PromptObservation& prompt,
                                            const CachePolicy& policy, int budget,
                                            const PolicySettings& settings = {});
/// The entries that a rule chooses where each layer keeps a given number, [prompt.layers.size()].
[[nodiscard]] KeptEntries selectEntries(const PromptObservation& prompt, EntrySelection select,
                                        std::span<const int> budgets);
/// The entries that a policy keeps of a prompt with `budget` of them, at least 1, for each layer
/// and key head on average. A budget of all tokens or more keeps all. A budget no larger than the
/// window leaves nothing to share out: every layer gets the same, and methods that keep the window
/// keep the most recent part of it.
/// The policy's needs must be met by the prompt.
[[nodiscard]] KeptEntries keptEntries(const PromptObservation& prompt, const CachePolicy& policy,
                                      int budget, const PolicySettings& settings = {});

} // namespace ropescope
