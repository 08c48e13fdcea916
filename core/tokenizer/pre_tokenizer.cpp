// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/pre_tokenizer.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/tokenizer/component_list.h"

namespace ropescope {

namespace {

/// What ByteLevel splits by when it is asked to: contractions, words, numbers, signs, white space.
constexpr const char* kByteLevelPattern
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

Result<std::shared_ptr<const icu::RegexPattern>> compile(const std::string& pattern,
                                                         std::uint32_t flags,
                                                         const std::string& where)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError place {};
    std::shared_ptr<const icu::RegexPattern> compiled(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(pattern), flags, place, status));
    if (U_FAILURE(status)) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the pattern '{}' does not compile: {} at character {}.", where,
                                pattern, u_errorName(status), place.offset));
    }
    return compiled;
}

Result<std::shared_ptr<const icu::RegexPattern>> readSplit(const nlohmann::json& json,
                                                           const std::string& where)
{
    JsonFields fields(json, where);
    const std::string behavior = fields.text("behavior");
    const nlohmann::json* pattern = fields.require("pattern");
    if (fields.error())
        return tl::unexpected(*fields.error());
    // "invert" swaps matches and gaps; both are pieces here, so it changes nothing.
    if (behavior != "Isolated") {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: the Split behaviour '{}' is not supported; only Isolated is.",
                                where, behavior));
    }
    for (const auto& [key, flags] :
         { std::pair<const char*, std::uint32_t>("Regex", 0), { "String", UREGEX_LITERAL } }) {
        if (pattern->is_object() && pattern->contains(key) && (*pattern)[key].is_string())
            return compile((*pattern)[key].get<std::string>(), flags, where);
    }
    return fail(ErrorCode::Malformed,
                fmt::format("{}: 'pattern' must be an object with a Regex or a String, found {}.",
                            where, describeJson(*pattern)));
}

/// Appends matches and the gaps between them.
UErrorCode cut(const icu::UnicodeString& text, const icu::RegexPattern& pattern,
               std::vector<icu::UnicodeString>& pieces)
{
    constexpr int kMostSteps = 2000; // of ICU's own clock, about a millisecond each
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern.matcher(text, status));
    if (U_FAILURE(status))
        return status;
    matcher->setTimeLimit(kMostSteps, status);
    int done = 0;
    const auto append = [&](int begin, int end) {
        if (end > begin)
            pieces.emplace_back(text, begin, end - begin);
    };
    while (matcher->find(status)) {
        append(done, matcher->start(status));
        append(matcher->start(status), matcher->end(status));
        done = matcher->end(status);
    }
    append(done, text.length());
    return status;
}

} // namespace

Result<PreTokenizer> PreTokenizer::read(const nlohmann::json& preTokenizer,
                                        const std::string& where)
{
    const auto components = componentList(preTokenizer, "pretokenizers", where);
    if (!components)
        return tl::unexpected(components.error());
    if (components->empty() || components->back().type != "ByteLevel") {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: only byte-level vocabularies are supported, whose last step "
                                "is ByteLevel; found {}.",
                                where, components->empty() ? "none" : components->back().type));
    }
    PreTokenizer result;
    for (const Component& component : *components) {
        const bool isLast = component.json == components->back().json;
        JsonFields fields(*component.json, where);
        Step step;
        Result<std::shared_ptr<const icu::RegexPattern>> pattern;
        if (component.type == "Split") {
            pattern = readSplit(*component.json, where);
        } else if (component.type == "Digits") {
            const bool each = fields.boolean("individual_digits", false);
            pattern = compile(each ? "\\p{N}" : "\\p{N}+", 0, where);
        } else if (component.type == "ByteLevel" && isLast) {
            step.addPrefixSpace = fields.boolean("add_prefix_space", true);
            if (fields.boolean("use_regex", true))
                pattern = compile(kByteLevelPattern, 0, where);
        } else {
            return unsupportedComponent(component, where);
        }
        if (fields.error())
            return tl::unexpected(*fields.error());
        if (!pattern)
            return tl::unexpected(pattern.error());
        step.pattern = std::move(*pattern);
        result.m_steps.push_back(std::move(step));
    }
    return result;
}

Result<std::vector<std::string>> PreTokenizer::split(const std::string& text) const
{
    std::vector<icu::UnicodeString> pieces;
    if (!text.empty())
        pieces.push_back(icu::UnicodeString::fromUTF8(text));
    for (const Step& step : m_steps) {
        std::vector<icu::UnicodeString> finer;
        for (icu::UnicodeString& piece : pieces) {
            if (step.addPrefixSpace && piece[0] != u' ')
                piece.insert(0, u' ');
            if (step.pattern == nullptr) {
                finer.push_back(std::move(piece));
                continue;
            }
            if (const UErrorCode status = cut(piece, *step.pattern, finer); U_FAILURE(status)) {
                return fail(ErrorCode::Unsupported,
                            fmt::format("The tokenizer's pattern fails on this text: {}.",
                                        u_errorName(status)));
            }
        }
        pieces = std::move(finer);
    }
    std::vector<std::string> words(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].toUTF8String(words[i]);
    return words;
}

} // namespace ropescope
