// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/head_theories.h"

#include <random>

namespace ropescope::test {

std::vector<HeadTheory> randomTheories(int headsPerLayer, std::uint64_t seed)
{
    constexpr int kTokens = 32;
    constexpr int kPairs = 8;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    const auto any = [&] { return share(random); };
    const auto maybe
        = [&](double value) { return any() < 0.25 ? std::nullopt : std::optional(value); };
    std::vector<HeadTheory> heads;
    for (int index = 0; index < 2 * headsPerLayer; ++index) {
        HeadTheory head { .id = { { index / headsPerLayer }, { index % headsPerLayer } } };
        head.scores.tokens = kTokens;
        for (int lag = 0; lag < kTokens; ++lag)
            head.scores.slash.push_back(any());
        for (int key = 0; key < kTokens / 2; ++key)
            head.scores.stripes.push_back(any());
        head.scores.entropy = 3.0 * any();
        head.scores.entropyFraction = any();
        head.scores.consistency = any();
        head.scores.consistencyShifted = any();
        head.scores.induction = maybe(any());
        head.retrieval = maybe(any());
        head.evidence = { any(), any(), any(), any() };
        head.pattern = patternOf(head.evidence);
        if (any() < 0.75) {
            VectorTheory vectors;
            vectors.query = { any(), any(), any() };
            vectors.key = { any(), any(), any() };
            vectors.energy.dominantPair = static_cast<int>(any() * kPairs);
            vectors.energy.share.assign(kPairs, any() / kPairs);
            vectors.energy.energy.assign(kPairs, 1.0);
            vectors.predictedPeriod = 100.0 * any();
            if (const auto tokens = maybe(20.0 * any()))
                vectors.measuredPeriod = Period { *tokens, any() };
            if (vectors.measuredPeriod)
                vectors.periodPair = static_cast<int>(any() * kPairs);
            if (any() < 0.75)
                vectors.season = Season { .period = 2 + static_cast<int>(20.0 * any()),
                                          .strength = any(),
                                          .detuning = {},
                                          .resonance = any() };
            head.vectors = std::move(vectors);
        }
        heads.push_back(std::move(head));
    }
    return heads;
}

} // namespace ropescope::test
