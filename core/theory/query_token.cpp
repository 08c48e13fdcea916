// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/query_token.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/core.h>

#include "core/base/utf8.h"

namespace ropescope {

namespace {

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

bool isSpace(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

/// The longer spelling comes before the one that it begins with.
constexpr std::pair<std::string_view, std::string_view> kRelations[] = {
    { "<=", "<=" }, { ">=", ">=" }, { "==", "=" }, { "!=", "!=" }, { "≤", "<=" },
    { "≥", ">=" },  { "≠", "!=" },  { "<", "<" },  { ">", ">" },   { "=", "=" },
};

bool startsNumber(std::string_view rest)
{
    if (rest.front() == '-' || rest.front() == '+')
        rest.remove_prefix(1);
    if (rest.starts_with('.'))
        rest.remove_prefix(1);
    return !rest.empty() && isDigit(rest.front());
}

/// As much as could belong to a number, so that "0.4x" is complained about as a whole.
std::string_view numberText(std::string_view rest)
{
    std::size_t size = 1; // the first may be a sign
    while (size < rest.size()
           && (isQueryWordLetter(rest[size])
               || (rest[size] == '+' && (rest[size - 1] == 'e' || rest[size - 1] == 'E'))))
        ++size;
    return rest.substr(0, size);
}

Result<QueryToken> numberToken(std::string_view text)
{
    QueryToken token { .kind = QueryToken::Kind::Number, .text = std::string(text) };
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, token.number);
    if (error != std::errc() || stop != end || !std::isfinite(token.number))
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("At '{}': expected a number, such as 0.4", text));
    return token;
}

/// The first character of well-formed UTF-8.
std::string_view firstCharacter(std::string_view text)
{
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
        ++size;
    return text.substr(0, size);
}

} // namespace

bool isQueryWordLetter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || isDigit(letter)
        || letter == '_' || letter == '-' || letter == '.';
}

Result<std::vector<QueryToken>> queryTokens(std::string_view text)
{
    if (auto wellFormed = checkUtf8(text); !wellFormed)
        return tl::unexpected(wellFormed.error());
    std::vector<QueryToken> tokens;
    while (!text.empty()) {
        if (isSpace(text.front())) {
            text.remove_prefix(1);
            continue;
        }
        if (startsNumber(text)) {
            const std::string_view digits = numberText(text);
            auto number = numberToken(digits);
            if (!number)
                return tl::unexpected(number.error());
            tokens.push_back(std::move(*number));
            text.remove_prefix(digits.size());
            continue;
        }
        if (text.front() == '(' || text.front() == ')') {
            const bool opens = text.front() == '(';
            tokens.push_back({ .kind = opens ? QueryToken::Kind::Open : QueryToken::Kind::Close,
                               .text = opens ? "(" : ")" });
            text.remove_prefix(1);
            continue;
        }
        const auto* const relation = std::ranges::find_if(
            kRelations, [&](const auto& spelling) { return text.starts_with(spelling.first); });
        if (relation != std::end(kRelations)) {
            tokens.push_back(
                { .kind = QueryToken::Kind::Relation, .text = std::string(relation->second) });
            text.remove_prefix(relation->first.size());
            continue;
        }
        const auto end = std::ranges::find_if_not(text, isQueryWordLetter);
        const auto size = static_cast<std::size_t>(end - text.begin());
        if (size == 0)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("At '{}': expected a name, a number, a comparison, 'and', "
                                    "'or', 'not' or a parenthesis",
                                    firstCharacter(text)));
        tokens.push_back(
            { .kind = QueryToken::Kind::Word, .text = std::string(text.substr(0, size)) });
        text.remove_prefix(size);
    }
    tokens.push_back({});
    return tokens;
}

} // namespace ropescope
