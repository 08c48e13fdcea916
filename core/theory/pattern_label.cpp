// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/pattern_label.h"

#include <algorithm>

namespace ropescope {

namespace {

constexpr std::array kKnownPatterns { Pattern::ReAccess, Pattern::Sequential, Pattern::Periodic,
                                      Pattern::Seasonal };

/// How much of the attention one diagonal explains. With `repeat` without the diagonals that the
/// repeated sequence makes.
double largestSlash(const AttentionScores& scores, const std::optional<TokenRepeat>& repeat)
{
    double largest = 0.0;
    for (std::size_t lag = 0; lag < scores.slashBeyondChance.size(); ++lag) {
        const auto distance = static_cast<int>(lag);
        if (!repeat || (distance != repeat->length - 1 && distance != repeat->length))
            largest = std::max(largest, scores.slashBeyondChance[lag]);
    }
    return largest;
}

} // namespace

std::string_view patternName(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return "re-access";
    case Pattern::Sequential:
        return "sequential";
    case Pattern::Periodic:
        return "periodic";
    case Pattern::Seasonal:
        return "seasonal";
    case Pattern::Unpredictable:
        break;
    }
    return "unpredictable";
}

std::string_view patternReason(const PatternEvidence& evidence)
{
    return evidence.tooFewTokens ? "too few tokens" : "";
}

double* thresholdOf(PatternThresholds& thresholds, Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return &thresholds.reAccess;
    case Pattern::Sequential:
        return &thresholds.sequential;
    case Pattern::Periodic:
        return &thresholds.periodic;
    case Pattern::Seasonal:
        return &thresholds.seasonal;
    case Pattern::Unpredictable:
        break;
    }
    return nullptr;
}

PatternEvidence patternEvidence(const AttentionScores& scores, const std::optional<Period>& period,
                                const std::optional<Season>& season,
                                const std::optional<TokenRepeat>& repeat)
{
    PatternEvidence evidence;
    evidence.tooFewTokens = scores.tokens < kFewestLabelTokens;
    if (const int key = scores.stripeKey(); key >= 0)
        evidence.reAccess = scores.stripes[static_cast<std::size_t>(key)];
    evidence.sequential = largestSlash(scores, repeat);
    const double unexplained = std::max(0.0, 1.0 - largestSlash(scores, std::nullopt));
    if (season)
        evidence.seasonal = season->strength * std::max(0.0, season->resonance);
    if (period) {
        const double content = season ? std::max(0.0, season->strength) : 0.0;
        evidence.periodic = period->strength * scores.concentration(period->tokens) * unexplained
            * std::max(0.0, 1.0 - content);
    }
    return evidence;
}

double thresholdMultiple(const PatternEvidence& evidence, Pattern pattern,
                         const PatternThresholds& thresholds)
{
    constexpr double kTiny = 1e-9;
    if (evidence.tooFewTokens)
        return pattern == Pattern::Unpredictable ? 1.0 / kTiny : 0.0;
    switch (pattern) {
    case Pattern::ReAccess:
        return evidence.reAccess / std::max(kTiny, thresholds.reAccess);
    case Pattern::Sequential:
        return evidence.sequential / std::max(kTiny, thresholds.sequential);
    case Pattern::Periodic:
        return evidence.periodic / std::max(kTiny, thresholds.periodic);
    case Pattern::Seasonal:
        return evidence.seasonal / std::max(kTiny, thresholds.seasonal);
    case Pattern::Unpredictable:
        break;
    }
    double largest = kTiny;
    for (const Pattern known : kKnownPatterns)
        largest = std::max(largest, thresholdMultiple(evidence, known, thresholds));
    return 1.0 / largest;
}

Pattern patternOf(const PatternEvidence& evidence, const PatternThresholds& thresholds)
{
    const auto multiple
        = [&](Pattern pattern) { return thresholdMultiple(evidence, pattern, thresholds); };
    const Pattern best = *std::ranges::max_element(kKnownPatterns, {}, multiple);
    return multiple(best) >= 1.0 ? best : Pattern::Unpredictable;
}

} // namespace ropescope
