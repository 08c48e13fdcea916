// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/cache/cache_policy.h"

namespace ropescope {

/// Which entries one key head keeps: each gives min(request.count, tokens) positions, ascending.
/// Those that rank keep the window and the strongest keys before it (strongestAndWindow).

/// The most recent.
[[nodiscard]] std::vector<int> selectRecent(const SelectionRequest& request);

/// The first 4 (kAttentionSinks) and the most recent; a budget of 4 or less is the first ones
/// alone. No window beside that.  Source: StreamingLLM, arXiv:2309.17453.
[[nodiscard]] std::vector<int> selectSinksAndRecent(const SelectionRequest& request);

/// The first count - window and the window: what some toolkits (KVCache-Factory) call StreamingLLM.
[[nodiscard]] std::vector<int> selectPrefixAndWindow(const SelectionRequest& request);

/// By attention received, summed over all queries of the prompt.  Source: H2O, arXiv:2306.14048.
[[nodiscard]] std::vector<int> selectHeavyHitters(const SelectionRequest& request);

/// By attention from the window's queries, summed, then the largest of 7 neighbours. The largest,
/// not the mean, is what SnapKV's program takes in its published runs; heads are averaged before,
/// as in KVCache-Factory; at the edges there are fewer neighbours.  Source: SnapKV,
/// arXiv:2404.14469.
[[nodiscard]] std::vector<int> selectObserved(const SelectionRequest& request);

/// By mean + gamma variance (divided by w - 1) over the window's queries, gamma = 200, then the
/// mean of 5 neighbours, of which those beyond the edges count as 0; all as in CAKE's program.
/// Source: CAKE, arXiv:2503.12491.
[[nodiscard]] std::vector<int> selectShifting(const SelectionRequest& request);

/// By expectedAttention() * |v|; the first kExpectedSinks go before all others. Unlike its
/// program's, this cache keeps the window, as the other methods' do.
[[nodiscard]] std::vector<int> selectExpected(const SelectionRequest& request);

/// The window and the count - window keys before it with the largest scores [m]; ties go to the
/// lower index. A count no larger than the window is the most recent part of it.
[[nodiscard]] std::vector<int> strongestAndWindow(const Eigen::VectorXd& scores,
                                                  const SelectionRequest& request);

} // namespace ropescope
