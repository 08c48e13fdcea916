// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/formats/model_files.h"

namespace ropescope {

/// Whether a file is meant as one of llama2.c's checkpoints: it has a magic number, or else
/// plausible sizes in its header. What is wrong behind it, readers say. False also when it cannot
/// be read.
[[nodiscard]] bool looksLikeLlama2c(const std::filesystem::path& path);

/// The tokenizer comes from tokN.bin beside the checkpoint, N being the size of the vocabulary, or
/// else from tokenizer.bin: the names that llama2.c gives them. Errors: as Llama2cFile::open; a
/// tokenizer that cannot be had is in the description itself.
[[nodiscard]] Result<ModelDescription> readLlama2cDescription(const std::filesystem::path& path);

/// Queries and keys have `interleavedRows`. Errors: as Llama2cFile::open.
[[nodiscard]] Result<ModelTensors> openLlama2cTensors(const std::filesystem::path& path);

} // namespace ropescope
