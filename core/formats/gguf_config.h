// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/formats/gguf_source.h"

namespace ropescope {

/// The metadata of a GGUF model in the words of the config.json of the same Hugging Face
/// architecture, with three keys of RoPEScope's own:
/// - "rms_norm_add_unit_offset": false, for Gemma, whose norms have the 1 added in the file;
/// - "rope_scaling": {"rope_type": "factors", "factors": [...], "attention_factor": f}, where the
///   file divides the frequency of each channel pair by a factor of its own (Llama 3);
/// - "attention_factor" beside longrope's factors is always given.
/// Errors: Malformed for a key that is missing or has the wrong type, Unsupported for an
/// architecture or a feature that is not handled; each names the file and the GGUF key.
[[nodiscard]] Result<nlohmann::json> ggufConfig(const GgufSource& source);

/// Channels of one attention head. Errors: Malformed.
[[nodiscard]] Result<int> ggufHeadDim(const GgufSource& source);

} // namespace ropescope
