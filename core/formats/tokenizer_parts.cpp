// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/tokenizer_parts.h"

namespace ropescope {

using nlohmann::json;

json templatePostProcessor(const std::optional<BoundaryToken>& before,
                           const std::optional<BoundaryToken>& after)
{
    if (!before && !after)
        return nullptr;
    json single = json::array();
    json pair = json::array();
    json specials = json::object();
    const auto append = [&specials](json& list, const std::optional<BoundaryToken>& token,
                                    int type) {
        if (!token)
            return;
        list.push_back({ { "SpecialToken", { { "id", token->text }, { "type_id", type } } } });
        specials[token->text] = { { "id", token->text },
                                  { "ids", json::array({ token->id }) },
                                  { "tokens", json::array({ token->text }) } };
    };
    const auto sequence = [](const char* name, int type) {
        return json { { "Sequence", { { "id", name }, { "type_id", type } } } };
    };
    append(single, before, 0);
    single.push_back(sequence("A", 0));
    append(single, after, 0);
    pair = single;
    append(pair, before, 1);
    pair.push_back(sequence("B", 1));
    append(pair, after, 1);
    return { { "type", "TemplateProcessing" },
             { "single", std::move(single) },
             { "pair", std::move(pair) },
             { "special_tokens", std::move(specials) } };
}

json addedToken(const std::string& text, int id, bool isSpecial)
{
    return {
        { "id", id },        { "content", text },     { "single_word", false }, { "lstrip", false },
        { "rstrip", false }, { "normalized", false }, { "special", isSpecial }
    };
}

} // namespace ropescope
