// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/theory_content.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "app/theory_formulas.h"
#include "core/theory/theorem_conditions.h"
#include "widgets/number_text.h"
#include "widgets/pattern_look.h"

namespace ropescope {

namespace {

constexpr const ConditionLimits& kLimits = kConditionLimits;

QString tr(const char* text) { return QCoreApplication::translate("ropescope", text); }

/// A difference of logits: two decimals, more where it is tiny.
QString logitText(double value)
{
    if (value > 0.0 && value < 0.1)
        return QString::number(value, 'g', 2);
    return QString::number(value, 'f', value < 1000.0 ? 2 : 0);
}

/// rows: queries that a shift compares; some have no cell to be compared with.
QString coverageText(int rows, int tokens) { return tr("%1 of %2 queries").arg(rows).arg(tokens); }

int mostRows(Pattern pattern, const TheoremBounds& bounds)
{
    const auto most = [](std::initializer_list<const std::optional<ShiftBound>*> shifts) {
        int rows = 0;
        for (const auto* const shift : shifts)
            rows = std::max(rows, *shift ? (*shift)->rows : 0);
        return rows;
    };
    switch (pattern) {
    case Pattern::ReAccess:
        return bounds.reAccess.rows;
    case Pattern::Sequential:
        return bounds.sequential.rows;
    case Pattern::Periodic:
        return most({ &bounds.periodicKey, &bounds.periodicQuery });
    case Pattern::Seasonal:
        return most({ &bounds.seasonalQuery, &bounds.seasonalKey, &bounds.seasonalBoth });
    case Pattern::Unpredictable:
        return static_cast<int>(bounds.jump.jumps.size());
    }
    return 0;
}

void addSimilarity(TheoryCardContent& card, const QString& text, std::optional<double> similarity)
{
    if (!similarity)
        return;
    card.conditions.push_back(
        { text.arg(fixedText(*similarity, 2)), *similarity >= kLimits.alike,
          tr("Mean cosine of all pairs, before the rotation; alike from %1 on")
              .arg(kLimits.alike) });
}

void addQuerySimilarity(TheoryCardContent& card, const VectorTheory& vectors)
{
    addSimilarity(card, tr("q-similarity %1"), vectors.query.pairwise);
}

void addKeySimilarity(TheoryCardContent& card, const VectorTheory& vectors)
{
    addSimilarity(card, tr("k-similarity %1"), vectors.key.pairwise);
}

void addShift(TheoryCardContent& card, const ShiftBound& bound)
{
    if (bound.cells == 0)
        return;
    // What exceeds an exact bound without breaking it is rounding, and no number to show.
    const double change
        = bound.violations == 0 ? std::min(bound.changeMean, bound.boundMean) : bound.changeMean;
    card.comparisons.push_back(
        { .kind = BoundComparison::Kind::Ceiling,
          .measured = change,
          .bound = bound.boundMean,
          .tightness = bound.tightness,
          .violations = bound.violations,
          .sentence
          = tr("shift (%1, %2): change %3 %4 bound %5")
                .arg(QString::number(bound.shift.query).replace('-', QChar(0x2212)),
                     QString::number(bound.shift.key).replace('-', QChar(0x2212)),
                     logitText(change),
                     change <= bound.boundMean ? QStringLiteral("≤") : QStringLiteral(">"),
                     logitText(bound.boundMean)) });
}

void addShift(TheoryCardContent& card, const std::optional<ShiftBound>& bound)
{
    if (bound)
        addShift(card, *bound);
}

void fillReAccess(TheoryCardContent& card, const HeadTheory& theory,
                  const PatternThresholds& thresholds)
{
    if (theory.vectors)
        addQuerySimilarity(card, *theory.vectors);
    if (const auto sink = theory.scores.sinkMass()) {
        card.conditions.push_back(
            { tr("sink mass %1").arg(*sink, 0, 'f', 2), *sink >= thresholds.reAccess,
              tr("Mean probability that queries give to the first token; counts from the "
                 "threshold of re-access on, %1")
                  .arg(thresholds.reAccess, 0, 'f', 2) });
    }
    if (!theory.vectors)
        return;
    if (const auto slow = theory.vectors->slowShare) {
        card.conditions.push_back(
            { tr("energy in slow pairs %1").arg(shareText(*slow)), *slow >= kLimits.slow,
              tr("Share of the energy in pairs whose wavelength exceeds the text of %1: "
                 "they hardly turn within it. Holds from %2 on.")
                  .arg(tokensText(theory.scores.tokens), shareText(kLimits.slow)) });
    } else {
        card.conditions.push_back(
            { tr("no rotation"), true, tr("Nothing turns, so the rotation changes no logit.") });
    }
    if (theory.vectors->bounds)
        addShift(card, theory.vectors->bounds->reAccess);
}

void fillSequential(TheoryCardContent& card, const VectorTheory& vectors)
{
    addQuerySimilarity(card, vectors);
    addKeySimilarity(card, vectors);
    if (vectors.bounds)
        addShift(card, vectors.bounds->sequential);
}

/// Measured period beside the one that 2 pi / theta foretells.
QString periodText(const VectorTheory& vectors, int tokens)
{
    if (vectors.energy.dominantPair < 0)
        return tr("This head has no RoPE, so no pair sets a period.");
    if (!vectors.predictedPeriod)
        return tr("The dominant pair does not turn, so it sets no period.");
    const double predicted = *vectors.predictedPeriod;
    const QString predictedText = wavelengthText(predicted);
    const auto& measured = vectors.measuredPeriod;
    if (predicted > tokens / kPeriodsThatMustFit) {
        return tr("T = 2π/θ = %1 is too long to repeat in %2: drag the pair to a faster "
                  "slot.")
            .arg(predictedText, tokensText(tokens));
    }
    if (!measured)
        return tr("every T = 2π/θ: predicted %1, none measured").arg(predictedText);
    const QString both = tr("every T = 2π/θ: measured %1, predicted %2")
                             .arg(wavelengthText(measured->tokens), predictedText);
    if (std::abs(measured->tokens / predicted - 1.0) <= kLimits.samePeriod)
        return both;
    return tr("%1. Pair %2 is nearer.").arg(both).arg(vectors.periodPair.value_or(-1));
}

void fillPeriodic(TheoryCardContent& card, const VectorTheory& vectors, int tokens)
{
    if (vectors.energy.dominantPair >= 0) {
        const double least = kLimits.dominantShare(static_cast<int>(vectors.energy.share.size()));
        card.conditions.push_back(
            { tr("pair %1 holds %2")
                  .arg(vectors.energy.dominantPair)
                  .arg(shareText(vectors.energy.dominantShare())),
              vectors.energy.dominantShare() >= least,
              tr("Share of the dominant pair in the energy of the head; dominant from %1 on")
                  .arg(shareText(least)) });
    }
    addKeySimilarity(card, vectors);
    card.remark = periodText(vectors, tokens);
    if (vectors.bounds) {
        addShift(card, vectors.bounds->periodicKey);
        addShift(card, vectors.bounds->periodicQuery);
    }
}

void fillSeasonal(TheoryCardContent& card, const VectorTheory& vectors)
{
    if (!vectors.season) {
        card.conditions.push_back(
            { tr("no season in q, k"), false,
              tr("The autocorrelation of queries and keys has no common peak of at least %1.")
                  .arg(kLeastSeason) });
        card.remark = tr("Queries and keys do not repeat, so there is no L to shift by.");
        return;
    }
    const Season& season = *vectors.season;
    card.conditions.push_back(
        { tr("season L = %1, strength %2").arg(season.period).arg(season.strength, 0, 'f', 2),
          season.strength >= kLimits.season,
          tr("The smaller autocorrelation of queries and keys at lag L; strong from %1 on")
              .arg(kLimits.season) });
    card.conditions.push_back({ tr("resonance %1").arg(fixedText(season.resonance, 2)),
                                season.resonance >= kLimits.resonance,
                                tr("Σ share_m cos(L θ_m): 1 when L turns all energy back to where "
                                   "it was; holds from %1 on")
                                    .arg(kLimits.resonance) });
    if (vectors.bounds) {
        addShift(card, vectors.bounds->seasonalQuery);
        addShift(card, vectors.bounds->seasonalKey);
        addShift(card, vectors.bounds->seasonalBoth);
    }
}

void fillUnpredictable(TheoryCardContent& card, const VectorTheory& vectors)
{
    if (const auto similarity = vectors.query.pairwise) {
        const bool isLow = *similarity < kLimits.alike;
        card.conditions.push_back(
            { (isLow ? tr("low q-similarity %1") : tr("q-similarity %1"))
                  .arg(fixedText(*similarity, 2)),
              isLow,
              tr("Mean cosine of all pairs of queries, before the rotation; low below %1")
                  .arg(kLimits.alike) });
    }
    if (!vectors.bounds || vectors.bounds->jump.jumps.empty())
        return;
    const JumpBound& jump = vectors.bounds->jump;
    const double change
        = jump.violations == 0 ? std::max(jump.changeMean, jump.floorMean) : jump.changeMean;
    card.conditions.push_back({ tr("jumps forced after %1").arg(shareText(jump.saying)),
                                jump.saying >= kLimits.forcedJumps,
                                tr("Share of queries after which the bound from below is above 0; "
                                   "holds from %1 on")
                                    .arg(shareText(kLimits.forcedJumps)) });
    card.comparisons.push_back(
        { .kind = BoundComparison::Kind::Floor,
          .measured = change,
          .bound = jump.floorMean,
          .tightness = jump.tightness,
          .violations = jump.violations,
          .sentence = tr("Prop. 4.1: jump ≥ %1, measured %2")
                          .arg(logitText(jump.floorMean), logitText(change)) });
}

TheoryCardContent cardOf(Pattern pattern, const HeadTheory& theory, Pattern label,
                         const PatternThresholds& thresholds)
{
    TheoryCardContent card { .name = patternTitle(pattern),
                             .formula = patternFormula(pattern),
                             .isLabel = pattern == label };
    if (pattern == Pattern::ReAccess)
        fillReAccess(card, theory, thresholds);
    if (!theory.vectors) {
        card.remark
            = tr("This trace holds the finished map only: without queries and keys, no bound.");
        return card;
    }
    const VectorTheory& vectors = *theory.vectors;
    if (pattern == Pattern::Sequential)
        fillSequential(card, vectors);
    else if (pattern == Pattern::Periodic)
        fillPeriodic(card, vectors, theory.scores.tokens);
    else if (pattern == Pattern::Seasonal)
        fillSeasonal(card, vectors);
    else if (pattern == Pattern::Unpredictable)
        fillUnpredictable(card, vectors);
    if (!card.comparisons.empty())
        card.coverage = coverageText(mostRows(pattern, *vectors.bounds), vectors.bounds->tokens);
    else if (card.remark.isEmpty())
        card.remark = tr("Too few tokens for this shift.");
    return card;
}

EvidenceContent evidenceOf(Pattern pattern, double evidence, const HeadTheory& theory,
                           Pattern label, PatternThresholds thresholds)
{
    PatternThresholds standard;
    const bool takesVectors = pattern == Pattern::Periodic || pattern == Pattern::Seasonal;
    QString meaning = evidenceMeaning(pattern);
    const bool isKnown = theory.vectors || !takesVectors;
    if (!isKnown)
        meaning += QChar(' ') + tr("It takes queries and keys, which this trace lacks.");
    return { .pattern = pattern,
             .name = patternTitle(pattern),
             .meaning = meaning,
             .isKnown = isKnown,
             .evidence = evidence,
             .threshold = *thresholdOf(thresholds, pattern),
             .standard = *thresholdOf(standard, pattern),
             .isLabel = pattern == label };
}

} // namespace

TheoryPanelContent theoryContent(const HeadTheory& theory, const PatternThresholds& thresholds)
{
    const PatternEvidence& evidence = theory.evidence;
    const Pattern label = patternOf(evidence, thresholds);
    TheoryPanelContent content { .label = evidence.tooFewTokens
                                     ? tr("none below %1 tokens").arg(kFewestLabelTokens)
                                     : patternTitle(label) };
    for (const auto& [pattern, value] : { std::pair { Pattern::ReAccess, evidence.reAccess },
                                          std::pair { Pattern::Sequential, evidence.sequential },
                                          std::pair { Pattern::Periodic, evidence.periodic },
                                          std::pair { Pattern::Seasonal, evidence.seasonal } })
        content.evidence.push_back(evidenceOf(pattern, value, theory, label, thresholds));
    for (const Pattern pattern : { Pattern::ReAccess, Pattern::Sequential, Pattern::Periodic,
                                   Pattern::Seasonal, Pattern::Unpredictable })
        content.cards.push_back(cardOf(pattern, theory, label, thresholds));
    return content;
}

} // namespace ropescope
