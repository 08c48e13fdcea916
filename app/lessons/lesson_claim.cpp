// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_claim.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/attention/cell.h"
#include "core/attention/reference_map.h"

namespace ropescope {
namespace {

using Subject = const ClaimSubject&;
using Claim = const LessonClaim&;

/// A number of queries and keys; a stored map has none.
template <class Of> std::optional<double> ofVectors(Subject subject, Of of)
{
    const auto& vectors = subject.theory.vectors;
    return vectors ? std::optional<double>(of(*vectors)) : std::nullopt;
}

template <class Of> std::optional<double> ofBounds(Subject subject, Of of)
{
    const auto& vectors = subject.theory.vectors;
    if (!vectors || !vectors->bounds)
        return std::nullopt;
    return of(*vectors->bounds);
}

template <class Of> std::optional<double> ofPeriod(Subject subject, Of of)
{
    const auto& vectors = subject.theory.vectors;
    if (!vectors || !vectors->measuredPeriod)
        return std::nullopt;
    return of(*vectors->measuredPeriod);
}

template <class Of> std::optional<double> ofSeason(Subject subject, Of of)
{
    const auto& vectors = subject.theory.vectors;
    if (!vectors || !vectors->season)
        return std::nullopt;
    return of(*vectors->season);
}

/// All probabilities, (n, n); nothing for a stored map.
std::optional<MatrixRMd> probabilities(Subject subject)
{
    const Quantity quantity { QuantityKind::Probability };
    if (subject.head.holdsMapOnly())
        return std::nullopt;
    const auto operands = prepareOperands(subject.head, subject.table, quantity);
    return operands ? std::optional(referenceMap(*operands, quantity)) : std::nullopt;
}

/// Mean over the queries that see more than is kept of the attention to what is kept.
std::optional<double> keptMass(Subject subject, Claim claim)
{
    const auto map = probabilities(subject);
    if (!map)
        return std::nullopt;
    double sum = 0.0;
    int rows = 0;
    for (Eigen::Index query = claim.first + claim.recent; query < map->rows(); ++query, ++rows) {
        sum += map->row(query).head(claim.first).sum()
            + map->row(query).segment(query - claim.recent + 1, claim.recent).sum();
    }
    return rows > 0 ? std::optional(sum / rows) : std::nullopt;
}

std::optional<double> rowSum(Subject subject, Claim /*claim*/)
{
    const auto map = probabilities(subject);
    return map ? std::optional(map->row(map->rows() - 1).sum()) : std::nullopt;
}

} // namespace

const std::vector<ClaimNumber>& claimNumbers()
{
    static const std::vector<ClaimNumber> numbers {
        { "tokens", "length of the prompt",
          [](Subject s, Claim) -> std::optional<double> { return s.head.tokenCount(); } },
        { "probability", "of the cell `at: [query, key]`",
          [](Subject s, Claim c) -> std::optional<double> {
              const auto cell = cellValue(s.head, s.table, c.query, c.key);
              return cell ? std::optional(cell->probability) : std::nullopt;
          } },
        { "logit", "of the cell `at: [query, key]`",
          [](Subject s, Claim c) -> std::optional<double> {
              const auto cell = cellValue(s.head, s.table, c.query, c.key);
              return cell ? std::optional(cell->logit) : std::nullopt;
          } },
        { "row_sum", "sum of the probabilities of the last query", rowSum },
        { "kept_mass", "mean attention to the `first: F` and the `recent: R` newest keys",
          keptMass },
        { "sink_mass", "mean attention to key 0",
          [](Subject s, Claim) { return s.theory.scores.sinkMass(); } },
        { "previous_token_mass", "mean attention to the token before",
          [](Subject s, Claim) { return s.theory.scores.previousTokenMass(); } },
        { "stripe_key", "the key of the strongest vertical stripe",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.scores.stripeKey(); } },
        { "stripe_mass", "its mean attention",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.evidence.reAccess; } },
        { "slash_lag", "the lag of the strongest diagonal",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.scores.slashLag(); } },
        { "slash_mass", "its mean attention",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.evidence.sequential; } },
        { "entropy", "mean over rows, nats",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.scores.entropy; } },
        { "entropy_fraction", "as a share of what a row could have",
          [](Subject s, Claim) { return s.theory.scores.entropyFraction; } },
        { "temporal_consistency", "overlap of the strongest keys of neighbouring rows",
          [](Subject s, Claim) { return s.theory.scores.consistency; } },
        { "temporal_consistency_shifted", "the same with one row moved on by one",
          [](Subject s, Claim) { return s.theory.scores.consistencyShifted; } },
        { "induction_score", "attention to what followed the same token before",
          [](Subject s, Claim) { return s.theory.scores.induction; } },
        { "retrieval_score", "how often that is the strongest key",
          [](Subject s, Claim) { return s.theory.retrieval; } },
        { "periodic_evidence", "what speaks for the label periodic, 0 to 1",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.evidence.periodic; } },
        { "seasonal_evidence", "what speaks for the label seasonal, 0 to 1",
          [](Subject s, Claim) -> std::optional<double> { return s.theory.evidence.seasonal; } },
        { "q_similarity", "mean cosine over all pairs of raw queries",
          [](Subject s, Claim) -> std::optional<double> {
              return s.theory.vectors ? s.theory.vectors->query.pairwise : std::nullopt;
          } },
        { "k_similarity", "the same of keys, without the first",
          [](Subject s, Claim) -> std::optional<double> {
              return s.theory.vectors ? s.theory.vectors->key.pairwise : std::nullopt;
          } },
        { "dominant_pair", "the channel pair with the most energy",
          [](Subject s, Claim) {
              return ofVectors(s, [](const VectorTheory& v) { return v.energy.dominantPair; });
          } },
        { "dominant_share", "its share of the energy, 0 to 1",
          [](Subject s, Claim) {
              return ofVectors(s, [](const VectorTheory& v) { return v.energy.dominantShare(); });
          } },
        { "wavelength", "2π/θ of `pair: M` in tokens",
          [](Subject s, Claim c) -> std::optional<double> {
              if (c.pair < 0 || c.pair >= s.table.pairCount())
                  return std::nullopt;
              return s.table.wavelength(c.pair);
          } },
        { "predicted_period", "2π/θ of the dominant pair",
          [](Subject s, Claim) -> std::optional<double> {
              return s.theory.vectors ? s.theory.vectors->predictedPeriod : std::nullopt;
          } },
        { "measured_period", "of the lag profile",
          [](Subject s, Claim) { return ofPeriod(s, [](const Period& p) { return p.tokens; }); } },
        { "period_strength", "its share of the profile's power",
          [](Subject s, Claim) {
              return ofPeriod(s, [](const Period& p) { return p.strength; });
          } },
        { "season", "the period L of queries and keys",
          [](Subject s, Claim) {
              return ofSeason(s, [](const Season& season) { return season.period; });
          } },
        { "season_strength", "their autocorrelation at L",
          [](Subject s, Claim) {
              return ofSeason(s, [](const Season& season) { return season.strength; });
          } },
        { "resonance", "how much of the energy L turns back to where it was",
          [](Subject s, Claim) {
              return ofSeason(s, [](const Season& season) { return season.resonance; });
          } },
        { "violations", "cells and rows that break a bound of a theorem",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return static_cast<double>(b.violations());
              });
          } },
        { "re_access_bound", "Theorem 5.1, mean over cells",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.reAccess.boundMean;
              });
          } },
        { "re_access_change", "what the logits change by, mean over cells",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.reAccess.changeMean;
              });
          } },
        { "sequential_bound", "Theorem 5.2, mean over cells",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.sequential.boundMean;
              });
          } },
        { "sequential_change", "the same along the diagonals",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.sequential.changeMean;
              });
          } },
        { "periodic_change", "Theorem 5.3: by T keys, mean over cells",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.periodicKey ? std::optional(b.periodicKey->changeMean) : std::nullopt;
              });
          } },
        { "seasonal_change", "Theorem 5.4: by L queries and keys, mean over cells",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.seasonalBoth ? std::optional(b.seasonalBoth->changeMean) : std::nullopt;
              });
          } },
        { "jump_floor", "Proposition 4.1: what rows must change by, mean",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.jump.floorMean;
              });
          } },
        { "jump_change", "what they do change by",
          [](Subject s, Claim) {
              return ofBounds(s, [](const TheoremBounds& b) -> std::optional<double> {
                  return b.jump.changeMean;
              });
          } },
    };
    return numbers;
}

std::optional<std::string> claimFailure(const LessonClaim& claim, const ClaimSubject& subject)
{
    if (claim.number == "pattern") {
        const std::string_view found = patternName(subject.theory.pattern);
        if (found == claim.pattern)
            return std::nullopt;
        return fmt::format("the claim \"{}\" fails: the pattern is {}", claim.text, found);
    }
    const auto number
        = std::find_if(claimNumbers().begin(), claimNumbers().end(),
                       [&](const ClaimNumber& known) { return known.name == claim.number; });
    if (number == claimNumbers().end())
        return fmt::format("the claim \"{}\" is about no number that is known", claim.text);
    const std::optional<double> value = number->of(subject, claim);
    if (claim.isNone && !value)
        return std::nullopt;
    if (!value)
        return fmt::format("the claim \"{}\" fails: there is no {} here", claim.text, claim.number);
    if (!claim.isNone && *value >= claim.lowest && *value <= claim.highest)
        return std::nullopt;
    return fmt::format("the claim \"{}\" fails: {} is {:.6g}", claim.text, claim.number, *value);
}

} // namespace ropescope
