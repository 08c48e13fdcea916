// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Read by the shaders of this folder and by the code that dispatches them:
//   attention_map         one sweep over the keys of a band of rows: running maximum and sum of
//   each
//                         row, and the logits of each pixel column pooled per row; in float32
//   attention_map_double  the same with sums in float64
//   attention_map_matrix  the same with cooperative matrices: float16 factors, float32 sums
//   attention_map_plain   the same for bounded logits and wide pixels
//   row_sums              joins the parts of a row that several work groups swept
//   pool_map              pools the rows under a pixel and normalises
//
// A work group sweeps a chunk of key tiles; chunks lie on one grid for all bands. Where a pixel
// column crosses from one chunk to the next its pooled logit comes in one piece a chunk, each
// written by one thread: no atomics, so the result does not depend on the order of execution. The
// slot of a piece is 1 + (pixel column) + (chunk - first pooled chunk); slot numbers that no piece
// has stay unused.
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

/// Keys of a tile, and the rows of one in float32, where each thread owns a row in the end.
ROPESCOPE_SHARED_CONSTANT uint kTile = 64u;
/// Logits of a row that are worked on at once, and the rows of a subgroup of the matrix shader.
ROPESCOPE_SHARED_CONSTANT uint kPiece = 32u;
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

/// What the kernel is told: the sizes of a head, and the band of queries to draw.
struct AttentionMapParams {
    uint tokenCount;
    uint channels; ///< of a query or key, in groups of four; the matrix shader knows its own
    uint causal;
    uint slidingWindow; ///< 0: none
    uint rowBegin;      ///< the band of queries
    uint rowEnd;
    uint tileBegin; ///< the key tiles to sweep
    uint tileEnd;
    uint chunkTiles;      ///< key tiles a work group sweeps
    uint chunkCount;      ///< chunks that hold tiles to sweep
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
    float logitScale;   ///< a power of two: what the product is multiplied with to be a logit
};

/// Which of the chunks that are swept, and of those that are drawn, a tile lies in.
ROPESCOPE_SHARED_FUNCTION uint sweptChunk(AttentionMapParams p, uint tile)
{
    return tile / p.chunkTiles - p.tileBegin / p.chunkTiles;
}
ROPESCOPE_SHARED_FUNCTION uint pooledChunk(AttentionMapParams p, uint tile)
{
    return tile / p.chunkTiles - p.pooledTileBegin / p.chunkTiles;
}

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
// The shader reads the same 22 words; 128 bytes is what every device accepts.
static_assert(sizeof(AttentionMapParams) == 22 * sizeof(uint));

} // namespace ropescope::shared
#endif

#undef ROPESCOPE_SHARED_CONSTANT
#undef ROPESCOPE_SHARED_FUNCTION

#endif
