// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/thread_pool.h"
#include "core/model/model_weights.h"

namespace ropescope {

/// Natural log of the probability that each state gives its token, [n]: the log-softmax of its
/// logits there. The vocabulary goes by in blocks with a running maximum and sum, so that no
/// (n, vocabulary) array exists. The result does not depend on the number of threads.
///   states   (n, hidden) after the final norm
///   tokens   [n], each below the vocabulary's size
/// NaN where a logit is not finite. After a stop request the results are incomplete.
[[nodiscard]] std::vector<double> logProbabilities(MatrixRef states, const LinearWeights& logits,
                                                   std::span<const std::int64_t> tokens,
                                                   ThreadPool& pool, const std::stop_token& stop);

/// The same along one sequence that comes in parts: what follows the last token of a part is known
/// with the next part only.
class TokenLikelihoods {
public:
    /// states (n, hidden) after the final norm, of the next n tokens of the sequence.
    void add(MatrixRef states, const LinearWeights& logits, std::span<const std::int64_t> tokens,
             ThreadPool& pool, const std::stop_token& stop);

    /// Entry t is of token t + 1 after tokens 0 .. t.
    [[nodiscard]] const std::vector<double>& values() const { return m_values; }

private:
    MatrixRM m_lastState; ///< (1, hidden), or (0, 0) before the first part
    std::vector<double> m_values;
};

} // namespace ropescope
