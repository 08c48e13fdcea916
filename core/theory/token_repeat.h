// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace ropescope {

/// A sequence that comes twice in a row: tokens first .. first+length-1 and again right after.
struct TokenRepeat {
    int first = 0;
    int length = 0; ///< P
    bool operator==(const TokenRepeat&) const = default;
};

/// Shorter repeats are left to chance.
inline constexpr int kShortestRepeat = 8;

/// The shortest repeat that begins at token 0, or at 1 where a special token comes first. Nothing
/// without one: a text as it is written has none.
[[nodiscard]] std::optional<TokenRepeat> findRepeat(std::span<const std::int64_t> ids);

} // namespace ropescope
