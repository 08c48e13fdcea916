// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/added_tokens.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/tokenizer/token_id.h"

namespace ropescope {

namespace {

std::size_t index(int value) { return static_cast<std::size_t>(value); }

bool isWordCharacter(UChar32 character)
{
    return u_isUAlphabetic(character) || u_charType(character) == U_DECIMAL_DIGIT_NUMBER
        || (U_GET_GC_MASK(character) & (U_GC_M_MASK | U_GC_PC_MASK)) != 0
        || u_hasBinaryProperty(character, UCHAR_JOIN_CONTROL);
}

/// The character that ends at byte `at`, and where it begins.
std::pair<UChar32, int> characterBefore(std::string_view text, int at)
{
    UChar32 character = 0;
    U8_PREV(text.data(), 0, at, character);
    return { character, at };
}

/// The character that begins at byte `at`, and where the next one does.
std::pair<UChar32, int> characterAt(std::string_view text, int at)
{
    UChar32 character = 0;
    U8_NEXT(text.data(), at, static_cast<int>(text.size()), character);
    return { character, at };
}

bool touchesWord(std::string_view text, int begin, int end)
{
    return (begin > 0 && isWordCharacter(characterBefore(text, begin).first))
        || (end < static_cast<int>(text.size()) && isWordCharacter(characterAt(text, end).first));
}

int withoutSpaceBefore(std::string_view text, int begin, int lowest)
{
    while (begin > lowest) {
        const auto [character, start] = characterBefore(text, begin);
        if (!u_isUWhiteSpace(character))
            break;
        begin = start;
    }
    return begin;
}

int withoutSpaceAfter(std::string_view text, int end)
{
    while (end < static_cast<int>(text.size())) {
        const auto [character, next] = characterAt(text, end);
        if (!u_isUWhiteSpace(character))
            break;
        end = next;
    }
    return end;
}

/// Of bytes; those of today's models have tens.
constexpr std::size_t kLongestToken = 1024;

Result<AddedToken> readToken(const nlohmann::json& json, const std::string& where)
{
    JsonFields fields(json, where);
    AddedToken token { .id = fields.integer("id", 0, kHighestTokenId),
                       .content = fields.text("content"),
                       .singleWord = fields.boolean("single_word", false),
                       .leftStrip = fields.boolean("lstrip", false),
                       .rightStrip = fields.boolean("rstrip", false),
                       .normalized = fields.boolean("normalized", false) };
    if (fields.error())
        return tl::unexpected(*fields.error());
    return token;
}

} // namespace

Result<AddedTokens> AddedTokens::read(const nlohmann::json& list, const TextNormalizer& normalizer,
                                      const std::string& where)
{
    AddedTokens result;
    if (list.is_null())
        return result;
    if (!list.is_array()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: expected a list, found {}.", where, describeJson(list)));
    }
    std::vector<AddedToken> raw;
    std::vector<AddedToken> normalized;
    MatchingTime time(0); // for all of them: they are short
    for (const nlohmann::json& json : list) {
        Result<AddedToken> token = readToken(json, where);
        if (!token)
            return tl::unexpected(token.error());
        token->written = token->content;
        if (token->normalized) {
            Result<std::string> written = normalizer.apply(token->content, time);
            if (!written)
                return tl::unexpected(written.error());
            token->written = std::move(*written);
        }
        if (token->written.size() > kLongestToken) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: the token {} has {} bytes, supported are {}.", where,
                                    token->id, token->written.size(), kLongestToken));
        }
        (token->normalized ? normalized : raw).push_back(*token);
        result.m_tokens.push_back(std::move(*token));
    }
    result.m_raw = Finder(std::move(raw));
    result.m_normalized = Finder(std::move(normalized));
    return result;
}

