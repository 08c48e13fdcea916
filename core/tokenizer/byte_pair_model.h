// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// The "model" of a tokenizer.json: byte pair encoding over the characters of a word, which for
/// byte-level vocabularies are letters that stand for bytes.
class BytePairModel {
public:
    /// Errors: Malformed (ids, merges of unknown tokens), Unsupported (other models, options).
    [[nodiscard]] static Result<BytePairModel> read(const nlohmann::json& model,
                                                    const std::string& where);

    /// Appends the ids of one word, which must be UTF-8. O(n log n) in its length. Errors:
    /// Unsupported for a character without a token when the vocabulary lacks the unknown one, too.
    [[nodiscard]] Result<void> encode(std::string_view word, std::vector<std::int64_t>& ids) const;

    /// Token text to id.
    [[nodiscard]] const std::unordered_map<std::string, int>& vocabulary() const
    {
        return m_vocabulary;
    }

private:
    struct Merge {
        int rank;
        int result;
    };

    [[nodiscard]] Result<void> readVocabulary(const nlohmann::json& vocabulary,
                                              const std::string& where);
    [[nodiscard]] Result<void> readMerges(const nlohmann::json& merges, const std::string& where);
    [[nodiscard]] Result<void> readByteTokens(const std::string& where);
    [[nodiscard]] Result<std::vector<int>> symbolsOf(std::string_view word) const;
    [[nodiscard]] bool appendByteTokens(std::string_view character,
                                        std::vector<int>& symbols) const;
    [[nodiscard]] int idOf(const std::string& token) const; ///< or kNone
    [[nodiscard]] const Merge* mergeOf(int left, int right) const;
    void mergeSymbols(std::vector<int> symbols, std::vector<std::int64_t>& ids) const;

    static constexpr int kNone = -1;

    std::unordered_map<std::string, int> m_vocabulary;
    std::unordered_map<char32_t, int> m_idOfCharacter; ///< tokens of one character
    std::array<int, 256> m_byteTokens {};              ///< of "<0x00>" and on; kNone where missing
    std::unordered_map<std::uint64_t, Merge>
        m_merges;                ///< left id in the high half, right in the low
    std::string m_unknownToken;  ///< for characters that the vocabulary lacks; empty: they vanish
    int m_unknown = kNone;       ///< its id
    bool m_fuseUnknown = false;  ///< several in a row are one
    bool m_byteFallback = false; ///< such a character is written in byte tokens, if there are any
    bool m_ignoreMerges = false; ///< a word that is a token is that token, whatever the merges say
};

} // namespace ropescope
