// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "core/model/next_token.h"
#include "core/tokenizer/tokenizer.h"

namespace ropescope {

/// So many of the likeliest tokens of each run are listed wherever two runs are compared.
inline constexpr int kComparedTokens = 8;

/// The text of each token of a comparison, [tokens.size()]; empty where the tokenizer has none or
/// is null.
[[nodiscard]] std::vector<std::string> tokenTexts(const NextTokenChange& change,
                                                  const Tokenizer* tokenizer);

} // namespace ropescope
