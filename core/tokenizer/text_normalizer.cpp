// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/text_normalizer.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "core/io/json_fields.h"
#include "core/tokenizer/component_list.h"
#include "core/tokenizer/text_growth.h"
#include "core/tokenizer/text_pattern.h"

namespace ropescope {

namespace {

using icu::UnicodeString;

const icu::Normalizer2* normalForm(const std::string& name)
{
    UErrorCode status = U_ZERO_ERROR;
    if (name == "NFC")
        return icu::Normalizer2::getNFCInstance(status);
    if (name == "NFD")
        return icu::Normalizer2::getNFDInstance(status);
    if (name == "NFKC")
        return icu::Normalizer2::getNFKCInstance(status);
    if (name == "NFKD")
        return icu::Normalizer2::getNFKDInstance(status);
    return nullptr;
}

Result<UnicodeString> normalized(const UnicodeString& text, const icu::Normalizer2& form)
{
    UErrorCode status = U_ZERO_ERROR;
    UnicodeString result = form.normalize(text, status);
    if (U_FAILURE(status)) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("The text cannot be normalised: {}.", u_errorName(status)));
    }
    return result;
}

/// Character by character: the last sigma of a word is a sigma like any other.
UnicodeString lowercase(const UnicodeString& text)
{
    UnicodeString result;
    for (int at = 0; at < text.length(); at = text.moveIndex32(at, 1))
        result.append(UnicodeString(text.char32At(at)).toLower(icu::Locale::getRoot()));
    return result;
}

UnicodeString withoutMarks(const UnicodeString& text)
{
    UnicodeString result;
    for (int at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 character = text.char32At(at);
        if ((U_GET_GC_MASK(character) & U_GC_M_MASK) == 0)
            result.append(character);
    }
    return result;
}

/// White space lies in the basic plane, one unit each.
UnicodeString stripped(const UnicodeString& text, bool left, bool right)
{
    int begin = 0;
    int end = text.length();
    while (left && begin < end && u_isUWhiteSpace(text[begin]))
        ++begin;
    while (right && end > begin && u_isUWhiteSpace(text[end - 1]))
        --end;
    return { text, begin, end - begin };
}

UnicodeString withPrefix(const UnicodeString& text, const UnicodeString& prefix)
{
    return text.isEmpty() ? text : prefix + text;
}

Result<TextNormalizer::Step> readReplace(JsonFields& fields)
{
    const std::string content = insertedText(fields, "content");
    const nlohmann::json* json = fields.require("pattern");
    if (fields.error())
        return tl::unexpected(*fields.error());
    return TextPattern::read(*json, fields.where()).map([&](const TextPattern& pattern) {
        return TextNormalizer::Step([pattern, content = UnicodeString::fromUTF8(content)](
                                        const UnicodeString& text, MatchingTime& time) {
            return pattern.replaceAll(text, content, time);
        });
    });
}

Result<TextNormalizer::Step> readStep(const Component& component, const std::string& section)
{
    JsonFields fields(*component.json, fmt::format("{}: {}", section, component.type));
    if (component.type == "Replace")
        return readReplace(fields);
    TextNormalizer::Step step;
    if (const icu::Normalizer2* form = normalForm(component.type)) {
        step = [form](const UnicodeString& text, MatchingTime&) { return normalized(text, *form); };
    } else if (component.type == "Lowercase") {
        step = [](const UnicodeString& text, MatchingTime&) { return lowercase(text); };
    } else if (component.type == "StripAccents") {
        step = [](const UnicodeString& text, MatchingTime&) { return withoutMarks(text); };
    } else if (component.type == "Strip") {
        step
            = [left = fields.boolean("strip_left"), right = fields.boolean("strip_right")](
                  const UnicodeString& text, MatchingTime&) { return stripped(text, left, right); };
    } else if (component.type == "Prepend") {
        step = [prefix = UnicodeString::fromUTF8(insertedText(fields, "prepend"))](
                   const UnicodeString& text, MatchingTime&) { return withPrefix(text, prefix); };
    } else {
        return unsupportedComponent(component, section);
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    return step;
}

} // namespace

Result<TextNormalizer> TextNormalizer::read(const nlohmann::json& normalizer,
                                            const std::string& where)
{
    auto steps = readSteps<Step>(normalizer, "normalizers", where, readStep);
    if (!steps)
        return tl::unexpected(steps.error());
    TextNormalizer result;
    result.m_steps = std::move(*steps);
    return result;
}

Result<std::string> TextNormalizer::apply(const std::string& text, MatchingTime& time) const
{
    if (m_steps.empty())
        return text;
    UnicodeString current = UnicodeString::fromUTF8(text);
    const TextGrowth growth(static_cast<std::size_t>(current.length()));
    for (const Step& step : m_steps) {
        Result<UnicodeString> next = step(current, time);
        if (!next)
            return tl::unexpected(next.error());
        current = std::move(*next);
        if (const auto fits = growth.check(static_cast<std::size_t>(current.length())); !fits)
            return tl::unexpected(fits.error());
    }
    std::string result;
    return current.toUTF8String(result);
}

} // namespace ropescope
