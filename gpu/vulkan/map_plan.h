// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/attention/map_region.h"

namespace ropescope::vulkan {

/// What attention_map_matrix.comp holds in registers, and the rows of its largest work group.
inline constexpr std::uint32_t kMaxMatrixColumns = 128;
inline constexpr std::uint32_t kMaxMatrixRows = 256;

/// What the shaders need to know about a region, worked out once a map. Keys come in tiles of
/// kTile; slots are explained in attention_map_params.h.
struct MapPlan {
    /// Per pooled tile: how many columns of slots, or ends of the region, begin up to its first
    /// key, and 64 bits for the keys that begin one.
    std::vector<std::array<std::uint32_t, 4>> tileSlots;
    std::vector<std::array<std::uint32_t, 2>> columnCells; ///< [width] keys, begin and end
    std::vector<std::array<std::uint32_t, 2>> rowCells;    ///< [height] queries, begin and end
    std::uint32_t pooledTileBegin = 0;
    std::uint32_t pooledTileEnd = 0;
    std::uint32_t beginCount = 0; ///< of columns of slots and the end
    bool repeatColumns = false;   ///< pixels outnumber keys

    /// Slots of a row when a work group sweeps so many tiles.
    [[nodiscard]] std::uint32_t slotCount(std::uint32_t chunkTiles) const
    {
        return beginCount + (pooledTileEnd - 1) / chunkTiles - pooledTileBegin / chunkTiles + 1;
    }
};

[[nodiscard]] MapPlan planMap(const MapRegion& region);

/// Queries that one submission draws.
struct MapBand {
    TokenRange rows;
    TokenRange pixels; ///< pixel rows that the queries lie under
};

/// The next rows of a region, at most `mostRows`, from `begin` on. A pixel row may lie in several
/// bands.
[[nodiscard]] MapBand bandFrom(const MapPlan& plan, int begin, int end, int mostRows);

} // namespace ropescope::vulkan
