// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/map_grid.h"

#include "gpu/check_request.h"
#include "gpu/cpu/map_job.h"
#include "gpu/cpu/phase_map.h"

namespace ropescope {

namespace {

struct GridMemory {
    HeadMemory head;
    SweepMemory sweep;
};

Result<ValueMap> drawAlone(const MapRequest& request, GridMemory& memory,
                           const std::stop_token& stop)
{
    if (auto valid = checkRequest(request); !valid)
        return tl::unexpected(valid.error());
    if (request.quantity.kind == QuantityKind::Phase)
        return phaseMap(request);
    ThreadPool alone(1);
    Result<PreparedHead> prepared = prepareHead(request, alone, stop, memory.head);
    if (!prepared)
        return tl::unexpected(prepared.error());
    MapJob job(*prepared, request, memory.sweep, 1);
    job.draw(job.strips(), alone, stop);
    if (stop.stop_requested())
        return cancelled();
    return job.take();
}

} // namespace

void drawMaps(std::span<const MapRequest> requests, ThreadPool& pool, const std::stop_token& stop,
              const std::function<void(std::size_t, Result<ValueMap>)>& deliver)
{
    std::vector<GridMemory> memoryOfWorkers(static_cast<std::size_t>(pool.threadCount()));
    pool.forEach(static_cast<int>(requests.size()), [&](int index, int worker) {
        if (stop.stop_requested())
            return;
        const auto request = static_cast<std::size_t>(index);
        auto map
            = drawAlone(requests[request], memoryOfWorkers[static_cast<std::size_t>(worker)], stop);
        if (!stop.stop_requested())
            deliver(request, std::move(map));
    });
}

std::vector<Result<ValueMap>> drawMaps(std::span<const MapRequest> requests, ThreadPool& pool,
                                       const std::stop_token& stop)
{
    std::vector<Result<ValueMap>> maps(requests.size(), cancelled());
    drawMaps(requests, pool, stop,
             [&](std::size_t index, Result<ValueMap> map) { maps[index] = std::move(map); });
    return maps;
}

} // namespace ropescope
