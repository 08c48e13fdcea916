// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include "core/base/result.h"
#include "core/tokenizer/matching_time.h"

namespace ropescope {

/// A stretch of a text in UTF-16 units, from begin to before end.
struct PatternSpan {
    int begin = 0;
    int end = 0;
    bool isMatch = false; ///< else the gap between two matches
};

/// The "pattern" of a tokenizer.json step: a literal text or a regular expression.
class TextPattern {
public:
    /// An object with a "String" or a "Regex". Errors: Malformed, also for a pattern that is empty
    /// or does not compile.
    [[nodiscard]] static Result<TextPattern> read(const nlohmann::json& pattern,
                                                  const std::string& where);
    /// Errors: Malformed.
    [[nodiscard]] static Result<TextPattern> ofRegex(const std::string& regex,
                                                     const std::string& where);
    /// literal must not be empty.
    [[nodiscard]] static TextPattern ofLiteral(icu::UnicodeString literal);

    /// Matches and gaps in order; together they cover the text. Errors: Unsupported when the time
    /// is over.
    [[nodiscard]] Result<std::vector<PatternSpan>> spans(const icu::UnicodeString& text,
                                                         MatchingTime& time) const;

    /// The replacement is taken as it is. Errors: as above.
    [[nodiscard]] Result<icu::UnicodeString> replaceAll(const icu::UnicodeString& text,
                                                        const icu::UnicodeString& replacement,
                                                        MatchingTime& time) const;

private:
    icu::UnicodeString m_literal;
    std::shared_ptr<const icu::RegexPattern> m_regex; ///< none for a literal
};

} // namespace ropescope
