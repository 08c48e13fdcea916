// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <vector>

#include "core/theory/trace_theory.h"

namespace ropescope {

/// A number of every head, by which the grid can be coloured.
struct HeadScore {
    const char* name;    ///< for people, to be translated
    const char* meaning; ///< a sentence
    const char* absent;  ///< a few words for a trace of which no head has it
    /// NaN for a head that has none.
    double (*of)(const HeadTheory& head);
};

[[nodiscard]] std::span<const HeadScore> headScores();

/// Of each of headScores() a number of each head, [layer * heads + head]; NaN where the trace lacks
/// the head or the head the score.
using ScoreTable = std::vector<std::vector<double>>;

[[nodiscard]] ScoreTable scoreTable(const TraceTheory& theory, const TraceInfo& info);

} // namespace ropescope
