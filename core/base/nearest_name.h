// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string_view>

namespace ropescope {

/// Letters to insert, drop or replace to make one of the other.
[[nodiscard]] int editDistance(std::string_view first, std::string_view second);

/// Which of the names was probably meant: the one that takes the fewest changes, if they are at
/// most a third of its letters (but one change is always allowed); empty where none is near.
[[nodiscard]] std::string_view nearestName(std::string_view asked,
                                           std::span<const std::string_view> names);

} // namespace ropescope
