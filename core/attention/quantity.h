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
    Phase, ///< angle from key to query of channel pair `pair` after rotation, in (-pi, pi]
};

/// What a map shows of each query and key.
struct Quantity {
    QuantityKind kind = QuantityKind::Probability;
    int pair = 0; ///< of Contribution and Phase

    /// Needs each row's sum over all its keys, also those outside the drawn region.
    [[nodiscard]] bool needsRowSums() const
    {
        return kind == QuantityKind::Probability || kind == QuantityKind::LogProbability;
    }
    /// An angle: neither its largest value nor its mean says anything about a pixel, so whatever
    /// the pool, a pixel shows the cell in its middle.
    /// Speaks of one channel pair, `pair`.
    [[nodiscard]] bool isOfPair() const
    {
        return kind == QuantityKind::Contribution || kind == QuantityKind::Phase;
    }
    [[nodiscard]] bool isCyclic() const { return kind == QuantityKind::Phase; }
    bool operator==(const Quantity&) const = default;
};

/// How the cells under one pixel become one value.
enum class Pool { Max, Mean };

} // namespace ropescope
