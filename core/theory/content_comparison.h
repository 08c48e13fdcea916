// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "core/theory/trace_theory.h"

namespace ropescope {

/// One head on a text and on random tokens.
struct HeadContent {
    HeadId id;
    Pattern onText = Pattern::Unpredictable;
    Pattern onRandom = Pattern::Unpredictable;
    PatternEvidence text;
    PatternEvidence random;

    /// A pattern that stays needs no content: position makes it. To be unpredictable is no pattern.
    [[nodiscard]] bool keepsPattern() const
    {
        return onText != Pattern::Unpredictable && onText == onRandom;
    }
};

/// Which patterns of a model do not depend on what it reads. Source of the test: random tokens in
/// arXiv:2601.08297 and arXiv:2601.21709.
struct ContentComparison {
    std::vector<HeadContent> heads; ///< in the order of the theories
    /// Spearman's rank correlation over heads, text against random; nothing where one side does not
    /// vary.
    std::optional<double> reAccess;
    std::optional<double> sequential;
    std::optional<double> periodic;
    std::optional<double> seasonal;

    [[nodiscard]] int withPattern() const; ///< on the text
    [[nodiscard]] int kept() const;        ///< of those, with the same one on random tokens
};

/// Errors: InvalidArgument when the two do not hold the same heads.
[[nodiscard]] Result<ContentComparison> compareContent(const TraceTheory& text,
                                                       const TraceTheory& random);

} // namespace ropescope
