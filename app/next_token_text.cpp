// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/next_token_text.h"

namespace ropescope {

std::vector<std::string> tokenTexts(const NextTokenChange& change, const Tokenizer* tokenizer)
{
    std::vector<std::string> texts;
    for (const TokenChange& token : change.tokens) {
        std::string& text = texts.emplace_back();
        if (tokenizer == nullptr)
            continue;
        // One by one: a model may have more rows of embeddings than its tokenizer has tokens.
        if (auto piece = tokenizer->pieces({ token.id }); piece && piece->size() == 1)
            text = std::move(piece->front());
    }
    return texts;
}

} // namespace ropescope
