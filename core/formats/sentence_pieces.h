// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace ropescope {

/// A vocabulary as SentencePiece's BPE has it: pieces with scores, of which two neighbours are
/// joined when the result has the best score, where tokenizer.json has a list of merges.
struct SentencePieces {
    /// The numbers are SentencePiece's, and GGUF's.
    enum class Type { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };
    /// An entry of a SentencePiece vocabulary.
    struct Piece {
        std::string text; ///< UTF-8, with U+2581 for a space
        double score = 0.0;
        Type type = Type::Normal;
    };
    std::vector<Piece> pieces; ///< by id
    std::optional<int> before; ///< id put before every text
    std::optional<int> after;  ///< id put after every text
    bool addsSpacePrefix = true;
};

/// The tokenizer.json of the same vocabulary, as the one of Llama 2: a merge for every way to cut a
/// piece into two that exist, best score first, then longest left side, then lowest id.
/// Errors: Malformed, naming `where` and the piece, for ids out of range and texts that are no
/// UTF-8, are there twice or are longer than any vocabulary has them, and scores that are no
/// numbers.
[[nodiscard]] Result<nlohmann::json> tokenizerFromPieces(const SentencePieces& vocabulary,
                                                         const std::string& where);

} // namespace ropescope
