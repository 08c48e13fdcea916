// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/cpu_renderer.h"

#include <algorithm>

#include <fmt/core.h>

#include "gpu/check_request.h"
#include "gpu/cpu/coarse_map.h"
#include "gpu/cpu/map_grid.h"
#include "gpu/cpu/map_job.h"
#include "gpu/cpu/phase_map.h"
#include "gpu/kernels/colour_map/colour_map_cpu.h"
#include "gpu/pace.h"

namespace ropescope {

namespace {

constexpr double kLongestBatch = 0.5; // seconds

} // namespace

struct CpuRenderer::State {
    CpuRendererOptions options;
    Pace pace;
    PreparedHeads heads;
    SweepMemory memory;
    CoarseMemory coarseMemory;

    /// The strips from `first` on that take about so many seconds: at least one for each thread.
    std::size_t batchEnd(const MapJob& job, std::size_t first, double seconds, int threads) const
    {
        const auto strips = job.strips();
        double cost = 0.0;
        std::size_t end = first;
        while (end < strips.size()
               && (end < first + static_cast<std::size_t>(threads) || pace.seconds(cost) < seconds))
            cost += job.cost(strips[end++]);
        return end;
    }

    /// Exact rows over the coarse ones of `shown`, which are delivered after each batch.
    void drawInBatches(MapJob& job, ValueMap shown, const PartialMap& partial, ThreadPool& pool,
                       const std::stop_token& stop)
    {
        const auto strips = job.strips();
        const Stopwatch watch;
        double exactRows = 0.0;
        int rows = 0;
        for (const PixelRows& strip : strips)
            rows += strip.end - strip.begin;
        for (std::size_t first = 0; first < strips.size();) {
            // Longer ones with time: each delivery costs a picture.
            const double seconds
                = std::max(options.batchSeconds, std::min(watch.seconds() / 16.0, kLongestBatch));
            const std::size_t end = batchEnd(job, first, seconds, pool.threadCount());
            const auto batch = strips.subspan(first, end - first);
            if (!draw(job, batch, pool, stop))
                return;
            first = end;
            if (first == strips.size())
                return;
            for (const PixelRows& strip : batch) {
                job.copyRows(strip, shown);
                exactRows += strip.end - strip.begin;
            }
            partial(shown, exactRows / rows);
        }
    }

    /// False after a stop.
    bool draw(MapJob& job, std::span<const PixelRows> strips, ThreadPool& pool,
              const std::stop_token& stop)
    {
        double cost = 0.0;
        for (const PixelRows& strip : strips)
            cost += job.cost(strip);
        const Stopwatch watch;
        job.draw(strips, pool, stop);
        if (stop.stop_requested())
            return false;
        pace.learn(cost, watch.seconds());
        return true;
    }

    Result<ValueMap> drawCoarse(const MapRequest& request, ThreadPool& pool,
                                const std::stop_token& stop)
    {
        const int stride = strideWithin(request, pace.cost(options.coarseSeconds));
        const Stopwatch watch;
        auto map = coarseMap(request, stride, pool, coarseMemory, stop);
        if (map)
            pace.learn(coarseCost(request, stride), watch.seconds());
        return map;
    }

    /// Whether a map takes so long that a coarse one should come first.
    bool takesLong(const MapRequest& request)
    {
        const double cost = mapCost(request, heads.known(request)).total();
        return pace.seconds(cost) > options.quickSeconds;
    }
};

CpuRenderer::CpuRenderer(std::shared_ptr<ThreadPool> pool, const CpuRendererOptions& options)
    : m_pool(std::move(pool))
    , m_state(std::make_unique<State>(
          State { .options = options,
                  .pace = Pace(options.costPerSecond * m_pool->threadCount(), options.measures),
                  .heads = {},
                  .memory = {},
                  .coarseMemory = {} }))
{
}

CpuRenderer::~CpuRenderer() = default;

Result<ValueMap> CpuRenderer::map(const MapRequest& request, std::stop_token stop)
{
    if (auto valid = checkRequest(request); !valid)
        return tl::unexpected(valid.error());
    if (stop.stop_requested())
        return cancelled();
    if (request.quantity.kind == QuantityKind::Phase)
        return phaseMap(request);
    State& state = *m_state;
    ValueMap coarse;
    if (request.partial && state.takesLong(request)) {
        auto drawn = state.drawCoarse(request, *m_pool, stop);
        if (!drawn)
            return drawn;
        coarse = std::move(*drawn);
        request.partial(coarse, 0.0);
    }
    const Result<PreparedHead*> prepared = state.heads.find(request, *m_pool, stop);
    if (!prepared)
        return tl::unexpected(prepared.error());
    MapJob job(**prepared, request, state.memory, m_pool->threadCount());
    if (coarse.values.empty())
        state.draw(job, job.strips(), *m_pool, stop);
    else
        state.drawInBatches(job, std::move(coarse), request.partial, *m_pool, stop);
    if (stop.stop_requested())
        return cancelled();
    return job.take();
}

std::vector<Result<ValueMap>> CpuRenderer::maps(std::span<const MapRequest> requests,
                                                std::stop_token stop)
{
    return drawMaps(requests, *m_pool, stop);
}

Result<Image> CpuRenderer::paint(const ValueMap& values, const ColourScale& scale)
{
    Image image { .width = values.width, .height = values.height, .rgba = {} };
    image.rgba.resize(values.values.size() * 4);
    const auto width = static_cast<std::size_t>(values.width);
    // Rows of small pictures are not worth a wake-up each.
    constexpr int kRowsOfTask = 64;
    m_pool->forEach((values.height + kRowsOfTask - 1) / kRowsOfTask, [&](int task, int) {
        const auto begin = static_cast<std::size_t>(task) * kRowsOfTask * width;
        const auto size = std::min(kRowsOfTask * width, values.values.size() - begin);
        colourPixels({ values.values.data() + begin, size }, scale, image.rgba.data() + 4 * begin);
    });
    return image;
}

std::string CpuRenderer::name() const
{
    const int threads = m_pool->threadCount();
    return fmt::format("CPU, {} thread{}", threads, threads == 1 ? "" : "s");
}

} // namespace ropescope
