// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/grid_pass.h"

#include <algorithm>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {

namespace {

/// Maps of one submission. A lane has about twenty buffers, and 4096 are what every device allows.
constexpr std::size_t kLanes = 64;
/// Of a lane, so that all together stay below a gigabyte.
constexpr double kLaneBytes = 16 << 20;

/// Multiplications, as if every cell were visible and split factors were needed.
double workOf(const Device& device, const MapRequest& request)
{
    return (device.hasMatrices() ? 3.0 : 1.0) * request.region.rows.size()
        * request.head->tokenCount() * request.head->headDim();
}

/// About what a lane needs for a map: raw and rotated vectors, pooled rows, pixels.
double bytesOf(const MapRequest& request)
{
    const MapRegion& region = request.region;
    const double tokens = request.head->tokenCount();
    const double pixels = static_cast<double>(region.width) * region.height;
    const double slots = std::min(region.width, region.columns.size()) + 2.0 * tokens / 64.0 + 2.0;
    return 16.0 * (tokens + kMaxMatrixRows) * request.head->headDim()
        + 4.0 * region.rows.size() * slots + 16.0 * pixels;
}

std::size_t valueBytes(const MapRegion& region)
{
    return static_cast<std::size_t>(region.width) * static_cast<std::size_t>(region.height)
        * sizeof(float);
}

} // namespace

Result<GridPass> GridPass::create(const Device& device)
{
    auto timer = StageTimer::create(device);
    if (!timer)
        return tl::unexpected(timer.error());
    return GridPass(std::move(*timer));
}

bool GridPass::fits(const Device& device, const MapRequest& request)
{
    return workOf(device, request) <= MapPass::firstWork(device) / 2
        && bytesOf(request) <= kLaneBytes;
}

Result<GridPass::Lane*> GridPass::lane(const Device& device, std::size_t index, MapPass& maps,
                                       const OperandCache& cache)
{
    if (index == m_lanes.size()) {
        auto operands = cache.twin(device);
        if (!operands)
            return tl::unexpected(operands.error());
        auto pass = maps.twin(device);
        if (!pass)
            return tl::unexpected(pass.error());
        m_lanes.push_back({ .cache = std::move(*operands), .maps = std::move(*pass) });
    }
    return &m_lanes[index];
}

std::vector<Result<ValueMap>> GridPass::run(const Device& device, Transfer& transfer, MapPass& maps,
                                            const OperandCache& cache,
                                            std::span<const MapRequest* const> requests,
                                            const std::stop_token& stop)
{
    std::vector<Result<ValueMap>> results(requests.size(), cancelled());
    m_report = {};
    for (std::size_t next = 0; next < requests.size() && !stop.stop_requested();) {
        std::vector<Lane*> lanes;
        std::vector<std::size_t> drawn; // index of each lane's request
        std::vector<Transfer::Part> parts;
        std::size_t bytes = 0;
        double work = 0.0;
        for (; next < requests.size() && lanes.size() < kLanes; ++next) {
            const MapRequest& request = *requests[next];
            work += workOf(device, request);
            if (!lanes.empty() && work > MapPass::firstWork(device))
                break;
            const auto ready = [&]() -> Result<void> {
                const auto found = lane(device, lanes.size(), maps, cache);
                if (!found)
                    return tl::unexpected(found.error());
                const auto operands = (*found)->cache.get(device, transfer, request);
                if (!operands)
                    return tl::unexpected(operands.error());
                (*found)->operands = *operands;
                ROPESCOPE_TRY((*found)->maps.prepareWhole(device, transfer, **operands, request));
                lanes.push_back(*found);
                return {};
            }();
            if (!ready) {
                results[next] = tl::unexpected(ready.error());
                continue;
            }
            drawn.push_back(next);
            bytes += valueBytes(request.region);
        }
        if (lanes.empty())
            continue;
        auto submitted = transfer.prepareRead(device, bytes);
        if (submitted) {
            for (std::size_t i = 0; i < lanes.size(); ++i)
                parts.push_back({ .source = &lanes[i]->maps.values(),
                                  .bytes = valueBytes(requests[drawn[i]]->region) });
            submitted = submit(device, transfer, lanes, parts);
        }
        const std::byte* values = submitted ? transfer.finishRead(bytes).data() : nullptr;
        for (const std::size_t index : drawn) {
            if (!submitted) {
                results[index] = tl::unexpected(submitted.error());
                continue;
            }
            const MapRegion& region = requests[index]->region;
            const auto* const first = reinterpret_cast<const float*>(values);
            const std::size_t size = valueBytes(region);
            results[index] = ValueMap { .width = region.width,
                                        .height = region.height,
                                        .values = { first, first + size / sizeof(float) } };
            values += size;
        }
    }
    const bool lacksMemory = std::ranges::any_of(results, [](const Result<ValueMap>& map) {
        return !map && map.error().code == ErrorCode::Unsupported;
    });
    if (lacksMemory)
        clear();
    return results;
}

Result<void> GridPass::submit(const Device& device, const Transfer& transfer,
                              std::span<Lane* const> lanes, std::span<const Transfer::Part> parts)
{
    ROPESCOPE_TRY(device.run([&](VkCommandBuffer commands) {
        m_timer.begin(commands);
        if (device.poisons()) {
            for (const Lane* lane : lanes)
                lane->maps.recordPoison(commands, *lane->operands);
        }
        for (const Lane* lane : lanes) {
            if (!lane->operands->rotated)
                lane->cache.recordRotation(commands);
        }
        record(commands, kShaderToShader);
        m_timer.mark(commands, Stage::Rotate);
        for (const MapPass::Step step : MapPass::kSteps) {
            if (step == MapPass::Step::Pool)
                m_timer.mark(commands, Stage::Sweep);
            bool recorded = false;
            for (const Lane* lane : lanes)
                recorded = lane->maps.recordWhole(commands, step) || recorded;
            if (recorded && step != MapPass::Step::Pool)
                record(commands, kShaderToShader);
        }
        m_timer.mark(commands, Stage::Pool);
        transfer.recordReads(commands, parts);
        m_timer.mark(commands, Stage::Copy);
    }));
    for (const Lane* lane : lanes) {
        lane->operands->rotated = true;
        lane->maps.finishWhole(*lane->operands);
    }
    const MapReport& last = lanes.back()->maps.report();
    m_report.precision = last.precision;
    m_report.logitBound = last.logitBound;
    m_report.wantedSums = last.wantedSums;
    ++m_report.submissions;
    return m_timer.collect(device, m_report.times);
}

} // namespace ropescope::vulkan
