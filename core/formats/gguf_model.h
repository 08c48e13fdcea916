// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/formats/model_files.h"

namespace ropescope {

/// A GGUF model, one file or any of the parts of a split one. Errors: as ggufConfig; a tokenizer
/// that cannot be had is in the description itself.
[[nodiscard]] Result<ModelDescription> readGgufDescription(const std::filesystem::path& path);

/// The converter's rearrangements are stated in the tensors, not undone: `interleavedRows` for the
/// queries and keys of "llama" and "smollm3", `transposed` for GPT-2, `gathered` for GPT-NeoX.
/// Errors: as ggufConfig; Unsupported for a tensor that the architecture has no name for.
[[nodiscard]] Result<ModelTensors> openGgufTensors(const std::filesystem::path& path);

} // namespace ropescope
