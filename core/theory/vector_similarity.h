// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string_view>

#include "core/base/matrix.h"

namespace ropescope {

/// How alike two vectors a and b of d coordinates are. TAPPA (arXiv:2601.21709) rests on the
/// cosine; the others show that a ranking does not hang on the measure.
enum class SimilarityMeasure {
    Cosine,    ///< a.b / (|a| |b|), -1 to 1
    Dot,       ///< a.b
    Euclidean, ///< |a - b|, a distance
    L1,        ///< sum |a_j - b_j|, a distance
    Rbf,       ///< exp(-|a - b|^2 / d), 0 to 1
    Pearson,   ///< cosine after the mean over coordinates is taken off each vector; no 1/d after it
    Angular,   ///< 1 - acos(cosine) / pi, 0 to 1
    SymmetricKl, ///< (KL(p|r) + KL(r|p)) / 2 in nats with p, r = softmax of a, b; a divergence
};

/// "cosine", "dot", "euclidean", "l1", "rbf", "pearson", "angular", "symmetric_kl".
[[nodiscard]] std::string_view similarityName(SimilarityMeasure measure);
[[nodiscard]] std::optional<SimilarityMeasure> similarityFromName(std::string_view name);

/// Mean of the measure over all ordered pairs t != u of rows of x, (n, d); nothing below two rows.
/// With unit vectors u_t the cosine is (|sum u_t|^2 - sum |u_t|^2) / (n (n-1)), so O(n d) and no
/// matrix; Euclidean, RBF and angular cost O(n^2 d). Zero vectors have cosine 0 with everything.
[[nodiscard]] std::optional<double> pairwiseSimilarity(MatrixRef x,
                                                       SimilarityMeasure measure
                                                       = SimilarityMeasure::Cosine);

/// Mean of the measure over neighbours, rows t and t+1; nothing below two rows. O(n d).
[[nodiscard]] std::optional<double> consecutiveSimilarity(MatrixRef x,
                                                          SimilarityMeasure measure
                                                          = SimilarityMeasure::Cosine);

} // namespace ropescope
