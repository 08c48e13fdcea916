// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace ropescope {

/// A token that is put before or after every text.
struct BoundaryToken {
    std::string text;
    int id = 0;
};

/// The "post_processor" of a tokenizer.json that puts them there; null when there are none.
[[nodiscard]] nlohmann::json templatePostProcessor(const std::optional<BoundaryToken>& before,
                                                   const std::optional<BoundaryToken>& after);

/// An entry of "added_tokens": found in the text as it stands.
[[nodiscard]] nlohmann::json addedToken(const std::string& text, int id, bool isSpecial);

} // namespace ropescope
