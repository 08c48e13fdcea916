// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <unicode/unistr.h>

#include "core/base/result.h"
#include "core/tokenizer/text_pattern.h"

namespace ropescope {

/// The "decoder" of a tokenizer.json: from the texts of tokens back to a text.
class TokenDecoder {
public:
    /// Errors: Malformed, Unsupported (the decoder's name).
    [[nodiscard]] static Result<TokenDecoder> read(const nlohmann::json& decoder,
                                                   const std::string& where);

    /// UTF-8; bytes that form no character become U+FFFD. Errors: Unsupported when the
    /// patterns' time is over.
    [[nodiscard]] Result<std::string> decode(std::vector<std::string> tokens,
                                             MatchingTime& time) const;

    /// One token by itself, as the bytes that it adds to a text: a space stays where the decoder
    /// would strip it from the beginning. Errors: as above.
    [[nodiscard]] Result<std::string> bytesOf(std::string token, MatchingTime& time) const;

    enum class Kind { ByteLevel, Replace, ByteFallback, Fuse, Strip, Metaspace };

    /// What is done to all tokens before the next step.
    struct Step {
        Kind kind = Kind::Fuse;
        std::optional<TextPattern> pattern; ///< Replace: what; Metaspace: its character
        icu::UnicodeString content;         ///< Replace: by what; Strip: the character
        int start = 0;                      ///< Strip: how many at the beginning, at most
        int stop = 0;                       ///< Strip: how many at the end, at most
        bool dropsFirst = false;            ///< Metaspace: no spaces in the first token
    };

private:
    std::vector<Step> m_steps;
};

} // namespace ropescope
