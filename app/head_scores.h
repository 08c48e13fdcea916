// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include <QString>

#include "core/theory/head_query.h"
#include "core/theory/trace_theory.h"

namespace ropescope {

/// The table of core/theory/head_number.h for people, translated.
[[nodiscard]] QString titleOf(const HeadNumber& number);
[[nodiscard]] QString meaningOf(const HeadNumber& number);
[[nodiscard]] QString absenceOf(const HeadNumber& number);

/// Those that heads can be coloured by: all but layer and head.
[[nodiscard]] std::span<const HeadNumber> headScores();

// Of all heads of a trace: [layer * heads + head], as the head grid wants it.

/// NaN where the trace lacks the head or the head the number.
[[nodiscard]] std::vector<double> scoresOf(const TraceTheory& theory, const TraceInfo& info,
                                           const HeadNumber& number);
[[nodiscard]] std::vector<std::optional<Pattern>> patternsOf(const TraceTheory& theory,
                                                             const TraceInfo& info,
                                                             const PatternThresholds& thresholds);
/// Heads for which the query does not hold, and those that the trace lacks.
[[nodiscard]] std::vector<bool> dimmedBy(const HeadQuery& query, const TraceTheory& theory,
                                         const TraceInfo& info,
                                         const PatternThresholds& thresholds);

/// How many heads have each pattern, in the order of the enum.
[[nodiscard]] std::array<int, 5> patternCounts(const TraceTheory& theory,
                                               const PatternThresholds& thresholds);

/// Highest first, of equals the earlier head; heads without the number come last.
[[nodiscard]] std::vector<HeadId> orderedBy(const TraceTheory& theory, const HeadNumber& number);

} // namespace ropescope
