// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ropescope {

/// A word, number or sign of a query about heads; see head_query.h.
struct QueryToken {
    enum class Kind { Word, Number, Relation, Open, Close, End };

    Kind kind = Kind::End;
    std::string text;    ///< as written; of Relation in one spelling: < <= > >= = !=
    double number = 0.0; ///< of Number
};

/// The last one is End. Errors: InvalidArgument for a character or a number that is none.
[[nodiscard]] Result<std::vector<QueryToken>> queryTokens(std::string_view text);

/// A letter, a digit, or one of "_.-", of which names are made.
[[nodiscard]] bool isQueryWordLetter(char letter);

} // namespace ropescope
