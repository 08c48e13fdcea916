// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <unicode/regex.h>

#include "core/base/result.h"

namespace ropescope {

/// The "pre_tokenizer" of a tokenizer.json: cuts a text into words that are encoded one by one.
class PreTokenizer {
public:
    /// Errors: Malformed (also a pattern that does not compile), Unsupported (steps and behaviours
    /// that are not handled, and anything that does not end in ByteLevel).
    [[nodiscard]] static Result<PreTokenizer> read(const nlohmann::json& preTokenizer,
                                                   const std::string& where);

    /// Words as UTF-8, none empty; text must be UTF-8. Errors: Unsupported when the pattern takes
    /// unreasonably long on this text.
    [[nodiscard]] Result<std::vector<std::string>> split(const std::string& text) const;

private:
    struct Step {
        bool addPrefixSpace = false;                      ///< to each piece that begins with none
        std::shared_ptr<const icu::RegexPattern> pattern; ///< matches and gaps become pieces
    };

    std::vector<Step> m_steps;
};

} // namespace ropescope
