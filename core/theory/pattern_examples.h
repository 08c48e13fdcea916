// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <vector>

#include "core/theory/head_theory.h"

namespace ropescope {

/// A head that shows a pattern well.
struct PatternExample {
    HeadId id;
    PatternEvidence evidence;
    double multiple = 0.0; ///< thresholdMultiple(), 1 or more
};

/// The heads that patternOf() gives this pattern, those with the most of it first, at most `most`;
/// of Unpredictable those with the least evidence of anything. Of equals the first in the span.
[[nodiscard]] std::vector<PatternExample> patternExamples(std::span<const HeadTheory> heads,
                                                          Pattern pattern,
                                                          const PatternThresholds& thresholds,
                                                          std::size_t most);

} // namespace ropescope
