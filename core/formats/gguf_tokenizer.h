// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/io/gguf_file.h"

namespace ropescope {

/// The vocabulary in a GGUF file's metadata as the tokenizer.json of the same tokenizer: byte-level
/// BPE ("gpt2") and SentencePiece's BPE ("llama"). Errors: NotFound when there is none, Unsupported
/// for another kind or another way to cut words, by name, Malformed, naming the key.
[[nodiscard]] Result<nlohmann::json> ggufTokenizer(const GgufFile& file);

} // namespace ropescope
