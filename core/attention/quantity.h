// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ropescope {

/// What a cell (query t, key i) of a map shows.
enum class QuantityKind {
    Probability,     ///< softmax over the visible keys
    LogProbability,  ///< its natural logarithm
    Logit,           ///< z, the scaled product
    QuerySimilarity, ///< cos of raw queries t and i; not causal
    KeySimilarity,   ///< cos of raw keys t and i; not causal
    Contribution,    ///< channel pair `pair`'s share of the logit
};

struct Quantity {
    QuantityKind kind = QuantityKind::Probability;
    int pair = 0; ///< of Contribution

    /// Needs each row's sum over all its keys, also those outside the drawn region.
    [[nodiscard]] bool needsRowSums() const
    {
        return kind == QuantityKind::Probability || kind == QuantityKind::LogProbability;
    }
    bool operator==(const Quantity&) const = default;
};

/// How the cells under one pixel become one value.
enum class Pool { Max, Mean };

} // namespace ropescope
