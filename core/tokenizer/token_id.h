// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace ropescope {

/// Far above every vocabulary there is; keeps a hostile file from asking for a table of terabytes.
inline constexpr int kHighestTokenId = (1 << 24) - 1;

/// Nothing unless the value is a whole number from 0 to kHighestTokenId.
[[nodiscard]] std::optional<int> tokenIdFrom(const nlohmann::json& value);

} // namespace ropescope
