// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <span>

namespace ropescope {

/// Spearman's rank correlation, -1 to 1: Pearson's of the ranks, equal values sharing the mean of
/// theirs. Nothing for fewer than two values or where one side does not vary. Asserts equal sizes.
[[nodiscard]] std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

} // namespace ropescope
