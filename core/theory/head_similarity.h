// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "core/rope/rope_table.h"
#include "core/theory/vector_similarity.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// The three definitions in use, side by side, since a number without its definition says little.
/// Source: TAPPA, arXiv:2601.21709, and the two programs of its authors. Nothing where fewer than
/// two tokens take part.
struct TokenSimilarity {
    std::optional<double> pairwise;       ///< raw, tokens before kPairwiseTokens, all pairs
    std::optional<double> pairwiseWindow; ///< rotated, the last kWindowTokens, all pairs
    std::optional<double> consecutive;    ///< raw, neighbours t and t+1
};

inline constexpr int kPairwiseTokens = 1024;
inline constexpr int kWindowTokens = 32;

/// q-similarity of a head.
[[nodiscard]] TokenSimilarity querySimilarity(const HeadTrace& head, const RopeTable& table,
                                              SimilarityMeasure measure
                                              = SimilarityMeasure::Cosine);
/// k-similarity: the same on keys without the first token's, whose length is far from the others'.
[[nodiscard]] TokenSimilarity keySimilarity(const HeadTrace& head, const RopeTable& table,
                                            SimilarityMeasure measure = SimilarityMeasure::Cosine);

enum class VectorFrame { Raw, Rotated };

/// All pairs of any tokens of raw queries or keys (n, d), before or after the rotation by their
/// positions. `tokens` must lie within the rows.
[[nodiscard]] std::optional<double> windowSimilarity(const MatrixRM& raw, TokenRange tokens,
                                                     VectorFrame frame, const RopeTable& table,
                                                     SimilarityMeasure measure
                                                     = SimilarityMeasure::Cosine);

/// Mean of each definition over heads, as for a layer; over layers, as for a model. Entries without
/// a value are left out.
[[nodiscard]] TokenSimilarity meanSimilarity(const std::vector<TokenSimilarity>& parts);

} // namespace ropescope
