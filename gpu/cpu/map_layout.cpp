// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/map_layout.h"

#include <algorithm>

#include "gpu/kernels/visible_cells.h"

namespace ropescope {

namespace {

// Queries of one task: several panels, so that few lanes of the last one are idle, but enough tasks
// for many cores.
constexpr int kStripQueries = 128;
constexpr int kStripQueriesOfShortPrompts = 64;
constexpr int kShortPrompt = 1024;
// Where a pixel row alone is a panel or more, 128 queries are a few pixel rows and the last panel
// of each strip can be nearly empty: at 33 queries a pixel row a quarter of the work was for
// nothing.
constexpr int kStripQueriesOfLongPrompts = 512;
constexpr int kStripsOfThread = 16;

int stripQueries(int rows, int threads)
{
    if (rows <= kShortPrompt)
        return kStripQueriesOfShortPrompts;
    const bool enough = rows / kStripQueriesOfLongPrompts >= threads * kStripsOfThread;
    return enough ? kStripQueriesOfLongPrompts : kStripQueries;
}

} // namespace

MapRegion withoutRepeats(const MapRegion& region)
{
    MapRegion reduced = region;
    reduced.width = std::min(region.width, region.columns.size());
    reduced.height = std::min(region.height, region.rows.size());
    return reduced;
}

void repeatPixels(const ValueMap& values, const MapRegion& region, PixelRows rows, ValueMap& map)
{
    // With fewer pixels than cells every pixel has its own value already.
    const bool repeatsColumns = region.width > region.columns.size();
    const bool repeatsRows = region.height > region.rows.size();
    const auto width = static_cast<std::size_t>(region.width);
    const int begin = repeatsRows ? 0 : rows.begin;
    const int end = repeatsRows ? region.height : rows.end;
    int copied = -1;
    for (int y = begin; y < end; ++y) {
        const int row = repeatsRows ? region.rowCells(y).begin - region.rows.begin : y;
        if (row < rows.begin || row >= rows.end)
            continue;
        float* const target = map.values.data() + static_cast<std::size_t>(y) * width;
        if (row == copied) {
            std::copy_n(target - width, width, target);
            continue;
        }
        copied = row;
        for (int x = 0; x < region.width; ++x) {
            const int column
                = repeatsColumns ? region.columnCells(x).begin - region.columns.begin : x;
            target[x] = values.at(column, row);
        }
    }
}

std::vector<int> pixelOfKey(const MapRegion& region, int tokens)
{
    const int padded = (tokens + kChunkKeys - 1) / kChunkKeys * kChunkKeys;
    std::vector<int> pixels(static_cast<std::size_t>(padded), region.width);
    for (int x = 0; x < region.width; ++x) {
        const TokenRange cells = region.columnCells(x);
        std::fill(pixels.begin() + cells.begin, pixels.begin() + cells.end, x);
    }
    return pixels;
}

std::vector<int> keyOfPixel(const MapRegion& region)
{
    std::vector<int> keys;
    keys.reserve(static_cast<std::size_t>(region.width) + 1);
    for (int x = 0; x < region.width; ++x)
        keys.push_back(region.columnCells(x).begin);
    keys.push_back(region.columns.end);
    return keys;
}

std::vector<PixelRows> stripsOf(const MapRegion& region, const MapOperands& operands, int threads)
{
    const int target = stripQueries(region.rows.size(), threads);
    std::vector<PixelRows> strips;
    for (int y = 0; y < region.height; ++y) {
        const bool full = strips.empty()
            || region.rowCells(y).end - region.rowCells(strips.back().begin).begin > target;
        if (full)
            strips.push_back({ y, y });
        strips.back().end = y + 1;
    }
    const auto visibleKeys = [&](const PixelRows& strip) {
        return visibleToAny(
                   operands,
                   { region.rowCells(strip.begin).begin, region.rowCells(strip.end - 1).end })
            .size();
    };
    std::stable_sort(strips.begin(), strips.end(), [&](const PixelRows& a, const PixelRows& b) {
        return visibleKeys(a) > visibleKeys(b);
    });
    return strips;
}

} // namespace ropescope
