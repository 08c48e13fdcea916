// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <string_view>

namespace ropescope {

/// How a byte-level tokenizer cuts a text into words, which GGUF says by a name only.
struct WordRules {
    std::string_view name; ///< tokenizer.ggml.pre
    /// Each in turn cuts what those before it left, at its matches. The first empty one ends them;
    /// none: GPT-2's, which ByteLevel has built in.
    std::array<const char*, 6> patterns = {};
    bool digitsAlone = false; ///< each digit is a word
    bool normalizesToNfc = false;
    bool wholeWordsFirst = false; ///< a word in the vocabulary is not built by merges
    bool addsBeginToken = false;  ///< unless tokenizer.ggml.add_bos_token says otherwise
};

/// nullptr for a name that is not known.
[[nodiscard]] const WordRules* findWordRules(std::string_view name);

} // namespace ropescope
