// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <vector>

#include "core/attention/value_map.h"
#include "gpu/colour_scale.h"

namespace ropescope {

/// Counts of the values in equal steps of the scaled axis from range.low to range.high, low first.
/// NaN and values outside the range count nowhere. Only every step-th value is looked at: the shape
/// of a million values needs no million logarithms.
[[nodiscard]] std::vector<int> histogramOf(const ValueMap& map, ScaleKind kind, ValueRange range,
                                           int bins, std::size_t step = 1);

} // namespace ropescope
