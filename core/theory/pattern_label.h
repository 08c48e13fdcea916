// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/theory/attention_scores.h"
#include "core/theory/period.h"
#include "core/theory/season.h"

namespace ropescope {

/// The patterns of TAPPA, arXiv:2601.21709.
enum class Pattern {
    ReAccess,      ///< the same keys again and again: vertical stripes, sinks
    Sequential,    ///< a fixed lag: a diagonal
    Periodic,      ///< diagonals every T tokens, by the rotation
    Seasonal,      ///< a grid of period L, by repeating content
    Unpredictable, ///< none of them: what it looks at depends on what it reads
};

/// "re-access", "sequential", "periodic", "seasonal", "unpredictable".
[[nodiscard]] std::string_view patternName(Pattern pattern);

/// How much speaks for each pattern, 0 to 1.
struct PatternEvidence {
    double reAccess = 0.0; ///< the strongest stripe (the sink, mostly): its mean probability
    /// The strongest slash: what its diagonal holds beyond chance
    /// (AttentionScores::slashBeyondChance). Where a sequence of length P comes twice, lags P-1 and
    /// P do not count: there the content makes the diagonal (an induction head).
    double sequential = 0.0;
    /// Concentration of attention on one phase of the measured period, times the strength of that
    /// period in the lag profile, less what one slash or repeating content accounts for. 0 without
    /// a period.
    double periodic = 0.0;
    /// Strength of the season times its resonance (Theorem 5.4 needs both). 0 without a season.
    double seasonal = 0.0;
    /// Fewer than kFewestLabelTokens: the numbers above rest on too few rows for any label.
    bool tooFewTokens = false;
};

/// Half of these are rows t >= 8, the ones that sinks and diagonals are measured on; with fewer, a
/// single row can decide.
inline constexpr int kFewestLabelTokens = 16;

/// Why a head has no pattern whatever its numbers: "too few tokens"; empty where they decide.
[[nodiscard]] std::string_view patternReason(const PatternEvidence& evidence);

/// Where a pattern begins. All can be moved; a label means nothing without them.
struct PatternThresholds {
    double reAccess = 0.2;
    double sequential = 0.2;
    double periodic = 0.2;
    double seasonal = 0.5;
    bool operator==(const PatternThresholds&) const = default;
};

/// The threshold of a pattern; null for Unpredictable, which is what is left.
[[nodiscard]] double* thresholdOf(PatternThresholds& thresholds, Pattern pattern);

[[nodiscard]] PatternEvidence patternEvidence(const AttentionScores& scores,
                                              const std::optional<Period>& period,
                                              const std::optional<Season>& season,
                                              const std::optional<TokenRepeat>& repeat
                                              = std::nullopt);

/// Of a pattern the evidence as a multiple of its threshold; of Unpredictable 1 / the largest of
/// those, so that what has least evidence has most of it. A threshold of 0 or less counts as a tiny
/// one, and so does no evidence at all. Of too few tokens no pattern has any.
[[nodiscard]] double thresholdMultiple(const PatternEvidence& evidence, Pattern pattern,
                                       const PatternThresholds& thresholds = {});

/// The pattern whose evidence is the largest multiple of its threshold, if that is at least 1; else
/// Unpredictable.
[[nodiscard]] Pattern patternOf(const PatternEvidence& evidence,
                                const PatternThresholds& thresholds = {});

} // namespace ropescope
