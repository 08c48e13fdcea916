// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/pattern_examples.h"

#include <algorithm>
#include <functional>

namespace ropescope {

std::vector<PatternExample> patternExamples(std::span<const HeadTheory> heads, Pattern pattern,
                                            const PatternThresholds& thresholds, std::size_t most)
{
    std::vector<PatternExample> examples;
    for (const HeadTheory& head : heads) {
        if (patternOf(head.evidence, thresholds) == pattern)
            examples.push_back(
                { head.id, head.evidence, thresholdMultiple(head.evidence, pattern, thresholds) });
    }
    std::ranges::stable_sort(examples, std::greater {}, &PatternExample::multiple);
    if (examples.size() > most)
        examples.resize(most);
    return examples;
}

} // namespace ropescope
