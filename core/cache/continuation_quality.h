// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "core/base/matrix.h"

namespace ropescope {

/// How well a model predicts the tokens of a continuation, each from the ones before it.
struct ContinuationQuality {
    double divergence = 0.0; ///< mean KL(full cache || this) of the next token, nats
    double nats = 0.0;       ///< mean -ln p(token)
    double accuracy = 0.0;   ///< share of tokens that were the likeliest; ties go to the lower id

    [[nodiscard]] double perplexity() const;
};

/// The continuation of M tokens with the full cache. Row i of logits, (M, vocabulary), speaks of
/// token i + 1, so M - 1 tokens are predicted: the first one is what the prompt itself predicts,
/// which no compression of its cache can change. M must be at least 2.
class ContinuationReference {
public:
    ContinuationReference(const MatrixRM& logits, std::span<const std::int64_t> tokens);

    /// Of the full cache; divergence 0.
    [[nodiscard]] const ContinuationQuality& full() const { return m_full; }
    /// Of logits with a compressed cache, of the same shape.
    [[nodiscard]] ContinuationQuality compare(const MatrixRM& logits) const;

private:
    std::vector<std::int64_t> m_tokens;
    MatrixRM m_logProbabilities; ///< (M - 1, vocabulary)
    ContinuationQuality m_full;
};

} // namespace ropescope
