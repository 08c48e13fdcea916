// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/theory/attention_scores.h"
#include "core/theory/head_similarity.h"
#include "core/theory/pair_energy.h"
#include "core/theory/pair_phasors.h"
#include "core/theory/pattern_label.h"
#include "core/theory/period.h"
#include "core/theory/season.h"
#include "core/theory/theorem_bounds.h"

namespace ropescope {

/// What is computed of each head.
struct TheoryOptions {
    PatternThresholds thresholds;
    SimilarityMeasure measure = SimilarityMeasure::Cosine;
    bool withBounds = true;  ///< the dearest part
    bool withSpectra = true; ///< singular values
    BoundOptions bounds;
};

/// What is computed of queries and keys; a stored map has none of it.
struct VectorTheory {
    TokenSimilarity query;
    TokenSimilarity key;
    PairEnergy energy;
    std::optional<double> slowShare;   ///< of the energy in pairs longer than the text
    std::vector<PairPhasor> phasors;   ///< [r/2]
    std::vector<double> querySpectrum; ///< singular values, falling; empty when not asked for
    std::vector<double> keySpectrum;
    std::optional<double> predictedPeriod; ///< 2 pi / theta of the dominant pair, where it turns
    std::optional<Period> measuredPeriod;  ///< of the lag profile
    /// The pair whose wavelength is nearest to the measured period, as a ratio: which one it is
    /// when it is not the dominant one.
    std::optional<int> periodPair;
    std::optional<Season> season;
    std::optional<TheoremBounds> bounds;
};

/// All numbers of one head under one rotation.
struct HeadTheory {
    HeadId id;
    AttentionScores scores;
    std::optional<double> retrieval; ///< where a sequence comes twice
    PatternEvidence evidence;
    Pattern pattern = Pattern::Unpredictable;
    std::optional<VectorTheory> vectors; ///< nothing for a stored map
};

/// ids: of the prompt, or empty; they tell whether a sequence comes twice. Errors: Cancelled.
[[nodiscard]] Result<HeadTheory> headTheory(const HeadTrace& head, const RopeTable& table,
                                            std::span<const std::int64_t> ids,
                                            const TheoryOptions& options = {},
                                            const std::stop_token& stop = {});

} // namespace ropescope
