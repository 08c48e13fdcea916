// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/text_pattern.h"

#include <algorithm>
#include <climits>
#include <string_view>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {

namespace {

constexpr std::size_t kLongestRegex = 4096;    ///< those of today's models have hundreds
constexpr std::size_t kLongestLiteral = 256;   ///< it is looked for at each character anew
constexpr std::int64_t kLongestText = 1 << 26; ///< after a replacement, in UTF-16 units

/// Lists the matches of a text in order, and what lies between them.
class SpanList {
public:
    void addMatch(int begin, int end)
    {
        // A match of nothing right behind another match is none, as Oniguruma has it.
        if (begin == end && begin == m_done && !m_spans.empty())
            return;
        addGapUpTo(begin);
        m_spans.push_back({ begin, end, true });
        m_done = end;
    }
    std::vector<PatternSpan> finish(int length)
    {
        addGapUpTo(length);
        return std::move(m_spans);
    }

private:
    void addGapUpTo(int end)
    {
        if (end > m_done)
            m_spans.push_back({ m_done, end, false });
    }

    std::vector<PatternSpan> m_spans;
    int m_done = 0;
};

/// ICU asks at each place where a match might begin; context: the time at which it must stop.
UBool isBefore(const void* context, std::int64_t /*place*/)
{
    return static_cast<UBool>(MatchingTime::Clock::now()
                              < *static_cast<const MatchingTime::Clock::time_point*>(context));
}

UErrorCode findAll(const icu::RegexPattern& regex, const icu::UnicodeString& text,
                   MatchingTime& time, SpanList& list)
{
    // It grows with runs such as a million spaces; ICU's own limit is eight megabytes.
    constexpr int kMostStackBytes = 1 << 28;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(regex.matcher(text, status));
    if (U_FAILURE(status))
        return status;
    matcher->setStackLimit(kMostStackBytes, status);
    const auto begin = MatchingTime::Clock::now();
    const MatchingTime::Clock::time_point end = begin + time.left();
    matcher->setFindProgressCallback(isBefore, &end, status);
    auto now = begin;
    do {
        // ICU's own limit is for what a match does at one place, in steps of a millisecond or less.
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - now).count();
        matcher->setTimeLimit(static_cast<int>(std::clamp<std::int64_t>(left, 1, INT_MAX)), status);
        if (!matcher->find(status))
            break;
        list.addMatch(matcher->start(status), matcher->end(status));
        now = MatchingTime::Clock::now();
        if (now >= end)
            status = U_REGEX_TIME_OUT;
    } while (U_SUCCESS(status));
    time.spend(MatchingTime::Clock::now() - begin);
    return status;
}

/// Patterns are written in Oniguruma's Ruby syntax, where "{1,3}+" repeats the interval; for ICU it
/// is possessive. From one on, or none, the repeated interval is a plain "+" or "*". Errors:
/// Unsupported for other repeated intervals.
Result<icu::UnicodeString> fromRuby(const std::string& regex, const std::string& where)
{
    const std::pair<const char*, const char16_t*> intervals[]
        = { { R"((?<!\\)\{1,\d*\}\+)", u"+" }, { R"((?<!\\)\{0?,\d*\}\+)", u"*" } };
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(regex);
    for (const auto& [interval, quantifier] : intervals) {
        icu::RegexMatcher matcher(icu::UnicodeString::fromUTF8(interval), text, 0, status);
        text = matcher.replaceAll(quantifier, status);
    }
    icu::RegexMatcher others(uR"((?<!\\)\{\d+(,\d*)?\}\+)", text, 0, status);
    if (others.find(status) || U_FAILURE(status)) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: the pattern '{}' repeats a number of times, which is not "
                                "supported unless from 0 or 1 on.",
                                where, regex));
    }
    return text;
}

} // namespace

Result<TextPattern> TextPattern::read(const nlohmann::json& pattern, const std::string& where)
{
    for (const auto& [key, longest] :
         { std::pair("Regex", kLongestRegex), std::pair("String", kLongestLiteral) }) {
        if (!pattern.is_object() || !pattern.contains(key) || !pattern[key].is_string())
            continue;
        const auto text = pattern[key].get<std::string>();
        if (text.empty()) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: the {} of 'pattern' is empty.", where, key));
        }
        if (text.size() > longest) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: the {} of 'pattern' has {} bytes, supported are {}.",
                                    where, key, text.size(), longest));
        }
        return key == std::string_view("Regex") ? ofRegex(text, where)
                                                : ofLiteral(icu::UnicodeString::fromUTF8(text));
    }
    return fail(ErrorCode::Malformed,
                fmt::format("{}: 'pattern' must be an object with a Regex or a String, found {}.",
                            where, describeJson(pattern)));
}

Result<TextPattern> TextPattern::ofRegex(const std::string& regex, const std::string& where)
{
    // In Ruby's syntax ^ and $ stand at every line feed.
    constexpr std::uint32_t kFlags = UREGEX_MULTILINE | UREGEX_UNIX_LINES;
    const Result<icu::UnicodeString> text = fromRuby(regex, where);
    if (!text)
        return tl::unexpected(text.error());
    UErrorCode status = U_ZERO_ERROR;
    UParseError place {};
    TextPattern pattern;
    pattern.m_regex.reset(icu::RegexPattern::compile(*text, kFlags, place, status));
    if (U_FAILURE(status)) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the pattern '{}' does not compile: {} at character {}.", where,
                                regex, u_errorName(status), place.offset));
    }
    return pattern;
}

TextPattern TextPattern::ofLiteral(icu::UnicodeString literal)
{
    TextPattern pattern;
    pattern.m_literal = std::move(literal);
    return pattern;
}

Result<std::vector<PatternSpan>> TextPattern::spans(const icu::UnicodeString& text,
                                                    MatchingTime& time) const
{
    SpanList list;
    if (m_regex != nullptr) {
        if (const UErrorCode status = findAll(*m_regex, text, time, list); U_FAILURE(status)) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("The tokenizer's pattern fails on this text: {}.",
                                    u_errorName(status)));
        }
        return list.finish(text.length());
    }
    const auto begin = MatchingTime::Clock::now();
    int at = text.indexOf(m_literal, 0);
    while (at >= 0) {
        list.addMatch(at, at + m_literal.length());
        at = text.indexOf(m_literal, at + m_literal.length());
    }
    time.spend(MatchingTime::Clock::now() - begin);
    if (time.left() == MatchingTime::Clock::duration::zero())
        return fail(ErrorCode::Unsupported, "The tokenizer's patterns take too long on this text.");
    return list.finish(text.length());
}

Result<icu::UnicodeString> TextPattern::replaceAll(const icu::UnicodeString& text,
                                                   const icu::UnicodeString& replacement,
                                                   MatchingTime& time) const
{
    const auto found = spans(text, time);
    if (!found)
        return tl::unexpected(found.error());
    std::int64_t length = 0;
    for (const PatternSpan& span : *found)
        length += span.isMatch ? replacement.length() : span.end - span.begin;
    if (length > kLongestText) {
        return fail(ErrorCode::Malformed,
                    fmt::format("The tokenizer's replacements make a text of {} characters, of at "
                                "most {}.",
                                length, kLongestText));
    }
    icu::UnicodeString result;
    for (const PatternSpan& span : *found) {
        if (span.isMatch)
            result.append(replacement);
        else
            result.append(text, span.begin, span.end - span.begin);
    }
    return result;
}

} // namespace ropescope
