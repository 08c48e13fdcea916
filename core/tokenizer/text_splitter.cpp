// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/text_splitter.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

namespace ropescope {

namespace {

constexpr std::array kBehaviors {
    std::pair { "Isolated", SplitBehavior::Isolated },
    std::pair { "Removed", SplitBehavior::Removed },
    std::pair { "MergedWithPrevious", SplitBehavior::MergedWithPrevious },
    std::pair { "MergedWithNext", SplitBehavior::MergedWithNext },
    std::pair { "Contiguous", SplitBehavior::Contiguous },
};

/// Joins each match to the span before it unless that is a match, too.
std::vector<PatternSpan> mergeBackwards(const std::vector<PatternSpan>& spans)
{
    std::vector<PatternSpan> merged;
    bool afterMatch = false;
    for (const PatternSpan& span : spans) {
        if (span.isMatch && !afterMatch && !merged.empty())
            merged.back().end = span.end;
        else
            merged.push_back(span);
        afterMatch = span.isMatch;
    }
    return merged;
}

/// The same seen from the end of the text.
std::vector<PatternSpan> mergeForwards(std::vector<PatternSpan> spans)
{
    const auto mirror = [](std::vector<PatternSpan>& list) {
        std::ranges::reverse(list);
        for (PatternSpan& span : list)
            span = { -span.end, -span.begin, span.isMatch };
    };
    mirror(spans);
    spans = mergeBackwards(spans);
    mirror(spans);
    return spans;
}

std::vector<PatternSpan> mergeAlike(const std::vector<PatternSpan>& spans)
{
    std::vector<PatternSpan> merged;
    for (const PatternSpan& span : spans) {
        if (!merged.empty() && merged.back().isMatch == span.isMatch)
            merged.back().end = span.end;
        else
            merged.push_back(span);
    }
    return merged;
}

std::vector<PatternSpan> arrange(std::vector<PatternSpan> spans, SplitBehavior behavior)
{
    switch (behavior) {
    case SplitBehavior::Isolated:
        break;
    case SplitBehavior::Removed:
        std::erase_if(spans, [](const PatternSpan& span) { return span.isMatch; });
        break;
    case SplitBehavior::MergedWithPrevious:
        return mergeBackwards(spans);
    case SplitBehavior::MergedWithNext:
        return mergeForwards(std::move(spans));
    case SplitBehavior::Contiguous:
        return mergeAlike(spans);
    }
    return spans;
}

} // namespace

SplitBehavior readSplitBehavior(JsonFields& fields, std::optional<std::string> fallback)
{
    const std::string name = fields.text("behavior", std::move(fallback));
    for (const auto& [known, behavior] : kBehaviors) {
        if (name == known)
            return behavior;
    }
    fields.reject(ErrorCode::Unsupported,
                  fmt::format("{}: the 'behavior' '{}' is not supported; Isolated, Removed, "
                              "MergedWithPrevious, MergedWithNext and Contiguous are.",
                              fields.where(), name));
    return SplitBehavior::Isolated;
}

Result<std::vector<icu::UnicodeString>> TextSplitter::split(const icu::UnicodeString& text,
                                                            MatchingTime& time) const
{
    auto spans = pattern.spans(text, time);
    if (!spans)
        return tl::unexpected(spans.error());
    for (PatternSpan& span : *spans)
        span.isMatch = span.isMatch != invert;
    std::vector<icu::UnicodeString> pieces;
    for (const PatternSpan& span : arrange(std::move(*spans), behavior)) {
        if (span.end > span.begin)
            pieces.emplace_back(text, span.begin, span.end - span.begin);
    }
    return pieces;
}

} // namespace ropescope
