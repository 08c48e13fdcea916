// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_claim.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/attention/cell.h"
#include "core/attention/reference_map.h"
#include "core/theory/head_number.h"

namespace ropescope {
namespace {

using Subject = const ClaimSubject&;
using Claim = const LessonClaim&;

/// A number of the bounds; a stored map has none.
template <class Of> std::optional<double> ofBounds(Subject subject, Of of)
{
    const auto& vectors = subject.theory.vectors;
    if (!vectors || !vectors->bounds)
        return std::nullopt;
    return of(*vectors->bounds);
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

/// A number that is not, or not so, among headNumbers().
struct OwnNumber {
    std::string_view name;
    std::string_view meaning;
    std::optional<double> (*of)(Subject subject, Claim claim);
};

constexpr OwnNumber kOwn[] = {
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
    { "kept_mass", "mean attention to the `first: F` and the `recent: R` newest keys", keptMass },
    { "wavelength", "2π/θ of `pair: M` in tokens",
      [](Subject s, Claim c) -> std::optional<double> {
          if (c.pair < 0 || c.pair >= s.table.pairCount())
              return std::nullopt;
          return s.table.wavelength(c.pair);
      } },
    { "period_strength", "its share of the profile's power; none without a period",
      [](Subject s, Claim) -> std::optional<double> {
          const auto& vectors = s.theory.vectors;
          if (!vectors || !vectors->measuredPeriod)
              return std::nullopt;
          return vectors->measuredPeriod->strength;
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
          return ofBounds(
              s, [](const TheoremBounds& b) -> std::optional<double> { return b.jump.floorMean; });
      } },
    { "jump_change", "what they do change by",
      [](Subject s, Claim) {
          return ofBounds(
              s, [](const TheoremBounds& b) -> std::optional<double> { return b.jump.changeMean; });
      } },
};

/// What the report of `analyze` has inside an object has a name of its own here.
struct Alias {
    std::string_view name;
    std::string_view column;
};

constexpr Alias kAliases[] = {
    { "q_similarity", "q_similarity.pairwise" },
    { "k_similarity", "k_similarity.pairwise" },
    { "slash_mass", "pattern_scores.sequential" },
    { "periodic_evidence", "pattern_scores.periodic" },
    { "seasonal_evidence", "pattern_scores.seasonal" },
    { "season", "season.period" },
    { "season_strength", "season.strength" },
    { "resonance", "season.resonance" },
};

const OwnNumber* ownNumber(std::string_view name)
{
    const auto* const found = std::ranges::find(kOwn, name, &OwnNumber::name);
    return found == std::ranges::end(kOwn) ? nullptr : found;
}

const HeadNumber* headNumber(std::string_view name)
{
    const auto* const alias = std::ranges::find(kAliases, name, &Alias::name);
    return findHeadColumn(alias == std::ranges::end(kAliases) ? name : alias->column);
}

} // namespace

std::vector<std::string_view> claimNumbers()
{
    std::vector<std::string_view> names;
    for (const OwnNumber& number : kOwn)
        names.push_back(number.name);
    for (const Alias& alias : kAliases)
        names.push_back(alias.name);
    for (const HeadNumber& number : headNumbers().subspan(2)) { // layer and head are no results
        const bool isNested = number.column.find('.') != std::string_view::npos;
        if (!isNested && ownNumber(number.column) == nullptr)
            names.push_back(number.column);
    }
    return names;
}

std::optional<std::string> claimFailure(const LessonClaim& claim, const ClaimSubject& subject)
{
    if (claim.number == "pattern") {
        const std::string_view found = patternName(subject.theory.pattern);
        if (found == claim.pattern)
            return std::nullopt;
        return fmt::format("the claim \"{}\" fails: the pattern is {}", claim.text, found);
    }
    const OwnNumber* const own = ownNumber(claim.number);
    const HeadNumber* const ofHead = headNumber(claim.number);
    if (own == nullptr && ofHead == nullptr)
        return fmt::format("the claim \"{}\" is about no number that is known", claim.text);
    const std::optional<double> value
        = own != nullptr ? own->of(subject, claim) : ofHead->of(subject.theory);
    if (claim.isNone && !value)
        return std::nullopt;
    if (!value)
        return fmt::format("the claim \"{}\" fails: there is no {} here", claim.text, claim.number);
    if (!claim.isNone && *value >= claim.lowest && *value <= claim.highest)
        return std::nullopt;
    return fmt::format("the claim \"{}\" fails: {} is {:.6g}", claim.text, claim.number, *value);
}

} // namespace ropescope
