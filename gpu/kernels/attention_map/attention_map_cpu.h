// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>

#include "core/attention/map_region.h"
#include "core/attention/operands.h"
#include "core/attention/quantity.h"
#include "gpu/kernels/aligned_buffer.h"

namespace ropescope {

/// Keys are multiplied this many at a time: with two vectors of queries they fill the registers.
inline constexpr int kChunkKeys = 12;

/// One map to compute. T is the type of logits: float, or double where float is too coarse.
template <class T> struct MapSweep {
    const MapOperands& operands; ///< its key matrix is not read, but packedKeys
    const T* packedKeys;         ///< [chunk][channel][kChunkKeys], zeros past the last key
    Quantity quantity;
    Pool pool;
    MapRegion region; ///< inside the head, at most one pixel a cell in each direction
    /// [chunks * kChunkKeys] pixel column of each key; region.width for keys outside the region.
    const int* pixelOfKey;
    const int* keyOfPixel; ///< [width + 1] each pixel column's first key; then the end
    T* logSumExp; ///< [n] NaN where not known yet; filled as rows are swept, if there is a softmax
    /// Keys that each key but the first stands for in the row sums, where the head is a sample of
    /// another; the first key, which often takes much of the attention, stands for itself.
    T keyWeight = T(1);
    float* values; ///< [region.height * region.width] only pixels with visible cells are written
};

/// Pixel rows [begin, end): one task of a thread pool.
struct PixelRows {
    int begin = 0;
    int end = 0;
};

/// Memory of one thread; grows to what a sweep needs and is reused.
template <class T> struct SweepScratch {
    AlignedBuffer<T> queries, tile, rows, pooled, pixels;
};

/// Makes the memory large enough for strips of so many pixel rows. Throws std::bad_alloc.
void reserve(SweepScratch<float>& scratch, const MapSweep<float>& sweep, int pixelRows);
void reserve(SweepScratch<double>& scratch, const MapSweep<double>& sweep, int pixelRows);

/// Computes some pixel rows. For each panel of queries the product with all needed keys goes chunk
/// by chunk through a tile that stays in the first cache, from there into each row's running
/// maximum and sum of exponentials (as in FlashAttention, arXiv:2205.14135) and into the pooled
/// logits. A row's numbers are the same whatever the strip. Stops early, with values missing, on
/// request.
void sweepStrip(const MapSweep<float>& sweep, PixelRows strip, SweepScratch<float>& scratch,
                const std::stop_token& stop);
void sweepStrip(const MapSweep<double>& sweep, PixelRows strip, SweepScratch<double>& scratch,
                const std::stop_token& stop);

} // namespace ropescope
