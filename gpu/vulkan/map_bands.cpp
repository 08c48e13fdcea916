// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/map_bands.h"

#include <algorithm>

namespace ropescope::vulkan {

using shared::AttentionMapParams;
using shared::kTile;

namespace {

/// Of intermediate results that exist at once.
constexpr std::uint64_t kBandBytes = 256ULL << 20;
constexpr std::uint32_t kMostChunkTiles = 16;

/// The first takes about a quarter of a second on the slowest hardware that draws windows: drivers
/// give up after two. Several work groups for each that a large GPU runs at once, so that none
/// waits at the end.
constexpr SubmissionSize kGpu { .firstWork = 1.7e10, .seconds = 0.1, .wantedGroups = 8192 };
/// No watchdog there, but a stop request waits for the end of the band.
constexpr SubmissionSize kSoftware { .firstWork = 5e8, .seconds = 0.1, .wantedGroups = 64 };

/// Keys that a row is multiplied with.
double sweptKeys(const AttentionMapParams& params, std::uint32_t row)
{
    std::uint32_t begin = visibleBegin(params, row);
    std::uint32_t end = visibleEnd(params, row);
    if (params.wantsSums == 0) {
        begin = std::max(begin, params.pooledTileBegin * kTile);
        end = std::min(end, params.pooledTileEnd * kTile);
    }
    return end > begin ? end - begin : 0.0;
}

} // namespace

const SubmissionSize& submissionSize(bool isSoftware) { return isSoftware ? kSoftware : kGpu; }

void setRows(AttentionMapParams& params, TokenRange rows)
{
    params.rowBegin = static_cast<std::uint32_t>(rows.begin);
    params.rowEnd = static_cast<std::uint32_t>(rows.end);
    params.tileBegin = visibleBegin(params, params.rowBegin) / kTile;
    params.tileEnd = ceilDivide(visibleEnd(params, params.rowEnd - 1), kTile);
    if (params.wantsSums == 0) {
        params.tileBegin = std::max(params.tileBegin, params.pooledTileBegin);
        params.tileEnd = std::min(params.tileEnd, params.pooledTileEnd);
    }
    params.tileEnd = std::max(params.tileBegin, params.tileEnd);
    params.chunkCount = params.tileEnd == params.tileBegin
        ? 0
        : (params.tileEnd - 1) / params.chunkTiles - params.tileBegin / params.chunkTiles + 1;
}

void setChunks(AttentionMapParams& params, const MapPlan& plan, TokenRange rows,
               std::uint32_t rowsOfGroup, std::uint32_t wantedGroups)
{
    setRows(params, rows);
    const std::uint32_t tiles = params.tileEnd - params.tileBegin;
    const std::uint32_t groups = ceilDivide(static_cast<std::uint32_t>(rows.size()), rowsOfGroup);
    params.chunkTiles = std::clamp(tiles * groups / wantedGroups, 1U, kMostChunkTiles);
    params.slotCount = plan.slotCount(params.chunkTiles);
    setRows(params, rows);
}

int largestBand(const AttentionMapParams& params, int rows, int step, std::uint64_t deviceBytes)
{
    const std::uint64_t bytesPerRow = std::uint64_t { params.slotCount } * kSlotBytes
        + std::uint64_t { std::max(params.chunkCount, 1U) } * kPartBytes;
    const std::uint64_t bandBytes = std::min(kBandBytes, deviceBytes);
    const int mostRows = std::max(
        static_cast<int>(std::min<std::uint64_t>(bandBytes / bytesPerRow, 1U << 30)), step);
    return std::min((rows + step - 1) / step, mostRows / step) * step;
}

double workOf(const AttentionMapParams& params, TokenRange rows, double workPerCell)
{
    const double first = sweptKeys(params, static_cast<std::uint32_t>(rows.begin));
    const double last = sweptKeys(params, static_cast<std::uint32_t>(rows.end) - 1);
    return workPerCell * rows.size() * ((first + last) / 2 + kTile);
}

int rowsFor(const AttentionMapParams& params, TokenRange rows, int mostRows, int step,
            double workPerCell, double work)
{
    int fitting = 1; // steps
    int beyond = std::max(2, mostRows / step + 1);
    while (beyond - fitting > 1) {
        const int middle = (fitting + beyond) / 2;
        const int end = std::min(rows.begin + middle * step, rows.end);
        if (workOf(params, { rows.begin, end }, workPerCell) <= work && middle * step <= mostRows)
            fitting = middle;
        else
            beyond = middle;
    }
    return fitting * step;
}

} // namespace ropescope::vulkan
