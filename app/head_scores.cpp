// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_scores.h"

#include <limits>

#include <QtGlobal>

namespace ropescope {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double sinkMass(const HeadTheory& head) { return head.scores.sinkMass().value_or(kNone); }

double previousToken(const HeadTheory& head)
{
    return head.scores.previousTokenMass().value_or(kNone);
}

double induction(const HeadTheory& head) { return head.scores.induction.value_or(kNone); }

double entropy(const HeadTheory& head) { return head.scores.entropyFraction.value_or(kNone); }

double querySimilarity(const HeadTheory& head)
{
    return head.vectors ? head.vectors->query.pairwise.value_or(kNone) : kNone;
}

double dominantShare(const HeadTheory& head)
{
    const bool rotates = head.vectors && head.vectors->energy.dominantPair >= 0;
    return rotates ? head.vectors->energy.dominantShare() : kNone;
}

/// A head whose lag profile has no line has a period of strength 0.
double periodStrength(const HeadTheory& head)
{
    if (!head.vectors)
        return kNone;
    return head.vectors->measuredPeriod ? head.vectors->measuredPeriod->strength : 0.0;
}

constexpr const char* kNoVectors = QT_TRANSLATE_NOOP("HeadScores", "This trace holds no queries.");

constexpr HeadScore kScores[] = {
    { QT_TRANSLATE_NOOP("HeadScores", "Sink mass"),
      QT_TRANSLATE_NOOP("HeadScores", "Mean probability that queries give to the first token"),
      QT_TRANSLATE_NOOP("HeadScores", "Too few tokens for a sink."), sinkMass },
    { QT_TRANSLATE_NOOP("HeadScores", "Previous token"),
      QT_TRANSLATE_NOOP("HeadScores", "Mean probability that queries give to the token before"),
      QT_TRANSLATE_NOOP("HeadScores", "One token has none before it."), previousToken },
    { QT_TRANSLATE_NOOP("HeadScores", "Induction"),
      QT_TRANSLATE_NOOP("HeadScores",
                        "In the second copy of a repeated sequence: mean probability of the token "
                        "that followed the same token before"),
      QT_TRANSLATE_NOOP("HeadScores", "Needs a text that comes twice."), induction },
    { QT_TRANSLATE_NOOP("HeadScores", "Entropy"),
      QT_TRANSLATE_NOOP("HeadScores",
                        "How evenly queries spread their attention: 0 on one key, 1 on all alike"),
      QT_TRANSLATE_NOOP("HeadScores", "One token has no choice."), entropy },
    { QT_TRANSLATE_NOOP("HeadScores", "q-similarity"),
      QT_TRANSLATE_NOOP("HeadScores", "Mean cosine of all pairs of unrotated queries"), kNoVectors,
      querySimilarity },
    { QT_TRANSLATE_NOOP("HeadScores", "Dominant share"),
      QT_TRANSLATE_NOOP("HeadScores",
                        "Share of the strongest channel pair in the energy of the head"),
      QT_TRANSLATE_NOOP("HeadScores", "No queries, or no rotation."), dominantShare },
    { QT_TRANSLATE_NOOP("HeadScores", "Period strength"),
      QT_TRANSLATE_NOOP("HeadScores",
                        "Share of the measured period in the variation of the lag profile"),
      kNoVectors, periodStrength },
};

} // namespace

std::span<const HeadScore> headScores() { return kScores; }

ScoreTable scoreTable(const TraceTheory& theory, const TraceInfo& info)
{
    const auto heads = static_cast<std::size_t>(info.numHeads);
    const std::size_t all = static_cast<std::size_t>(info.numLayers) * heads;
    ScoreTable table;
    for (const HeadScore& score : kScores) {
        std::vector<double>& values = table.emplace_back(all, kNone);
        for (const HeadTheory& head : theory.heads) {
            values[static_cast<std::size_t>(head.id.layer.value) * heads
                   + static_cast<std::size_t>(head.id.head.value)]
                = score.of(head);
        }
    }
    return table;
}

} // namespace ropescope
