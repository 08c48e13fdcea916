// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/head_similarity.h"

#include <algorithm>
#include <cassert>

namespace ropescope {

namespace {

TokenSimilarity similarity(const MatrixRM& raw, int firstToken, const RopeTable& table,
                           SimilarityMeasure measure)
{
    const int n = static_cast<int>(raw.rows());
    const int first = std::min(firstToken, n);
    const TokenRange early { first, std::max(first, std::min(n, kPairwiseTokens)) };
    const TokenRange late { std::max(first, n - kWindowTokens), n };
    return { windowSimilarity(raw, early, VectorFrame::Raw, table, measure),
             windowSimilarity(raw, late, VectorFrame::Rotated, table, measure),
             consecutiveSimilarity(raw.bottomRows(n - first), measure) };
}

} // namespace

TokenSimilarity querySimilarity(const HeadTrace& head, const RopeTable& table,
                                SimilarityMeasure measure)
{
    return similarity(head.q, 0, table, measure);
}

TokenSimilarity keySimilarity(const HeadTrace& head, const RopeTable& table,
                              SimilarityMeasure measure)
{
    return similarity(head.k, 1, table, measure);
}

std::optional<double> windowSimilarity(const MatrixRM& raw, TokenRange tokens, VectorFrame frame,
                                       const RopeTable& table, SimilarityMeasure measure)
{
    assert(tokens.begin >= 0 && tokens.begin <= tokens.end && tokens.end <= raw.rows());
    const auto rows = raw.middleRows(tokens.begin, tokens.size());
    if (frame == VectorFrame::Raw)
        return pairwiseSimilarity(rows, measure);
    return pairwiseSimilarity(rotate(rows, table, tokens.begin), measure);
}

TokenSimilarity meanSimilarity(const std::vector<TokenSimilarity>& parts)
{
    const auto mean = [&](std::optional<double> TokenSimilarity::*definition) {
        double sum = 0.0;
        int count = 0;
        for (const TokenSimilarity& part : parts) {
            if (const std::optional<double>& value = part.*definition) {
                sum += *value;
                ++count;
            }
        }
        return count > 0 ? std::optional(sum / count) : std::nullopt;
    };
    return { mean(&TokenSimilarity::pairwise), mean(&TokenSimilarity::pairwiseWindow),
             mean(&TokenSimilarity::consecutive) };
}

} // namespace ropescope
