// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/head_number.h"

#include <algorithm>

#include "core/base/translatable.h"

namespace ropescope {

namespace {

using Number = std::optional<double>;
using Similarity = std::optional<double> TokenSimilarity::*;

template <Similarity kDefinition> Number queriesAlike(const HeadTheory& head)
{
    return head.vectors ? head.vectors->query.*kDefinition : std::nullopt;
}

template <Similarity kDefinition> Number keysAlike(const HeadTheory& head)
{
    return head.vectors ? head.vectors->key.*kDefinition : std::nullopt;
}

template <double PatternEvidence::*kPattern> Number evidence(const HeadTheory& head)
{
    return head.evidence.*kPattern;
}

template <double Season::*kPart> Number seasonPart(const HeadTheory& head)
{
    const bool has = head.vectors && head.vectors->season;
    return has ? Number((*head.vectors->season).*kPart) : std::nullopt;
}

Number seasonPeriod(const HeadTheory& head)
{
    const bool has = head.vectors && head.vectors->season;
    return has ? Number(head.vectors->season->period) : std::nullopt;
}

Number slash(const HeadTheory& head)
{
    if (head.scores.slash.empty())
        return std::nullopt;
    return head.scores.slash[static_cast<std::size_t>(head.scores.slashLag())];
}

Number stripe(const HeadTheory& head)
{
    const int key = head.scores.stripeKey();
    return key < 0 ? std::nullopt : Number(head.scores.stripes[static_cast<std::size_t>(key)]);
}

Number stripeKey(const HeadTheory& head)
{
    const int key = head.scores.stripeKey();
    return key < 0 ? std::nullopt : Number(key);
}

bool rotates(const HeadTheory& head)
{
    return head.vectors && head.vectors->energy.dominantPair >= 0;
}

Number dominantPair(const HeadTheory& head)
{
    return rotates(head) ? Number(head.vectors->energy.dominantPair) : std::nullopt;
}

Number dominantShare(const HeadTheory& head)
{
    return rotates(head) ? Number(head.vectors->energy.dominantShare()) : std::nullopt;
}

Number predictedPeriod(const HeadTheory& head)
{
    return head.vectors ? head.vectors->predictedPeriod : std::nullopt;
}

Number measuredPeriod(const HeadTheory& head)
{
    const bool has = head.vectors && head.vectors->measuredPeriod;
    return has ? Number(head.vectors->measuredPeriod->tokens) : std::nullopt;
}

/// A head whose lag profile has no line has a period of strength 0.
Number periodStrength(const HeadTheory& head)
{
    if (!head.vectors)
        return std::nullopt;
    return head.vectors->measuredPeriod ? head.vectors->measuredPeriod->strength : 0.0;
}

Number periodPair(const HeadTheory& head)
{
    const bool has = head.vectors && head.vectors->periodPair;
    return has ? Number(*head.vectors->periodPair) : std::nullopt;
}

constexpr std::string_view kNoVectors
    = ROPESCOPE_TEXT("HeadNumbers", "This trace holds no queries.");
constexpr std::string_view kNoSimilarity
    = ROPESCOPE_TEXT("HeadNumbers", "No queries, or fewer than two tokens.");
constexpr std::string_view kNoRotation
    = ROPESCOPE_TEXT("HeadNumbers", "No queries, or no rotation.");
constexpr std::string_view kNoRepeat
    = ROPESCOPE_TEXT("HeadNumbers", "Needs a text that comes twice.");
constexpr std::string_view kNoPeriod = ROPESCOPE_TEXT("HeadNumbers", "No head has a period.");
constexpr std::string_view kNoSeason = ROPESCOPE_TEXT("HeadNumbers", "No head has a season.");
constexpr std::string_view kFewTokens = ROPESCOPE_TEXT("HeadNumbers", "Too few tokens.");

constexpr HeadNumber kNumbers[] = {
    { "layer", ROPESCOPE_TEXT("HeadNumbers", "Layer"),
      ROPESCOPE_TEXT("HeadNumbers", "Which layer the head is in, from 0"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "layer",
      [](const HeadTheory& head) -> Number { return head.id.layer.value; }, true },
    { "head", ROPESCOPE_TEXT("HeadNumbers", "Head"),
      ROPESCOPE_TEXT("HeadNumbers", "Which query head of its layer, from 0"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "head",
      [](const HeadTheory& head) -> Number { return head.id.head.value; }, true },
    { "sink", ROPESCOPE_TEXT("HeadNumbers", "Sink mass"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean probability that queries give to the first token"),
      ROPESCOPE_TEXT("HeadNumbers", "Too few tokens for a sink."), "sink_mass",
      [](const HeadTheory& head) { return head.scores.sinkMass(); } },
    { "previous", ROPESCOPE_TEXT("HeadNumbers", "Previous token"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean probability that queries give to the token before"),
      ROPESCOPE_TEXT("HeadNumbers", "One token has none before it."), "previous_token_mass",
      [](const HeadTheory& head) { return head.scores.previousTokenMass(); } },
    { "induction", ROPESCOPE_TEXT("HeadNumbers", "Induction"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "In the second copy of a repeated sequence: mean probability of the token "
                     "that followed the "
                     "same token before"),
      kNoRepeat, "induction_score", [](const HeadTheory& head) { return head.scores.induction; } },
    { "retrieval", ROPESCOPE_TEXT("HeadNumbers", "Retrieval"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "Share of the tokens of a repeated sequence that some query of its second "
                     "copy copies: its "
                     "strongest key holds what comes next"),
      kNoRepeat, "retrieval_score", [](const HeadTheory& head) { return head.retrieval; } },
    { "entropy", ROPESCOPE_TEXT("HeadNumbers", "Entropy"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "How evenly queries spread their attention: 0 on one key, 1 on all alike"),
      ROPESCOPE_TEXT("HeadNumbers", "One token has no choice."), "entropy_fraction",
      [](const HeadTheory& head) { return head.scores.entropyFraction; } },
    { "entropy-nats", ROPESCOPE_TEXT("HeadNumbers", "Entropy in nats"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean entropy of the rows of the map, in nats"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "entropy",
      [](const HeadTheory& head) -> Number { return head.scores.entropy; } },
    { "consistency", ROPESCOPE_TEXT("HeadNumbers", "Consistency"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "Overlap of the 8 strongest keys of neighbouring queries: high for re-access"),
      kFewTokens, "temporal_consistency",
      [](const HeadTheory& head) { return head.scores.consistency; } },
    { "consistency-shifted", ROPESCOPE_TEXT("HeadNumbers", "Consistency, shifted"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "The same overlap after a shift by one token: high for sequential heads"),
      kFewTokens, "temporal_consistency_shifted",
      [](const HeadTheory& head) { return head.scores.consistencyShifted; } },
    { "q-similarity", ROPESCOPE_TEXT("HeadNumbers", "q-similarity"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean cosine of all pairs of raw queries"), kNoSimilarity,
      "q_similarity.pairwise", queriesAlike<&TokenSimilarity::pairwise> },
    { "q-similarity-window", ROPESCOPE_TEXT("HeadNumbers", "q-similarity, window"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean cosine of all pairs of the last 32 queries, rotated"),
      kNoSimilarity, "q_similarity.pairwise_window",
      queriesAlike<&TokenSimilarity::pairwiseWindow> },
    { "q-similarity-consecutive", ROPESCOPE_TEXT("HeadNumbers", "q-similarity, consecutive"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean cosine of neighbouring raw queries"), kNoSimilarity,
      "q_similarity.consecutive", queriesAlike<&TokenSimilarity::consecutive> },
    { "k-similarity", ROPESCOPE_TEXT("HeadNumbers", "k-similarity"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean cosine of all pairs of raw keys but the first"),
      kNoSimilarity, "k_similarity.pairwise", keysAlike<&TokenSimilarity::pairwise> },
    { "k-similarity-window", ROPESCOPE_TEXT("HeadNumbers", "k-similarity, window"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean cosine of all pairs of the last 32 keys, rotated"),
      kNoSimilarity, "k_similarity.pairwise_window", keysAlike<&TokenSimilarity::pairwiseWindow> },
    { "k-similarity-consecutive", ROPESCOPE_TEXT("HeadNumbers", "k-similarity, consecutive"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean cosine of neighbouring raw keys"), kNoSimilarity,
      "k_similarity.consecutive", keysAlike<&TokenSimilarity::consecutive> },
    { "slash", ROPESCOPE_TEXT("HeadNumbers", "Slash"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean probability at the lag that gets the most"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "slash_score", slash },
    { "slash-lag", ROPESCOPE_TEXT("HeadNumbers", "Slash lag"),
      ROPESCOPE_TEXT("HeadNumbers", "That lag, in tokens"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "slash_lag",
      [](const HeadTheory& head) -> Number { return head.scores.slashLag(); }, true },
    { "stripe", ROPESCOPE_TEXT("HeadNumbers", "Stripe"),
      ROPESCOPE_TEXT("HeadNumbers", "Mean probability of the key that gets the most"), kFewTokens,
      "stripe_mass", stripe },
    { "stripe-key", ROPESCOPE_TEXT("HeadNumbers", "Stripe key"),
      ROPESCOPE_TEXT("HeadNumbers", "That key's position"), kFewTokens, "stripe_key", stripeKey,
      true },
    { "share", ROPESCOPE_TEXT("HeadNumbers", "Dominant share"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "Share of the strongest channel pair in the energy of the head"),
      kNoRotation, "dominant_share", dominantShare },
    { "dominant-pair", ROPESCOPE_TEXT("HeadNumbers", "Dominant pair"),
      ROPESCOPE_TEXT("HeadNumbers", "The channel pair that holds the most energy"), kNoRotation,
      "dominant_pair", dominantPair, true },
    { "predicted-period", ROPESCOPE_TEXT("HeadNumbers", "Predicted period"),
      ROPESCOPE_TEXT("HeadNumbers", "Wavelength of the dominant pair, in tokens"), kNoRotation,
      "predicted_period", predictedPeriod },
    { "period", ROPESCOPE_TEXT("HeadNumbers", "Measured period"),
      ROPESCOPE_TEXT("HeadNumbers", "Period of the lag profile, in tokens"), kNoPeriod,
      "measured_period", measuredPeriod },
    { "period-strength", ROPESCOPE_TEXT("HeadNumbers", "Period strength"),
      ROPESCOPE_TEXT(
          "HeadNumbers",
          "Share of the measured period in the variation of the lag profile; 0 without a period"),
      kNoVectors, "period_strength", periodStrength },
    { "period-pair", ROPESCOPE_TEXT("HeadNumbers", "Pair of the period"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "The channel pair whose wavelength is nearest to the measured period"),
      kNoPeriod, "period_pair", periodPair, true },
    { "season", ROPESCOPE_TEXT("HeadNumbers", "Season"),
      ROPESCOPE_TEXT("HeadNumbers", "Period of the content of queries and keys, in tokens"),
      kNoSeason, "season.period", seasonPeriod, true },
    { "season-strength", ROPESCOPE_TEXT("HeadNumbers", "Season strength"),
      ROPESCOPE_TEXT("HeadNumbers", "Autocorrelation of queries and keys at the season"), kNoSeason,
      "season.strength", seasonPart<&Season::strength> },
    { "resonance", ROPESCOPE_TEXT("HeadNumbers", "Resonance"),
      ROPESCOPE_TEXT("HeadNumbers",
                     "How far the rotation by one season brings the energy back: 1 all of it"),
      kNoSeason, "season.resonance", seasonPart<&Season::resonance> },
    { "re-access-evidence", ROPESCOPE_TEXT("HeadNumbers", "Evidence of re-access"),
      ROPESCOPE_TEXT("HeadNumbers", "What speaks for re-access, 0 to 1"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "pattern_scores.re-access",
      evidence<&PatternEvidence::reAccess> },
    { "sequential-evidence", ROPESCOPE_TEXT("HeadNumbers", "Evidence of sequential"),
      ROPESCOPE_TEXT("HeadNumbers", "What speaks for a diagonal, 0 to 1"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "pattern_scores.sequential",
      evidence<&PatternEvidence::sequential> },
    { "periodic-evidence", ROPESCOPE_TEXT("HeadNumbers", "Evidence of periodic"),
      ROPESCOPE_TEXT("HeadNumbers", "What speaks for periodic diagonals, 0 to 1"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "pattern_scores.periodic",
      evidence<&PatternEvidence::periodic> },
    { "seasonal-evidence", ROPESCOPE_TEXT("HeadNumbers", "Evidence of seasonal"),
      ROPESCOPE_TEXT("HeadNumbers", "What speaks for a seasonal grid, 0 to 1"),
      ROPESCOPE_TEXT("HeadNumbers", "No heads."), "pattern_scores.seasonal",
      evidence<&PatternEvidence::seasonal> },
};

char folded(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return static_cast<char>(letter - 'A' + 'a');
    return letter == '_' ? '-' : letter;
}

bool isCalled(std::string_view name, std::string_view asked)
{
    return std::ranges::equal(name, asked, {}, folded, folded);
}

} // namespace

std::span<const HeadNumber> headNumbers() { return kNumbers; }

const HeadNumber* findHeadNumber(std::string_view name)
{
    for (const auto key : { &HeadNumber::name, &HeadNumber::column }) {
        for (const HeadNumber& number : kNumbers) {
            if (isCalled(number.*key, name))
                return &number;
        }
    }
    return nullptr;
}

const HeadNumber* findHeadColumn(std::string_view column)
{
    const auto* const found = std::ranges::find(kNumbers, column, &HeadNumber::column);
    return found == std::ranges::end(kNumbers) ? nullptr : found;
}

} // namespace ropescope
