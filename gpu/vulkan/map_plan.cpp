// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/map_plan.h"

#include <algorithm>

#include "gpu/kernels/attention_map/attention_map_params.h"

namespace ropescope::vulkan {

using shared::kTile;

namespace {

std::array<std::uint32_t, 2> bounds(TokenRange cells)
{
    return { static_cast<std::uint32_t>(cells.begin), static_cast<std::uint32_t>(cells.end) };
}

/// First key of each drawn column of slots, then the end of the region.
std::vector<std::uint32_t> groupBegins(const MapRegion& region)
{
    const int groups = std::min(region.width, region.columns.size());
    std::vector<std::uint32_t> begins;
    begins.reserve(static_cast<std::size_t>(groups) + 1);
    for (int group = 0; group < groups; ++group) {
        const int begin = groups == region.width ? region.columnCells(group).begin
                                                 : region.columns.begin + group;
        begins.push_back(static_cast<std::uint32_t>(begin));
    }
    begins.push_back(static_cast<std::uint32_t>(region.columns.end));
    return begins;
}

} // namespace

MapPlan planMap(const MapRegion& region)
{
    MapPlan plan;
    for (int x = 0; x < region.width; ++x)
        plan.columnCells.push_back(bounds(region.columnCells(x)));
    for (int y = 0; y < region.height; ++y)
        plan.rowCells.push_back(bounds(region.rowCells(y)));
    plan.repeatColumns = region.width > region.columns.size();
    plan.pooledTileBegin = static_cast<std::uint32_t>(region.columns.begin) / kTile;
    plan.pooledTileEnd = (static_cast<std::uint32_t>(region.columns.end) - 1) / kTile + 1;

    const std::vector<std::uint32_t> begins = groupBegins(region);
    std::uint32_t passed = 0; // groups, or the end, that begin at or before the key
    for (std::uint32_t tile = plan.pooledTileBegin; tile < plan.pooledTileEnd; ++tile) {
        std::array<std::uint32_t, 4> slots {};
        for (std::uint32_t bit = 0; bit < kTile; ++bit) {
            const bool beginsHere = passed < begins.size() && begins[passed] == tile * kTile + bit;
            if (beginsHere)
                ++passed;
            if (bit == 0)
                slots[0] = passed;
            if (beginsHere)
                slots[1 + bit / 32] |= 1U << bit % 32;
        }
        plan.tileSlots.push_back(slots);
    }
    plan.beginCount = static_cast<std::uint32_t>(begins.size());
    return plan;
}

MapBand bandFrom(const MapPlan& plan, int begin, int end, int mostRows)
{
    const TokenRange rows { begin, end - begin > mostRows ? begin + mostRows : end };
    const auto first = std::ranges::partition_point(plan.rowCells, [&](const auto& cells) {
        return cells[1] <= static_cast<std::uint32_t>(rows.begin);
    });
    const auto last = std::ranges::partition_point(plan.rowCells, [&](const auto& cells) {
        return cells[0] < static_cast<std::uint32_t>(rows.end);
    });
    return { rows,
             { static_cast<int>(first - plan.rowCells.begin()),
               static_cast<int>(last - plan.rowCells.begin()) } };
}

} // namespace ropescope::vulkan
