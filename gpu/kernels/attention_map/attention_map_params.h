// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Read by the three shaders of this folder and by the code that dispatches them:
//   attention_map  one sweep over the keys of a band of rows: running maximum and sum of each row,
//   and
//                  the logits of each pixel column pooled per row
//   row_sums       joins the parts of a row that several work groups swept
//   pool_map       pools the rows under a pixel and normalises
//
// Where a pixel column crosses a key tile its pooled logit comes in one piece a tile, each written
// by one thread: no atomics, so the result does not depend on the order of execution. The slot of a
// piece is 1 + (pixel column) + (tile - first pooled tile); slot numbers that no piece has stay
// unused.
#ifndef ROPESCOPE_GPU_KERNELS_ATTENTION_MAP_PARAMS_H
#define ROPESCOPE_GPU_KERNELS_ATTENTION_MAP_PARAMS_H

#ifdef __cplusplus
#include <cstdint>

#define ROPESCOPE_SHARED_CONSTANT inline constexpr
#define ROPESCOPE_SHARED_FUNCTION inline

namespace ropescope::shared {

using uint = std::uint32_t;
#else
#define ROPESCOPE_SHARED_CONSTANT const
#define ROPESCOPE_SHARED_FUNCTION
#endif

/// Rows and keys of a tile of logits; also the threads of a work group, one a row in the end.
ROPESCOPE_SHARED_CONSTANT uint kTile = 64u;
/// Channels that are multiplied between two loads.
ROPESCOPE_SHARED_CONSTANT uint kSlab = 16u;
/// Pixels or rows of a work group of the two smaller shaders.
ROPESCOPE_SHARED_CONSTANT uint kLine = 64u;

/// What a slot holds.
ROPESCOPE_SHARED_CONSTANT uint kSlotMax = 0u;       ///< largest logit
ROPESCOPE_SHARED_CONSTANT uint kSlotSum = 1u;       ///< sum of the logits
ROPESCOPE_SHARED_CONSTANT uint kSlotLogSumExp = 2u; ///< log of the sum of their exponentials

/// What a pixel shows.
ROPESCOPE_SHARED_CONSTANT uint kShowLogit = 0u;
ROPESCOPE_SHARED_CONSTANT uint kShowProbability = 1u;
ROPESCOPE_SHARED_CONSTANT uint kShowLogProbability = 2u;

struct AttentionMapParams {
    uint tokenCount;
    uint channels; ///< of a query or key, in groups of four
    uint causal;
    uint slidingWindow; ///< 0: none
    uint rowBegin;      ///< the band of queries
    uint rowEnd;
    uint tileBegin; ///< the key tiles to sweep
    uint tileEnd;
    uint chunkTiles; ///< key tiles a work group sweeps
    uint chunkCount;
    uint pooledTileBegin; ///< the key tiles that hold drawn columns
    uint pooledTileEnd;
    uint slotCount; ///< of a row
    uint slotContent;
    uint wantsSums; ///< 0 when the row sums are known already
    uint show;
    uint mean;       ///< else the largest value
    uint pixelBegin; ///< first pixel row that the band touches
    uint width;
    uint columnBegin;   ///< first drawn key
    uint repeatColumns; ///< 1 when pixels outnumber keys: a slot for each key, not each pixel
};

/// First key that query `row` sees.
ROPESCOPE_SHARED_FUNCTION uint visibleBegin(AttentionMapParams p, uint row)
{
    bool windowed = p.causal != 0u && p.slidingWindow > 0u && row >= p.slidingWindow;
    return windowed ? row - p.slidingWindow + 1u : 0u;
}

/// One past the last key that query `row` sees.
ROPESCOPE_SHARED_FUNCTION uint visibleEnd(AttentionMapParams p, uint row)
{
    return p.causal != 0u ? row + 1u : p.tokenCount;
}

#ifdef __cplusplus
// The shader reads the same 21 words; 128 bytes is what every device accepts.
static_assert(sizeof(AttentionMapParams) == 21 * sizeof(uint));

} // namespace ropescope::shared
#endif

#undef ROPESCOPE_SHARED_CONSTANT
#undef ROPESCOPE_SHARED_FUNCTION

#endif
