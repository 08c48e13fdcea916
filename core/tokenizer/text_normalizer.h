// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <unicode/unistr.h>

#include "core/base/result.h"
#include "core/tokenizer/matching_time.h"

namespace ropescope {

/// The "normalizer" of a tokenizer.json: what is done to a text before it is cut into words.
class TextNormalizer {
public:
    /// Errors: Malformed, Unsupported (the normaliser's name).
    [[nodiscard]] static Result<TextNormalizer> read(const nlohmann::json& normalizer,
                                                     const std::string& where);

    /// text must be UTF-8. Errors: Unsupported when the patterns' time is over.
    [[nodiscard]] Result<std::string> apply(const std::string& text, MatchingTime& time) const;

    using Step
        = std::function<Result<icu::UnicodeString>(const icu::UnicodeString&, MatchingTime&)>;

private:
    std::vector<Step> m_steps;
};

} // namespace ropescope
