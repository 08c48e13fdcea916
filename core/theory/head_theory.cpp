// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/head_theory.h"

#include <cmath>

#include "core/theory/retrieval_score.h"
#include "core/theory/singular_spectrum.h"
#include "core/theory/theorem_conditions.h"

namespace ropescope {

namespace {

std::optional<int> nearestPair(const RopeTable& table, double period)
{
    std::optional<int> nearest;
    double least = 0.0;
    for (int m = 0; m < table.pairCount(); ++m) {
        if (!(table.theta[static_cast<std::size_t>(m)] > 0.0))
            continue;
        const double gap = std::abs(std::log(table.wavelength(m) / period));
        if (!nearest || gap < least) {
            nearest = m;
            least = gap;
        }
    }
    return nearest;
}

VectorTheory vectorTheory(const HeadTrace& head, const RopeTable& table,
                          const std::vector<double>& lagProfile, const TheoryOptions& options,
                          const std::stop_token& stop)
{
    VectorTheory theory;
    theory.query = querySimilarity(head, table, options.measure);
    theory.key = keySimilarity(head, table, options.measure);
    theory.energy = pairEnergy(head, table);
    theory.slowShare = slowShare(theory.energy, table, head.tokenCount());
    theory.phasors = pairPhasors(head, table);
    if (options.withSpectra) {
        theory.querySpectrum = singularValues(head.q);
        theory.keySpectrum = singularValues(head.k);
    }
    const int pair = theory.energy.dominantPair;
    if (pair >= 0 && table.theta[static_cast<std::size_t>(pair)] != 0.0)
        theory.predictedPeriod = table.wavelength(pair);
    theory.measuredPeriod = findPeriod(lagProfile);
    if (theory.measuredPeriod)
        theory.periodPair = nearestPair(table, theory.measuredPeriod->tokens);
    theory.season = findSeason(head, table);
    if (options.withBounds) {
        theory.bounds
            = theoremBounds(exactHead(head, table), pair, theory.season, options.bounds, stop);
    }
    return theory;
}

} // namespace

Result<HeadTheory> headTheory(const HeadTrace& head, const RopeTable& table,
                              std::span<const std::int64_t> ids, const TheoryOptions& options,
                              const std::stop_token& stop)
{
    const std::optional<TokenRepeat> repeat
        = ids.size() == static_cast<std::size_t>(head.tokenCount()) ? findRepeat(ids)
                                                                    : std::nullopt;
    Result<AttentionScores> scores = attentionScores(head, table, repeat, stop);
    if (!scores)
        return tl::unexpected(scores.error());
    HeadTheory theory { .id = head.id };
    theory.scores = std::move(*scores);
    if (repeat)
        theory.retrieval = retrievalScore(theory.scores.strongestKey, *repeat, ids);
    if (!head.holdsMapOnly())
        theory.vectors = vectorTheory(head, table, theory.scores.lagProfile, options, stop);
    if (stop.stop_requested())
        return cancelled();
    theory.evidence = patternEvidence(
        theory.scores, theory.vectors ? theory.vectors->measuredPeriod : std::nullopt,
        theory.vectors ? theory.vectors->season : std::nullopt, repeat);
    theory.pattern = patternOf(theory.evidence, options.thresholds);
    return theory;
}

} // namespace ropescope
