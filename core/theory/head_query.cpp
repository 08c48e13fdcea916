// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/head_query.h"

#include <algorithm>

#include <fmt/core.h>

namespace ropescope {

namespace {

std::optional<double> valueOf(const HeadValue& value, const HeadTheory& head)
{
    if (const auto* const number = std::get_if<const HeadNumber*>(&value))
        return (*number)->of(head);
    return std::get<double>(value);
}

bool holds(double left, HeadRelation relation, double right)
{
    switch (relation) {
    case HeadRelation::Less:
        return left < right;
    case HeadRelation::LessOrEqual:
        return left <= right;
    case HeadRelation::Greater:
        return left > right;
    case HeadRelation::GreaterOrEqual:
        return left >= right;
    case HeadRelation::Equal:
        return left == right;
    case HeadRelation::NotEqual:
        break;
    }
    return left != right;
}

std::string_view relationText(HeadRelation relation)
{
    switch (relation) {
    case HeadRelation::Less:
        return "<";
    case HeadRelation::LessOrEqual:
        return "<=";
    case HeadRelation::Greater:
        return ">";
    case HeadRelation::GreaterOrEqual:
        return ">=";
    case HeadRelation::Equal:
        return "=";
    case HeadRelation::NotEqual:
        break;
    }
    return "!=";
}

std::string valueText(const HeadValue& value)
{
    if (const auto* const number = std::get_if<const HeadNumber*>(&value))
        return std::string((*number)->name);
    return fmt::format("{}", std::get<double>(value)); // the shortest that reads back the same
}

std::string comparisonText(const HeadQuery& query)
{
    if (const auto* const pattern = std::get_if<PatternComparison>(&query.comparison))
        return fmt::format("pattern {} {}",
                           pattern->equal ? "=" : "!=", patternName(pattern->pattern));
    const auto& numbers = std::get<NumberComparison>(query.comparison);
    return fmt::format("{} {} {}", valueText(numbers.left), relationText(numbers.relation),
                       valueText(numbers.right));
}

/// How tightly a kind binds; an operand that binds no tighter than what holds it takes parentheses.
int tightness(HeadQuery::Kind kind)
{
    switch (kind) {
    case HeadQuery::Kind::Or:
        return 0;
    case HeadQuery::Kind::And:
        return 1;
    case HeadQuery::Kind::Not:
        return 2;
    case HeadQuery::Kind::Compare:
        break;
    }
    return 3;
}

std::string operandText(const HeadQuery& operand, HeadQuery::Kind holder)
{
    const std::string text = headQueryText(operand);
    const bool isNotOfNot = operand.kind == HeadQuery::Kind::Not && holder == HeadQuery::Kind::Not;
    const bool bare = isNotOfNot || tightness(operand.kind) > tightness(holder);
    return bare ? text : fmt::format("({})", text);
}

} // namespace

std::string headQueryText(const HeadQuery& query)
{
    if (query.kind == HeadQuery::Kind::Compare)
        return comparisonText(query);
    if (query.kind == HeadQuery::Kind::Not)
        return "not " + operandText(query.operands.front(), query.kind);
    std::string text;
    for (const HeadQuery& operand : query.operands) {
        if (!text.empty())
            text += query.kind == HeadQuery::Kind::And ? " and " : " or ";
        text += operandText(operand, query.kind);
    }
    return text;
}

bool matches(const HeadQuery& query, const HeadTheory& head, const PatternThresholds& thresholds)
{
    const auto matchesToo
        = [&](const HeadQuery& operand) { return matches(operand, head, thresholds); };
    switch (query.kind) {
    case HeadQuery::Kind::Not:
        return !matchesToo(query.operands.front());
    case HeadQuery::Kind::And:
        return std::ranges::all_of(query.operands, matchesToo);
    case HeadQuery::Kind::Or:
        return std::ranges::any_of(query.operands, matchesToo);
    case HeadQuery::Kind::Compare:
        break;
    }
    if (const auto* const pattern = std::get_if<PatternComparison>(&query.comparison))
        return (patternOf(head.evidence, thresholds) == pattern->pattern) == pattern->equal;
    const auto& numbers = std::get<NumberComparison>(query.comparison);
    const std::optional<double> left = valueOf(numbers.left, head);
    const std::optional<double> right = valueOf(numbers.right, head);
    return left && right && holds(*left, numbers.relation, *right);
}

} // namespace ropescope
