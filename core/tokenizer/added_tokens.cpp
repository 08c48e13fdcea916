// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/added_tokens.h"

#include <algorithm>

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
    for (const nlohmann::json& json : list) {
        Result<AddedToken> token = readToken(json, where);
        if (!token)
            return tl::unexpected(token.error());
        if (token->normalized)
            result.m_normalized.add(*token, normalizer.apply(token->content));
        else
            result.m_raw.add(*token, token->content);
        result.m_tokens.push_back(std::move(*token));
    }
    result.m_raw.sortByLength();
    result.m_normalized.sortByLength();
    return result;
}

std::vector<AddedTokens::Stretch> AddedTokens::split(const std::string& text,
                                                     const TextNormalizer& normalizer) const
{
    std::vector<Stretch> result;
    for (Stretch& stretch : m_raw.split(text)) {
        if (stretch.token) {
            result.push_back(std::move(stretch));
            continue;
        }
        for (Stretch& part : m_normalized.split(normalizer.apply(stretch.text)))
            result.push_back(std::move(part));
    }
    return result;
}

void AddedTokens::Finder::add(const AddedToken& token, std::string pattern)
{
    if (!pattern.empty())
        m_entries[static_cast<unsigned char>(pattern[0])].push_back({ std::move(pattern), token });
}

void AddedTokens::Finder::sortByLength()
{
    for (std::vector<Entry>& entries : m_entries) {
        std::ranges::stable_sort(entries, std::greater<>(),
                                 [](const Entry& entry) { return entry.pattern.size(); });
    }
}

const AddedTokens::Finder::Entry* AddedTokens::Finder::longestAt(std::string_view text,
                                                                 std::size_t at) const
{
    for (const Entry& entry : m_entries[static_cast<unsigned char>(text[at])]) {
        if (text.substr(at).starts_with(entry.pattern))
            return &entry;
    }
    return nullptr;
}

std::vector<AddedTokens::Stretch> AddedTokens::Finder::split(const std::string& text) const
{
    std::vector<Stretch> stretches;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Entry* entry = longestAt(text, at);
        if (entry == nullptr) {
            ++at;
            continue;
        }
        auto begin = static_cast<int>(at);
        auto end = static_cast<int>(at + entry->pattern.size());
        at += entry->pattern.size();
        if (entry->token.singleWord && touchesWord(text, begin, end))
            continue;
        if (entry->token.leftStrip)
            begin = withoutSpaceBefore(text, begin, static_cast<int>(done));
        if (entry->token.rightStrip)
            end = withoutSpaceAfter(text, end);
        const auto first = static_cast<std::size_t>(begin);
        if (first > done)
            stretches.push_back({ text.substr(done, first - done), {} });
        done = static_cast<std::size_t>(end);
        stretches.push_back({ text.substr(first, done - first), entry->token.id });
        at = done;
    }
    if (done < text.size())
        stretches.push_back({ text.substr(done), {} });
    return stretches;
}

} // namespace ropescope
