// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/cpu_renderer.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include <fmt/core.h>

#include "gpu/cpu/map_layout.h"
#include "gpu/cpu/prepared_head.h"
#include "gpu/kernels/attention_map/attention_map_cpu.h"
#include "gpu/kernels/colour_map/colour_map_cpu.h"

namespace ropescope {

namespace {

template <class T> using ScratchOfWorkers = std::vector<SweepScratch<T>>;

Result<void> checkRange(TokenRange range, int tokens, const char* axis)
{
    if (range.begin < 0 || range.end > tokens || range.begin >= range.end) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The region asks for {} {} to {}, but the head has {} tokens.",
                                axis, range.begin, range.end, tokens));
    }
    return {};
}

Result<void> check(const MapRequest& request)
{
    if (!request.head)
        return fail(ErrorCode::InvalidArgument, "There is no head to draw.");
    const MapRegion& region = request.region;
    const int tokens = request.head->tokenCount();
    if (auto rows = checkRange(region.rows, tokens, "queries"); !rows)
        return rows;
    if (auto columns = checkRange(region.columns, tokens, "keys"); !columns)
        return columns;
    if (region.width < 1 || region.height < 1) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("A map needs at least 1x1 pixels, not {}x{}.", region.width,
                                region.height));
    }
    return {};
}

} // namespace

struct CpuRenderer::State {
    PreparedHeads heads;
    std::tuple<ScratchOfWorkers<float>, ScratchOfWorkers<double>> scratch;

    template <class T>
    void sweep(const MapSweep<T>& sweep, ThreadPool& pool, const std::stop_token& stop)
    {
        const std::vector<PixelRows> strips = stripsOf(sweep.region, sweep.operands);
        int pixelRows = 0;
        for (const PixelRows& strip : strips)
            pixelRows = std::max(pixelRows, strip.end - strip.begin);
        auto& scratchOfWorkers = std::get<ScratchOfWorkers<T>>(scratch);
        scratchOfWorkers.resize(static_cast<std::size_t>(pool.threadCount()));
        // Here and not in the workers, where running out of memory could not be reported.
        for (SweepScratch<T>& memory : scratchOfWorkers)
            reserve(memory, sweep, pixelRows);
        pool.forEach(static_cast<int>(strips.size()), [&](int index, int worker) {
            sweepStrip(sweep, strips[static_cast<std::size_t>(index)],
                       scratchOfWorkers[static_cast<std::size_t>(worker)], stop);
        });
    }
};

CpuRenderer::CpuRenderer(std::shared_ptr<ThreadPool> pool)
    : m_pool(std::move(pool))
    , m_state(std::make_unique<State>())
{
}

CpuRenderer::~CpuRenderer() = default;

Result<ValueMap> CpuRenderer::map(const MapRequest& request, std::stop_token stop)
{
    if (auto valid = check(request); !valid)
        return tl::unexpected(valid.error());
    if (stop.stop_requested())
        return cancelled();
    Result<PreparedHead*> found = m_state->heads.find(request);
    if (!found)
        return tl::unexpected(found.error());
    PreparedHead& prepared = **found;

    const MapRegion region = withoutRepeats(request.region);
    const std::vector<int> pixels = pixelOfKey(region, prepared.operands.tokenCount());
    const std::vector<int> keys = keyOfPixel(region);
    ValueMap map { .width = region.width, .height = region.height, .values = {} };
    map.values.assign(static_cast<std::size_t>(region.width)
                          * static_cast<std::size_t>(region.height),
                      std::numeric_limits<float>::quiet_NaN());
    std::visit(
        [&]<class T>(PackedKeys<T>& packed) {
            const MapSweep<T> sweep { .operands = prepared.operands,
                                      .packedKeys = packed.keys.data(),
                                      .quantity = request.quantity,
                                      .pool = request.pool,
                                      .region = region,
                                      .pixelOfKey = pixels.data(),
                                      .keyOfPixel = keys.data(),
                                      .logSumExp = packed.logSumExp.data(),
                                      .values = map.values.data() };
            m_state->sweep(sweep, *m_pool, stop);
        },
        prepared.packed);
    if (stop.stop_requested())
        return cancelled();
    if (region == request.region)
        return map;
    return repeatPixels(map, request.region);
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