Result<std::vector<AddedTokens::Stretch>> AddedTokens::split(const std::string& text,
                                                             const TextNormalizer& normalizer,
                                                             MatchingTime& time) const
{
    std::vector<Stretch> result;
    auto stretches = m_raw.split(text, time);
    if (!stretches)
        return stretches;
    for (Stretch& stretch : *stretches) {
        if (stretch.token) {
            result.push_back(std::move(stretch));
            continue;
        }
        const Result<std::string> normalized = normalizer.apply(stretch.text, time);
        if (!normalized)
            return tl::unexpected(normalized.error());
        auto parts = m_normalized.split(*normalized, time);
        if (!parts)
            return parts;
        for (Stretch& part : *parts) {
            part.isStart = part.isStart && stretch.isStart;
            result.push_back(std::move(part));
        }
    }
    return result;
}

AddedTokens::Finder::Finder(std::vector<AddedToken> tokens)
    : m_tokens(std::move(tokens))
{
    std::erase_if(m_tokens, [](const AddedToken& token) { return token.written.empty(); });
    std::ranges::stable_sort(m_tokens, {}, &AddedToken::written);
    const auto same = std::ranges::unique(m_tokens, {}, &AddedToken::written);
    m_tokens.erase(same.begin(), same.end());
    int prefix = -1;
    for (const AddedToken& token : m_tokens) {
        while (prefix >= 0 && !token.written.starts_with(m_tokens[index(prefix)].written))
            prefix = m_prefixes[index(prefix)];
        m_prefixes.push_back(prefix);
        prefix = static_cast<int>(m_prefixes.size()) - 1;
    }
}

/// In the order of what they match, all that the text begins with come before it, and the last one
/// before it begins with all of them.
const AddedToken* AddedTokens::Finder::longestAt(std::string_view text) const
{
    const auto behind = std::ranges::upper_bound(m_tokens, text, {}, &AddedToken::written);
    if (behind == m_tokens.begin())
        return nullptr;
    auto found = static_cast<int>(behind - m_tokens.begin()) - 1;
    while (found >= 0 && !text.starts_with(m_tokens[index(found)].written))
        found = m_prefixes[index(found)];
    return found >= 0 ? &m_tokens[index(found)] : nullptr;
}

Result<std::vector<AddedTokens::Stretch>> AddedTokens::Finder::split(const std::string& text,
                                                                     MatchingTime& time) const
{
    constexpr int kPlacesAtATime = 1024; // a few milliseconds
    const auto begin = MatchingTime::Clock::now();
    const auto isLate = [&] { return MatchingTime::Clock::now() - begin >= time.left(); };
    std::vector<Stretch> stretches;
    std::size_t done = 0;
    int spaceBegin = 0; // the last white space that was looked through, and its end
    int spaceEnd = 0;
    const auto addTextUpTo = [&](std::size_t end) {
        if (end > done)
            stretches.push_back({ text.substr(done, end - done), {}, done == 0 });
    };
    int places = 0;
    for (std::size_t at = 0; at < text.size() && (++places % kPlacesAtATime != 0 || !isLate());) {
        const AddedToken* token = longestAt(std::string_view(text).substr(at));
        if (token == nullptr) {
            ++at;
            continue;
        }
        auto first = static_cast<int>(at);
        auto end = static_cast<int>(at + token->written.size());
        // The search goes on behind the token itself: a token of white space is found even where
        // the one before it has taken that along, as in Hugging Face's tokenizers.
        at += token->written.size();
        if (token->singleWord && touchesWord(text, first, end))
            continue;
        if (token->leftStrip)
            first = withoutSpaceBefore(text, first, static_cast<int>(done));
        if (token->rightStrip) {
            if (end < spaceBegin || end > spaceEnd) {
                spaceBegin = end;
                spaceEnd = withoutSpaceAfter(text, end);
            }
            end = spaceEnd;
        }
        addTextUpTo(static_cast<std::size_t>(first));
        stretches.push_back({ {}, token->id, first == 0 });
        done = static_cast<std::size_t>(end);
    }
    addTextUpTo(text.size());
    time.spend(MatchingTime::Clock::now() - begin);
    if (time.left() == MatchingTime::Clock::duration::zero()) {
        return fail(ErrorCode::Unsupported,
                    "The tokenizer's added tokens take too long to find in this text.");
    }
    return stretches;
}

} // namespace ropescope
