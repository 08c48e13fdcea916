// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/next_token_report.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace ropescope {
namespace {

/// In quotes, with line ends and quotes escaped, so that spaces show and a token keeps to its line.
std::string quoted(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

std::string nextTokenTable(const NextTokenChange& change, const std::vector<std::string>& texts)
{
    std::string table = fmt::format("Next token, KL(before || after) = {:.4g} nats:\n"
                                    "  before    after       id  token\n",
                                    change.divergence);
    for (std::size_t i = 0; i < change.tokens.size(); ++i) {
        const TokenChange& token = change.tokens[i];
        table += fmt::format("{:8.4f} {:8.4f} {:8}  {}\n", token.before, token.after, token.id,
                             texts[i].empty() ? "-" : quoted(texts[i]));
    }
    return table;
}

std::string nextTokenJson(const NextTokenChange& change, const std::vector<std::string>& texts,
                          const std::string& model, int tokens)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < change.tokens.size(); ++i) {
        const TokenChange& token = change.tokens[i];
        nlohmann::ordered_json text;
        if (!texts[i].empty())
            text = texts[i];
        list.push_back({ { "id", token.id },
                         { "text", text },
                         { "before", token.before },
                         { "after", token.after } });
    }
    const nlohmann::ordered_json report { { "format", "ropescope-next-token" },
                                          { "version", 1 },
                                          { "model", model },
                                          { "num_tokens", tokens },
                                          { "kl_divergence", change.divergence },
                                          { "next_tokens", list } };
    return report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace ropescope
