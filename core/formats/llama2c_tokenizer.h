// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace ropescope {

/// The tokenizer.bin of llama2.c, scores and texts by id, as the tokenizer.json of the same
/// tokenizer. Errors: NotFound, Unreadable, Malformed (also when it has not `vocabularySize`
/// tokens); each names the file.
[[nodiscard]] Result<nlohmann::json> readLlama2cTokenizer(const std::filesystem::path& path,
                                                          int vocabularySize);

} // namespace ropescope
