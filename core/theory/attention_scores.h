// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/rope/rope_table.h"
#include "core/theory/token_repeat.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// How many of a row's strongest keys the temporal consistency compares.
inline constexpr int kStrongestKeys = 8;
/// Rows before this one hold too few keys for sink, stripes and diagonals to mean anything.
inline constexpr int kFirstSinkRow = 8;

/// What one sweep over the rows of the probability map p (n, n) gives. Keys that a query does not
/// see count as p = 0.
struct AttentionScores {
    int tokens = 0;
    /// [n] slash score of lag D: mean over t >= D of p[t, t-D]. Source: arXiv:2601.08297.
    std::vector<double> slash;
    /// [n/2] of lag D, over rows t >= max(8, D): how much of what chance leaves lies on the
    /// diagonal, (mean p[t, t-D] - c) / (1 - c), where c is the mean of 1/(keys that t sees). 0 for
    /// uniform attention at any length, 1 when all attention lies there, below 0 when less than by
    /// chance. The slash score above does not start at 0: row 0 has all of its attention at lag 0,
    /// and rows of few keys have much at every lag. The correction is that of Cohen's kappa
    /// (1960); subtracting c alone would leave a perfect diagonal of a short text below 1.
    std::vector<double> slashBeyondChance;
    /// [n] measured lag profile M(D): mean over t >= D of the logit z[t, t-D]; as long as the
    /// sliding window where there is one; empty for a stored map.
    std::vector<double> lagProfile;
    /// [n/2] stripe of key i: mean over t >= max(8, i+1) of p[t,i].
    std::vector<double> stripes;
    double entropy = 0.0; ///< mean over rows of -sum p ln p, nats
    /// Mean over rows that see at least two keys of entropy / ln(keys), 0 to 1.
    std::optional<double> entropyFraction;
    /// Overlap of the kStrongestKeys strongest keys of rows t and t+1, 0 to 1, over rows that see
    /// at least twice as many; the lower index wins a tie. Unshifted (re-access) ...
    std::optional<double> consistency;
    std::optional<double> consistencyShifted; ///< ... and with row t's moved on by one (sequential)
    std::vector<int> strongestKey;            ///< [n] argmax of each row
    /// Of a repeat of length P: mean over its second copy of p[t, t-P+1], attention to what
    /// followed the same token before.
    std::optional<double> induction;

    /// Mean over t >= 8 of p[t,0]; nothing for shorter prompts.
    [[nodiscard]] std::optional<double> sinkMass() const;
    /// Mean over t >= 1 of p[t,t-1].
    [[nodiscard]] std::optional<double> previousTokenMass() const;
    /// The lag below n/2 with the largest slash score; the shorter wins a tie.
    [[nodiscard]] int slashLag() const;
    /// The key below n/2 with the strongest stripe; -1 for prompts of one token.
    [[nodiscard]] int stripeKey() const;
    /// How much attention comes at one phase of a period T > 0: |mean_t sum_i p[t,i] e^{2 pi j
    /// (t-i)/T}|, 1 when all lags are multiples of T (plus a constant), about 0 where they are
    /// spread.
    [[nodiscard]] double concentration(double period) const;
};

/// O(n^2 d) time by matrix products in double over blocks of rows, exponentials in float; a block
/// of rows at a time, no n x n array. Reads a stored map where the head holds one. `repeat` must
/// lie within the tokens. Errors: Cancelled.
[[nodiscard]] Result<AttentionScores> attentionScores(const HeadTrace& head, const RopeTable& table,
                                                      const std::optional<TokenRepeat>& repeat
                                                      = std::nullopt,
                                                      const std::stop_token& stop = {});

} // namespace ropescope
