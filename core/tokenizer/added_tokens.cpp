// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/added_tokens.h"

#include <algorithm>
#include <span>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/tokenizer/token_id.h"

namespace ropescope {

namespace {

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

/// Those of today's models have tens; each is looked for at each place of a text.
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
    MatchingTime time(0); // for all of them: they are short
    for (const nlohmann::json& json : list) {
        Result<AddedToken> token = readToken(json, where);
        if (!token)
            return tl::unexpected(token.error());
        token->written = token->content;
        if (token->normalized) {
            Result<std::string> normalized = normalizer.apply(token->content, time);
            if (!normalized)
                return tl::unexpected(normalized.error());
            token->written = std::move(*normalized);
        }
        if (token->written.size() > kLongestToken) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: the token {} has {} bytes, supported are {}.", where,
                                    token->id, token->written.size(), kLongestToken));
        }
        (token->normalized ? result.m_normalized : result.m_raw).add(*token);
        result.m_tokens.push_back(std::move(*token));
    }
    result.m_raw.sort();
    result.m_normalized.sort();
    return result;
}

Result<std::vector<AddedTokens::Stretch>> AddedTokens::split(const std::string& text,
                                                             const TextNormalizer& normalizer,
                                                             MatchingTime& time) const
{
    std::vector<Stretch> result;
    for (Stretch& stretch : m_raw.split(text)) {
        if (stretch.token) {
            result.push_back(std::move(stretch));
            continue;
        }
        const Result<std::string> normalized = normalizer.apply(stretch.text, time);
        if (!normalized)
            return tl::unexpected(normalized.error());
        for (Stretch& part : m_normalized.split(*normalized)) {
            part.isStart = part.isStart && stretch.isStart;
            result.push_back(std::move(part));
        }
    }
    return result;
}

void AddedTokens::Finder::add(const AddedToken& token)
{
    if (!token.written.empty())
        m_tokens.push_back(token);
}

void AddedTokens::Finder::sort() { std::ranges::stable_sort(m_tokens, {}, &AddedToken::written); }

const AddedToken* AddedTokens::Finder::longestAt(std::string_view text, std::size_t at) const
{
    const AddedToken* longest = nullptr;
    std::span<const AddedToken> left = m_tokens; // those that begin with the bytes so far
    for (std::size_t size = 1; !left.empty() && at + size <= text.size(); ++size) {
        const auto lastByte = [size](const AddedToken& token) {
            return static_cast<unsigned char>(token.written[size - 1]);
        };
        const auto next = static_cast<unsigned char>(text[at + size - 1]);
        const auto same = std::ranges::equal_range(left, next, {}, lastByte);
        const auto longer = std::ranges::partition_point(
            same, [size](const AddedToken& token) { return token.written.size() == size; });
        if (longer != same.begin())
            longest = &same.front();
        left = { longer, same.end() };
    }
    return longest;
}

std::vector<AddedTokens::Stretch> AddedTokens::Finder::split(const std::string& text) const
{
    std::vector<Stretch> stretches;
    std::size_t done = 0;
    int spaceBegin = 0; // the last white space that was looked through, and its end
    int spaceEnd = 0;
    const auto addTextUpTo = [&](std::size_t end) {
        if (end > done)
            stretches.push_back({ text.substr(done, end - done), {}, done == 0 });
    };
    for (std::size_t at = 0; at < text.size();) {
        const AddedToken* token = longestAt(text, at);
        if (token == nullptr) {
            ++at;
            continue;
        }
        auto begin = static_cast<int>(at);
        auto end = static_cast<int>(at + token->written.size());
        // The search goes on behind the token itself: a token of white space is found even where
        // the one before it has taken that along, as in Hugging Face's tokenizers.
        at += token->written.size();
        if (token->singleWord && touchesWord(text, begin, end))
            continue;
        if (token->leftStrip)
            begin = withoutSpaceBefore(text, begin, static_cast<int>(done));
        if (token->rightStrip) {
            if (end < spaceBegin || end > spaceEnd) {
                spaceBegin = end;
                spaceEnd = withoutSpaceAfter(text, end);
            }
            end = spaceEnd;
        }
        const auto first = static_cast<std::size_t>(begin);
        addTextUpTo(first);
        stretches.push_back({ {}, token->id, first == 0 });
        done = static_cast<std::size_t>(end);
    }
    addTextUpTo(text.size());
    return stretches;
}

} // namespace ropescope
