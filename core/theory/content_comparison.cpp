// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/content_comparison.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/theory/rank_correlation.h"

namespace ropescope {

namespace {

std::optional<double> agreement(const std::vector<HeadContent>& heads,
                                double PatternEvidence::*evidence)
{
    std::vector<double> text;
    std::vector<double> random;
    for (const HeadContent& head : heads) {
        text.push_back(head.text.*evidence);
        random.push_back(head.random.*evidence);
    }
    return spearman(text, random);
}

} // namespace

int ContentComparison::withPattern() const
{
    return static_cast<int>(std::ranges::count_if(
        heads, [](const HeadContent& head) { return head.onText != Pattern::Unpredictable; }));
}

int ContentComparison::kept() const
{
    return static_cast<int>(
        std::ranges::count_if(heads, [](const HeadContent& head) { return head.keepsPattern(); }));
}

Result<ContentComparison> compareContent(const TraceTheory& text, const TraceTheory& random)
{
    const bool same = std::ranges::equal(
        text.heads, random.heads, {}, [](const HeadTheory& head) { return head.id; },
        [](const HeadTheory& head) { return head.id; });
    if (!same) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The two runs do not hold the same heads: {} and {}.",
                                text.heads.size(), random.heads.size()));
    }
    ContentComparison comparison;
    for (std::size_t i = 0; i < text.heads.size(); ++i) {
        const HeadTheory& before = text.heads[i];
        const HeadTheory& after = random.heads[i];
        comparison.heads.push_back(
            { before.id, before.pattern, after.pattern, before.evidence, after.evidence });
    }
    comparison.reAccess = agreement(comparison.heads, &PatternEvidence::reAccess);
    comparison.sequential = agreement(comparison.heads, &PatternEvidence::sequential);
    comparison.periodic = agreement(comparison.heads, &PatternEvidence::periodic);
    comparison.seasonal = agreement(comparison.heads, &PatternEvidence::seasonal);
    return comparison;
}

} // namespace ropescope
