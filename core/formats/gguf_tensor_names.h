// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ropescope {

/// A tensor's name in the Hugging Face architecture: "blk.0.attn_q.weight" of "llama" is
/// "model.layers.0.self_attn.q_proj.weight". Nothing for a name that the architecture does not use,
/// or an architecture that is not known.
[[nodiscard]] std::optional<std::string> huggingFaceTensorName(std::string_view architecture,
                                                               std::string_view ggufName);

} // namespace ropescope
