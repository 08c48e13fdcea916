// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/attention/value_map.h"
#include "gpu/colour_scale.h"

namespace ropescope {

/// Counts of the values in equal steps of the scaled axis from range.low to range.high, low first.
/// NaN and values outside the range count nowhere.
[[nodiscard]] std::vector<int> histogramOf(const ValueMap& map, ScaleKind kind, ValueRange range,
                                           int bins);

} // namespace ropescope
