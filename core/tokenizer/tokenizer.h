// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// A Hugging Face tokenizer.json: byte pair encoding, byte-level or as SentencePiece does it, with
/// patterns and Unicode through ICU. Immutable; safe to use from several threads.
class Tokenizer {
public:
    /// Errors: NotFound, Malformed, Unsupported (a component that is not handled, by name).
    [[nodiscard]] static Result<Tokenizer> open(const std::filesystem::path& tokenizerJson);
    /// The same from JSON that is at hand, as other formats are translated into it; `source` names
    /// where it came from in messages. Errors: Malformed, Unsupported.
    [[nodiscard]] static Result<Tokenizer> read(const nlohmann::json& json,
                                                const std::string& source);

    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    /// Ids as Hugging Face's tokenizer(text) gives them, special tokens of the post-processor
    /// included. text is UTF-8; invalid bytes are Malformed.
    [[nodiscard]] Result<std::vector<std::int64_t>> encode(std::string_view text) const;
    /// UTF-8; bytes that form no character become U+FFFD. Ids outside the vocabulary are
    /// InvalidArgument.
    [[nodiscard]] Result<std::string> decode(const std::vector<std::int64_t>& ids) const;
    /// What to show for each token: its text, a space as a space, with the bytes of a character
    /// split over several tokens shown as <0xNN>. [ids.size()]
    [[nodiscard]] Result<std::vector<std::string>> pieces(
        const std::vector<std::int64_t>& ids) const;
    [[nodiscard]] int vocabularySize() const;

private:
    struct State;
    explicit Tokenizer(std::unique_ptr<const State> state);
    std::unique_ptr<const State> m_state;
};

} // namespace ropescope
