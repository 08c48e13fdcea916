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

/// The "model" of a tokenizer.json: byte pair encoding over bytes.
class BytePairModel {
public:
    /// Errors: Malformed (ids, merges of unknown tokens), Unsupported (other models, options).
    [[nodiscard]] static Result<BytePairModel> read(const nlohmann::json& model,
                                                    const std::string& where);

    /// Appends the ids of one word, given as bytes. O(n log n) in its length.
    void encode(std::string_view word, std::vector<std::int64_t>& ids) const;

    /// Token text, in symbols of the byte alphabet, to id.
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
    [[nodiscard]] const Merge* mergeOf(int left, int right) const;
    void mergeSymbols(std::vector<int> symbols, std::vector<std::int64_t>& ids) const;

    static constexpr int kNone = -1;

    std::unordered_map<std::string, int> m_vocabulary;
    std::array<int, 256> m_idOfByte {}; ///< kNone where the vocabulary lacks the byte
    std::unordered_map<std::uint64_t, Merge>
        m_merges;                ///< left id in the high half, right in the low
    int m_unknown = kNone;       ///< for bytes that the vocabulary lacks
    bool m_ignoreMerges = false; ///< a word that is a token is that token, whatever the merges say
};

} // namespace ropescope
