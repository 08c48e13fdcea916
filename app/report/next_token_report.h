// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "app/next_token_text.h"

namespace ropescope {

/// A table of what an edit does to the next token, for people: a heading, then a line a token.
[[nodiscard]] std::string nextTokenTable(const NextTokenChange& change,
                                         const std::vector<std::string>& texts);

/// The same as JSON, indented, with a line end. Text that is unknown is null.
[[nodiscard]] std::string nextTokenJson(const NextTokenChange& change,
                                        const std::vector<std::string>& texts,
                                        const std::string& model, int tokens);

} // namespace ropescope
