// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/theory/head_number.h"

namespace ropescope {

/// The language in which heads are sought:
///
///     query      = part { "or" part }
///     part       = condition { "and" condition }
///     condition  = "not" condition | "(" query ")" | comparison
///     comparison = value relation value | "pattern" ("=" | "!=") pattern name
///     value      = name of headNumbers() | number      (at least one of the two is a name)
///     relation   = "<" | "<=" | ">" | ">=" | "=" | "!=" | "≤" | "≥" | "≠" | "=="
///
/// as in `sink > 0.4 and layer >= 3`. Words may be written in capitals, "_" for "-".
enum class HeadRelation { Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual };

using HeadValue = std::variant<const HeadNumber*, double>;

/// Of numbers as they are, not as they are shown rounded. A head that lacks one never matches,
/// whatever the relation.
struct NumberComparison {
    HeadValue left;
    HeadRelation relation = HeadRelation::Less;
    HeadValue right;
    bool operator==(const NumberComparison&) const = default;
};

/// "pattern = periodic" or "pattern != periodic".
struct PatternComparison {
    Pattern pattern = Pattern::Unpredictable;
    bool equal = true; ///< else: another pattern than this one
    bool operator==(const PatternComparison&) const = default;
};

/// A condition on heads, as a tree: "sink > 0.5 and pattern = periodic".
struct HeadQuery {
    enum class Kind { Compare, Not, And, Or };

    Kind kind = Kind::Compare;
    std::variant<NumberComparison, PatternComparison> comparison; ///< of Compare
    std::vector<HeadQuery> operands; ///< one of Not, two or more of And and Or
    bool operator==(const HeadQuery&) const = default;
};

/// Errors: InvalidArgument; the sentence names the place and what was expected there: "At 'sinc':
/// no number of that name; did you mean sink?"
[[nodiscard]] Result<HeadQuery> parseHeadQuery(std::string_view text);

/// As parseHeadQuery() reads it back, with no more parentheses than it takes.
[[nodiscard]] std::string headQueryText(const HeadQuery& query);

/// thresholds: where a pattern begins.
[[nodiscard]] bool matches(const HeadQuery& query, const HeadTheory& head,
                           const PatternThresholds& thresholds = {});

} // namespace ropescope
