// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace ropescope {

/// Models that see pictures as well keep their language model inside: its configuration under
/// `text_config`, its tensors behind a prefix. These two give that part the form that it has on its
/// own; what belongs to a language model alone stays as it is.

/// config.json, or the one of the language model inside.
[[nodiscard]] nlohmann::json textConfig(nlohmann::json config);

/// The name of a tensor on its own; empty for one of the part that sees pictures.
[[nodiscard]] std::string textTensorName(std::string_view name);

} // namespace ropescope
