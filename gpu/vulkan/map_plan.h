// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/attention/map_region.h"

namespace ropescope::vulkan {

/// What the shaders need to know about a region, worked out once a map. Keys come in tiles of
/// kTile; slots are explained in attention_map_params.h.
struct MapPlan {
    /// Per pooled tile: slot of its first key, and the 64 bits of keys that begin the next slot.
    std::vector<std::array<std::uint32_t, 4>> tileSlots;
    std::vector<std::array<std::uint32_t, 2>> columnCells; ///< [width] keys, begin and end
    std::vector<std::array<std::uint32_t, 2>> rowCells;    ///< [height] queries, begin and end
    std::uint32_t pooledTileBegin = 0;
    std::uint32_t pooledTileEnd = 0;
    std::uint32_t slotCount = 0;
    bool repeatColumns = false; ///< pixels outnumber keys
};

[[nodiscard]] MapPlan planMap(const MapRegion& region);

/// Queries that one submission draws.
struct MapBand {
    TokenRange rows;
    TokenRange pixels; ///< pixel rows that the queries lie under
};

struct BandLimits {
    std::uint64_t bytes = 0; ///< of intermediate results at once
    std::uint64_t work = 0;  ///< multiplications in a submission, so that no watchdog wakes
};

/// Splits the region's rows, at multiples of kTile from its first row. A pixel row may lie in
/// several bands. At least kTile rows a band, whatever the limits say.
///   bytesPerRow  intermediate results of a query
///   workPerRow   multiplications of a query
[[nodiscard]] std::vector<MapBand> splitBands(const MapPlan& plan, TokenRange rows,
                                              std::uint64_t bytesPerRow, std::uint64_t workPerRow,
                                              const BandLimits& limits);

} // namespace ropescope::vulkan
