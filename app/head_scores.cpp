// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_scores.h"

#include <algorithm>
#include <limits>

#include <QCoreApplication>

namespace ropescope {

namespace {

QString translated(std::string_view text)
{
    return QCoreApplication::translate("HeadNumbers", std::string(text).c_str());
}

/// `unknown` where the trace lacks the head.
template <class T, class Of>
std::vector<T> ofHeads(const TraceTheory& theory, const TraceInfo& info, const T& unknown, Of&& of)
{
    const auto heads = static_cast<std::size_t>(info.numHeads);
    std::vector<T> values(static_cast<std::size_t>(info.numLayers) * heads, unknown);
    for (const HeadTheory& head : theory.heads) {
        values[static_cast<std::size_t>(head.id.layer.value) * heads
               + static_cast<std::size_t>(head.id.head.value)]
            = of(head);
    }
    return values;
}

} // namespace

QString titleOf(const HeadNumber& number) { return translated(number.title); }

QString meaningOf(const HeadNumber& number) { return translated(number.meaning); }

QString absenceOf(const HeadNumber& number) { return translated(number.absent); }

std::span<const HeadNumber> headScores()
{
    constexpr std::size_t kPlaces = 2; // layer and head
    return headNumbers().subspan(kPlaces);
}

std::vector<double> scoresOf(const TraceTheory& theory, const TraceInfo& info,
                             const HeadNumber& number)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    return ofHeads(theory, info, kNone,
                   [&](const HeadTheory& head) { return number.of(head).value_or(kNone); });
}

std::vector<std::optional<Pattern>> patternsOf(const TraceTheory& theory, const TraceInfo& info,
                                               const PatternThresholds& thresholds)
{
    return ofHeads(theory, info, std::optional<Pattern>(), [&](const HeadTheory& head) {
        return std::optional(patternOf(head.evidence, thresholds));
    });
}

std::vector<bool> dimmedBy(const HeadQuery& query, const TraceTheory& theory, const TraceInfo& info,
                           const PatternThresholds& thresholds)
{
    return ofHeads(theory, info, true,
                   [&](const HeadTheory& head) { return !matches(query, head, thresholds); });
}

std::array<int, 5> patternCounts(const TraceTheory& theory, const PatternThresholds& thresholds)
{
    std::array<int, 5> counts {};
    for (const HeadTheory& head : theory.heads)
        ++counts[static_cast<std::size_t>(patternOf(head.evidence, thresholds))];
    return counts;
}

std::vector<HeadId> orderedBy(const TraceTheory& theory, const HeadNumber& number)
{
    constexpr double kLast = -std::numeric_limits<double>::infinity();
    std::vector<std::pair<double, HeadId>> heads;
    for (const HeadTheory& head : theory.heads)
        heads.emplace_back(number.of(head).value_or(kLast), head.id);
    std::ranges::stable_sort(heads, std::greater {}, &std::pair<double, HeadId>::first);
    std::vector<HeadId> order;
    for (const auto& [value, id] : heads)
        order.push_back(id);
    return order;
}

} // namespace ropescope
