// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a query about heads is read: a descent by the grammar in head_query.h.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/nearest_name.h"
#include "core/theory/head_query.h"
#include "core/theory/query_token.h"

namespace ropescope {

namespace {

constexpr int kDeepest = 200; ///< of nested parentheses and "not"; each takes a few stack frames
constexpr std::array kPatterns { Pattern::ReAccess, Pattern::Sequential, Pattern::Periodic,
                                 Pattern::Seasonal, Pattern::Unpredictable };

using Kind = QueryToken::Kind;

std::string lowered(std::string text)
{
    for (char& letter : text) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
        else if (letter == '_')
            letter = '-';
    }
    return text;
}

std::optional<Pattern> patternCalled(const std::string& name)
{
    const auto* const found = std::ranges::find(
        kPatterns, std::string_view(name), [](Pattern pattern) { return patternName(pattern); });
    return found == kPatterns.end() ? std::nullopt : std::optional(*found);
}

std::string didYouMean(std::string_view asked, std::span<const std::string_view> names)
{
    const std::string_view nearest = nearestName(asked, names);
    return nearest.empty() ? std::string() : fmt::format("; did you mean {}?", nearest);
}

HeadRelation relationOf(const std::string& text)
{
    constexpr std::pair<std::string_view, HeadRelation> kRelations[]
        = { { "<", HeadRelation::Less },    { "<=", HeadRelation::LessOrEqual },
            { ">", HeadRelation::Greater }, { ">=", HeadRelation::GreaterOrEqual },
            { "=", HeadRelation::Equal },   { "!=", HeadRelation::NotEqual } };
    return std::ranges::find(kRelations, std::string_view(text),
                             &std::pair<std::string_view, HeadRelation>::first)
        ->second;
}

class Parser {
public:
    explicit Parser(std::vector<QueryToken> tokens)
        : m_tokens(std::move(tokens))
    {
    }

    Result<HeadQuery> whole()
    {
        auto query = chain(HeadQuery::Kind::Or);
        if (query && now().kind != Kind::End)
            return expected("'and', 'or' or the end");
        return query;
    }

private:
    [[nodiscard]] const QueryToken& now() const { return m_tokens[m_at]; }
    [[nodiscard]] bool isWord(std::string_view word) const
    {
        return now().kind == Kind::Word && lowered(now().text) == word;
    }
    [[nodiscard]] bool isKeyword() const { return isWord("and") || isWord("or") || isWord("not"); }

    [[nodiscard]] tl::unexpected<Error> wrong(const std::string& what) const
    {
        const std::string place
            = now().kind == Kind::End ? "At the end" : fmt::format("At '{}'", now().text);
        return fail(ErrorCode::InvalidArgument, fmt::format("{}: {}", place, what));
    }
    [[nodiscard]] tl::unexpected<Error> expected(std::string_view what) const
    {
        return wrong(fmt::format("expected {}", what));
    }

    /// Parts joined by "or", or by "and" which binds tighter.
    Result<HeadQuery> chain(HeadQuery::Kind kind)
    {
        const bool isOr = kind == HeadQuery::Kind::Or;
        HeadQuery query { .kind = kind };
        do {
            auto part = isOr ? chain(HeadQuery::Kind::And) : condition();
            if (!part)
                return part;
            query.operands.push_back(std::move(*part));
        } while (take(isOr ? "or" : "and"));
        if (query.operands.size() > 1)
            return query;
        HeadQuery alone = std::move(query.operands.front());
        return alone;
    }

    bool take(std::string_view word)
    {
        const bool is = isWord(word);
        m_at += is ? 1 : 0;
        return is;
    }

    Result<HeadQuery> condition()
    {
        if (m_depth >= kDeepest)
            return wrong(fmt::format("nested more than {} deep", kDeepest));
        ++m_depth;
        auto query = nested();
        --m_depth;
        return query;
    }

    Result<HeadQuery> nested()
    {
        if (take("not")) {
            auto operand = condition();
            if (!operand)
                return operand;
            HeadQuery query { .kind = HeadQuery::Kind::Not };
            query.operands.push_back(std::move(*operand));
            return query;
        }
        if (now().kind == Kind::Open) {
            ++m_at;
            auto query = chain(HeadQuery::Kind::Or);
            if (query && now().kind != Kind::Close)
                return expected("'and', 'or' or ')'");
            ++m_at;
            return query;
        }
        return isWord("pattern") ? patternComparison() : numberComparison();
    }

    Result<HeadQuery> patternComparison()
    {
        ++m_at;
        if (now().kind != Kind::Relation || (now().text != "=" && now().text != "!="))
            return expected("= or ≠ and the name of a pattern");
        PatternComparison comparison { .equal = now().text == "=" };
        ++m_at;
        if (now().kind != Kind::Word || isKeyword())
            return expected("the name of a pattern, such as periodic");
        const auto pattern = patternCalled(lowered(now().text));
        if (!pattern) {
            std::array<std::string_view, kPatterns.size()> names;
            std::ranges::transform(kPatterns, names.begin(), patternName);
            return wrong("no pattern of that name" + didYouMean(lowered(now().text), names));
        }
        ++m_at;
        comparison.pattern = *pattern;
        return HeadQuery { .comparison = comparison };
    }

    Result<HeadQuery> numberComparison()
    {
        const QueryToken first = now();
        const auto left = value("the name of a number, such as sink");
        if (!left)
            return tl::unexpected(left.error());
        if (now().kind != Kind::Relation)
            return expected(fmt::format("a comparison after '{}', such as > 0.4", first.text));
        const HeadRelation relation = relationOf(now().text);
        ++m_at;
        const QueryToken second = now();
        const auto right = value("a number, such as 0.4");
        if (!right)
            return tl::unexpected(right.error());
        if (first.kind == Kind::Number && second.kind == Kind::Number) {
            --m_at;
            return expected("the name of a number, such as sink");
        }
        return HeadQuery { .comparison = NumberComparison { *left, relation, *right } };
    }

    Result<HeadValue> value(std::string_view what)
    {
        const QueryToken& token = now();
        if (token.kind == Kind::Number) {
            ++m_at;
            return token.number;
        }
        if (token.kind != Kind::Word || isKeyword())
            return expected(what);
        if (const HeadNumber* const number = findHeadNumber(token.text)) {
            ++m_at;
            return number;
        }
        if (patternCalled(lowered(token.text)))
            return wrong(fmt::format("no number of that name; did you mean pattern = {}?",
                                     lowered(token.text)));
        std::vector<std::string_view> names { "pattern" };
        for (const HeadNumber& number : headNumbers())
            names.push_back(number.name);
        return wrong("no number of that name" + didYouMean(lowered(token.text), names));
    }

    std::vector<QueryToken> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Result<HeadQuery> parseHeadQuery(std::string_view text)
{
    auto tokens = queryTokens(text);
    if (!tokens)
        return tl::unexpected(tokens.error());
    return Parser(std::move(*tokens)).whole();
}

} // namespace ropescope
