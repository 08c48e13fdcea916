// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/tokenizer/text_normalizer.h"

namespace ropescope {

/// An entry of "added_tokens", named as Hugging Face names its flags.
struct AddedToken {
    int id = 0;
    std::string content;
    bool singleWord = false; ///< only where no letter, digit or mark touches it
    bool leftStrip = false;  ///< takes the white space before it along
    bool rightStrip = false; ///< takes the white space after it along
    bool normalized = false; ///< matched in the normalised text
    std::string written;     ///< what is matched, and what the decoder gets: normalised or not
};

/// Tokens that are found in a text as a whole before it is cut into words: "<|endoftext|>".
class AddedTokens {
public:
    /// A stretch of text: one added token, or what lies between two.
    struct Stretch {
        std::string text; ///< empty for a token: white space may belong to many of them
        std::optional<int> token;
        bool isStart = false; ///< the whole text begins here
    };

    /// Errors: Malformed; Unsupported for a token of more than 1024 bytes, and when the
    /// normaliser fails on one.
    [[nodiscard]] static Result<AddedTokens> read(const nlohmann::json& list,
                                                  const TextNormalizer& normalizer,
                                                  const std::string& where);

    [[nodiscard]] const std::vector<AddedToken>& list() const { return m_tokens; }

    /// Cuts out tokens from the text, normalises what is left, and cuts out those that are matched
    /// in normalised text. Errors: Unsupported when the normaliser fails on this text, or when
    /// the time is over.
    [[nodiscard]] Result<std::vector<Stretch>> split(const std::string& text,
                                                     const TextNormalizer& normalizer,
                                                     MatchingTime& time) const;

private:
    class Finder {
    public:
        Finder() = default;
        /// Of equal tokens the first counts.
        explicit Finder(std::vector<AddedToken> tokens);
        /// Errors: Unsupported when the time is over.
        [[nodiscard]] Result<std::vector<Stretch>> split(const std::string& text,
                                                         MatchingTime& time) const;

    private:
        [[nodiscard]] const AddedToken* longestAt(std::string_view text) const;

        std::vector<AddedToken> m_tokens; ///< in the order of what they match
        std::vector<int> m_prefixes;      ///< of each the longest other that it begins with, or -1
    };

    std::vector<AddedToken> m_tokens;
    Finder m_raw;
    Finder m_normalized;
};

} // namespace ropescope
