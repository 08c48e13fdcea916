// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/json_fields.h"
#include "core/tokenizer/text_pattern.h"

namespace ropescope {

/// What becomes of the matches when a text is cut at them.
enum class SplitBehavior {
    Isolated,           ///< each is a piece
    Removed,            ///< they are dropped
    MergedWithPrevious, ///< each ends the piece before it
    MergedWithNext,     ///< each begins the piece after it
    Contiguous,         ///< those that touch are one piece
};

/// The member "behavior", with the names above; remembers an error when it is another.
[[nodiscard]] SplitBehavior readSplitBehavior(JsonFields& fields,
                                              std::optional<std::string> fallback = {});

/// Cuts a text in pieces.
struct TextSplitter {
    TextPattern pattern;
    SplitBehavior behavior = SplitBehavior::Isolated;
    bool invert = false; ///< matches and gaps change parts

    /// Pieces in order, none empty. Errors: Unsupported, as TextPattern::spans.
    [[nodiscard]] Result<std::vector<icu::UnicodeString>> split(const icu::UnicodeString& text,
                                                                MatchingTime& time) const;
};

} // namespace ropescope
