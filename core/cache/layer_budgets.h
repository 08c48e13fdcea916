// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <vector>

#include "core/cache/cache_policy.h"

namespace ropescope {

/// How a budget of B entries a layer and key head is shared out over the layers. Every rule gives
/// [layers] whole numbers that add up to B * layers. The window is each layer's own; what is shared
/// out are the (B - window) * layers entries beside it. B must lie between window and tokens.

/// B each.
[[nodiscard]] std::vector<int> uniformBudgets(const PromptObservation& prompt, int budget,
                                              const PolicySettings& settings);

/// Falling linearly from the first layer to the last. The last has a 20th of the mean beside its
/// window (beta = 20, as PyramidKV's program has it) and the first as much more as the sum demands;
/// where that is more than there are entries, the first has all of them and the line is flatter.
/// Source: PyramidKV, arXiv:2406.02069; Zefan-Cai/KVCache-Factory.
[[nodiscard]] std::vector<int> pyramidBudgets(const PromptObservation& prompt, int budget,
                                              const PolicySettings& settings);

/// In proportion to P = H^(1/tau1) V^(1/tau2).  Source: CAKE, arXiv:2503.12491. tau1 = tau2 = 1 is
/// what its program takes for models for which it lists no own values.
[[nodiscard]] std::vector<int> cakeBudgets(const PromptObservation& prompt, int budget,
                                           const PolicySettings& settings);

/// In proportion to 1 - q-similarity of the layer (alpha infinite), else to CAKE's
/// P + alpha (1 - q-similarity).  Source: TAPPA, arXiv:2601.21709.
[[nodiscard]] std::vector<int> tappaBudgets(const PromptObservation& prompt, int budget,
                                            const PolicySettings& settings);

/// `total` in proportion to weights of 0 or more (evenly where all are 0), at most `cap` each. What
/// a layer cannot take is shared out evenly among those below the cap, as in CAKE's program, until
/// nothing is left. Fractions go to the largest remainders; ties to the lower index.
/// total <= cap * weights.size().
[[nodiscard]] std::vector<int> shareOut(std::span<const double> weights, int total, int cap);

} // namespace ropescope
