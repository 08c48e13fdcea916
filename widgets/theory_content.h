// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <QString>

#include "core/theory/pattern_label.h"

namespace ropescope {

/// One condition of a theorem with its number: "k-similarity 0.78".
struct TheoryCondition {
    QString text;
    bool holds = false;
    QString meaning; ///< a sentence: what the number is and from where on the condition holds
    bool operator==(const TheoryCondition&) const = default;
};

/// What is measured beside what a theorem promises, both means of the same cells.
struct BoundComparison {
    enum class Kind {
        Ceiling, ///< at most the bound
        Floor,   ///< at least the bound
    };
    Kind kind = Kind::Ceiling;
    double measured = 0.0;
    double bound = 0.0;
    double tightness = 0.0;      ///< 0 to 1
    std::int64_t violations = 0; ///< cells or rows that break the bound
    QString sentence;

    /// By more than rounding: the means alone may differ by the last digit where a bound is exact.
    [[nodiscard]] bool isBroken() const { return violations > 0; }
    bool operator==(const BoundComparison&) const = default;
};

/// One pattern.
struct TheoryCardContent {
    QString name;
    QString formula;      ///< the theorem in words and symbols
    bool isLabel = false; ///< the head has this pattern's name
    std::vector<TheoryCondition> conditions;
    std::vector<BoundComparison> comparisons; ///< on one scale, that they may be compared
    QString remark;   ///< what else there is to say, or what is missing; may be empty
    QString coverage; ///< "330 of 331 queries"; empty without comparisons

    [[nodiscard]] std::int64_t violations() const
    {
        std::int64_t sum = 0;
        for (const BoundComparison& comparison : comparisons)
            sum += comparison.violations;
        return sum;
    }
    /// The largest number of the comparisons.
    [[nodiscard]] double scale() const
    {
        double largest = 0.0;
        for (const BoundComparison& comparison : comparisons)
            largest = std::max({ largest, comparison.measured, comparison.bound });
        return largest;
    }
    bool operator==(const TheoryCardContent&) const = default;
};

/// How much speaks for a pattern, and from where on it gives the head its name.
struct EvidenceContent {
    Pattern pattern = Pattern::ReAccess;
    QString name;
    QString meaning;
    bool isKnown = true;    ///< false: it takes queries and keys, which the trace lacks
    double evidence = 0.0;  ///< 0 to 1
    double threshold = 0.0; ///< 0 to 1
    double standard = 0.0;  ///< the threshold that a reset goes back to
    bool isLabel = false;
    bool operator==(const EvidenceContent&) const = default;
};

/// All that the theory panel shows of a head; no cards: nothing to show.
struct TheoryPanelContent {
    QString label;
    std::vector<EvidenceContent> evidence;
    std::vector<TheoryCardContent> cards;
    bool operator==(const TheoryPanelContent&) const = default;
};

} // namespace ropescope
