// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <unicode/unistr.h>

#include "core/base/result.h"
#include "core/tokenizer/matching_time.h"
#include "core/tokenizer/metaspace.h"
#include "core/tokenizer/text_splitter.h"

namespace ropescope {

/// The "pre_tokenizer" of a tokenizer.json: cuts a text into words that are encoded one by one.
/// Where there is none the whole text is one word.
class PreTokenizer {
public:
    /// Errors: Malformed (also a pattern that does not compile), Unsupported (the step's name).
    [[nodiscard]] static Result<PreTokenizer> read(const nlohmann::json& preTokenizer,
                                                   const std::string& where);

    /// Words as UTF-8, none empty, in the letters of the vocabulary; text must be UTF-8. isStart:
    /// the whole text begins here. Errors: Unsupported when the patterns' time is over;
    /// Malformed when the steps make the text out of all proportion longer.
    [[nodiscard]] Result<std::vector<std::string>> split(const std::string& text, bool isStart,
                                                         MatchingTime& time) const;

    /// What a step does to each piece, in this order.
    struct Step {
        bool addPrefixSpace = false; ///< to each piece that begins with none
        std::optional<Metaspace> metaspace;
        std::optional<TextSplitter> splitter;
        bool toByteSymbols = false; ///< bytes of UTF-8 as letters of the byte alphabet
    };

private:
    std::vector<Step> m_steps;
};

} // namespace ropescope
