// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <vector>

namespace ropescope {

/// `budgets` with that of one layer brought as near to `wanted` as can be. The others give or take
/// the difference, each in proportion to what it has above `least` or room below `most`, so the sum
/// stays to the last entry. Every budget must lie between the two.
[[nodiscard]] std::vector<int> shiftBudget(std::span<const int> budgets, std::size_t layer,
                                           int wanted, int least, int most);

} // namespace ropescope
