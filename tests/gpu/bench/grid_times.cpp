// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gpu/bench/grid_times.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "core/rope/rope_edit.h"

namespace ropescope::test {

namespace {

constexpr int kRuns = 9;

/// The median of several runs, milliseconds; the first run of `draw` is number 0.
template <class Draw> Result<double> median(const Draw& draw)
{
    std::vector<double> runs;
    for (int run = 0; run < kRuns; ++run) {
        const auto start = std::chrono::steady_clock::now();
        if (Result<void> drawn = draw(run); !drawn)
            return tl::unexpected(drawn.error());
        const std::chrono::duration<double, std::milli> time
            = std::chrono::steady_clock::now() - start;
        runs.push_back(time.count());
    }
    std::ranges::nth_element(runs, runs.begin() + kRuns / 2);
    return runs[kRuns / 2];
}

bool same(const ValueMap& a, const ValueMap& b)
{
    return a.values.size() == b.values.size()
        && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

} // namespace

Result<GridTimes> gridTimes(VulkanRenderer& renderer, std::vector<MapRequest> requests)
{
    GridTimes times;
    std::vector<ValueMap> maps(requests.size());
    const auto turn = [&](int run) {
        for (MapRequest& request : requests)
            request.rope = makeRopeTable(request.head->rope, { .base = 1000.0 + run }).value();
    };
    const auto together = [&](int run) -> Result<void> {
        turn(run);
        auto drawn = renderer.maps(requests, {});
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            if (!drawn[i])
                return tl::unexpected(drawn[i].error());
            maps[i] = std::move(*drawn[i]);
        }
        return {};
    };
    const auto start = std::chrono::steady_clock::now();
    if (auto drawn = together(-1); !drawn)
        return tl::unexpected(drawn.error());
    times.first
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
              .count();
    const auto grid = median(together);
    if (!grid)
        return tl::unexpected(grid.error());
    times.together = *grid;
    times.report = renderer.lastMap();
    const auto alone = median([&](int run) -> Result<void> {
        turn(run);
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const auto map = renderer.map(requests[i], {});
            if (!map)
                return tl::unexpected(map.error());
            if (run + 1 == kRuns)
                times.equal = times.equal && same(*map, maps[i]);
        }
        return {};
    });
    if (!alone)
        return tl::unexpected(alone.error());
    times.oneByOne = *alone;
    MapRequest phase = requests.front();
    phase.quantity = { QuantityKind::Phase, 1 };
    phase.region.width = phase.region.height = 1024;
    const auto phases = median([&](int) -> Result<void> {
        const auto map = renderer.map(phase, {});
        return map ? Result<void> {} : tl::unexpected(map.error());
    });
    if (!phases)
        return tl::unexpected(phases.error());
    times.phase = *phases;
    return times;
}

} // namespace ropescope::test
