// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/trace/trace.h"

namespace ropescope {

/// The last queries of a prompt observe what is needed of the keys before them, and their own
/// entries are always kept. 32 in SnapKV, CAKE and TAPPA.
inline constexpr int kObservationWindow = 32;

/// What every method knows of the m keys before the window of one key head. Numbers of the query
/// heads that share it are averaged.
struct KeyHeadObservation {
    Eigen::VectorXd received;       ///< [m] attention, summed over all queries of the prompt
    Eigen::VectorXd windowSum;      ///< [m] the same of the window's queries
    Eigen::VectorXd windowVariance; ///< [m] over the window's queries, divided by their number - 1
    /// [m] expectedAttention() * |v|; empty without values
    Eigen::VectorXd expected;
};

/// One layer of a prompt.
struct LayerObservation {
    LayerIndex layer;
    std::vector<KeyHeadObservation> keyHeads; ///< [numKvHeads]
    /// -sum p ln p of the window's queries over the keys before it, summed over heads. The p of a
    /// query are not scaled up to 1, as in CAKE's program (antgroup/cakekv).
    double entropy = 0.0;
    double variance = 0.0; ///< windowVariance summed over keys and query heads
    /// q-similarity `pairwise_window`, mean over heads; nothing for a prompt of one token.
    std::optional<double> querySimilarity;
};

/// Attention statistics of a prompt, once for all methods and budgets.
struct PromptObservation {
    int tokens = 0; ///< n, the entries of a full cache
    int window = 0; ///< min(kObservationWindow, n)
    bool hasValues = false;
    std::vector<LayerObservation> layers; ///< those with queries and keys, in order

    [[nodiscard]] int earlier() const { return tokens - window; } ///< m
};

/// The first `tokens` tokens of a trace as a prompt. One sweep over the rows of each head, in
/// double; memory is O(n) a head. Keys that a sliding window hides count as p = 0.
/// Errors: InvalidArgument (no such number of tokens), NotFound (no layer holds queries and keys),
/// those of Trace::head(), Cancelled.
[[nodiscard]] Result<PromptObservation> observePrompt(const Trace& trace, int tokens,
                                                      ThreadPool& pool, const Progress& progress,
                                                      const std::stop_token& stop);

} // namespace ropescope
