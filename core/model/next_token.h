// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

namespace ropescope {

/// How likely one token is to come next, in two runs.
struct TokenChange {
    std::int64_t id = 0;
    double before = 0.0; ///< probability, 0 .. 1
    double after = 0.0;

    bool operator==(const TokenChange&) const = default;
};

/// What an edit does to the next token of a text.
struct NextTokenChange {
    std::vector<TokenChange> tokens; ///< the likeliest of either run; the larger first
    double divergence = 0.0;         ///< KL(before || after) in nats; at least 0

    bool operator==(const NextTokenChange&) const = default;
};

/// (vocabulary) natural logarithms of the probabilities that finite logits stand for.
[[nodiscard]] Eigen::ArrayXd logProbabilities(const Eigen::RowVectorXf& logits);

/// before, after: (vocabulary) finite logits, of the same length. The `count` likeliest tokens of
/// each run are listed, so between `count` and 2 `count` of them; ties go to the lower id.
///   KL(p || q) = sum_i p_i (ln p_i - ln q_i)
[[nodiscard]] NextTokenChange compareNextTokens(const Eigen::RowVectorXf& before,
                                                const Eigen::RowVectorXf& after, int count);

} // namespace ropescope
