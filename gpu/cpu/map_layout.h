// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/attention/map_region.h"
#include "core/attention/operands.h"
#include "core/attention/value_map.h"
#include "gpu/kernels/attention_map/attention_map_cpu.h"

namespace ropescope {

/// The same cells with at most one pixel a cell: what has to be computed.
[[nodiscard]] MapRegion withoutRepeats(const MapRegion& region);

/// Copies some rows of a map of withoutRepeats(region) to all pixels of `map`, which has the
/// region's size, that show them.
void repeatPixels(const ValueMap& values, const MapRegion& region, PixelRows rows, ValueMap& map);

/// As in MapSweep; region without repeats.
[[nodiscard]] std::vector<int> pixelOfKey(const MapRegion& region, int tokens);
[[nodiscard]] std::vector<int> keyOfPixel(const MapRegion& region);

/// Tasks of whole pixel rows, those with the most visible keys first, enough for so many threads.
/// No value depends on how the rows are cut.
[[nodiscard]] std::vector<PixelRows> stripsOf(const MapRegion& region, const MapOperands& operands,
                                              int threads);

} // namespace ropescope
