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

ValueMap mapFrom(std::span<const std::byte> bytes, const MapRegion& region)
{
    ValueMap map { .width = region.width, .height = region.height, .values = {} };
    map.values.resize(bytes.size() / sizeof(float));
    std::ranges::copy(bytes, std::as_writable_bytes(std::span(map.values)).begin());
    return map;
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
    while (m_lanes.size() <= index) {
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

Result<GridPass::Lane*> GridPass::prepared(const Device& device, Transfer& transfer, MapPass& maps,
                                           const OperandCache& cache, std::size_t index,
                                           const MapRequest& request)
{
    const auto found = lane(device, index, maps, cache);
    if (!found)
        return tl::unexpected(found.error());
    Lane& lane = **found;
    const auto operands = lane.cache.get(device, transfer, request);
    if (!operands)
        return tl::unexpected(operands.error());
    lane.operands = *operands;
    ROPESCOPE_TRY(lane.maps.prepareWhole(device, transfer, **operands, request));
    return &lane;
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
        double work = 0.0;
        for (; next < requests.size() && lanes.size() < kLanes; ++next) {
            const MapRequest& request = *requests[next];
            work += workOf(device, request);
            if (!lanes.empty() && work > MapPass::firstWork(device))
                break;
            const auto lane = prepared(device, transfer, maps, cache, lanes.size(), request);
            if (lane) {
                lanes.push_back(*lane);
                drawn.push_back(next);
            } else {
                results[next] = tl::unexpected(lane.error());
            }
        }
        if (lanes.empty())
            continue;
        std::vector<Transfer::Part> parts;
        std::size_t bytes = 0;
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            parts.push_back({ .source = &lanes[i]->maps.values(),
                              .bytes = valueBytes(requests[drawn[i]]->region) });
            bytes += parts.back().bytes;
        }
        auto submitted = transfer.prepareRead(device, bytes);
        if (submitted)
            submitted = submit(device, transfer, lanes, parts);
        if (!submitted) {
            for (const std::size_t index : drawn)
                results[index] = tl::unexpected(submitted.error());
            continue;
        }
        std::span<const std::byte> values = transfer.finishRead(bytes);
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            results[drawn[i]] = mapFrom(values.first(parts[i].bytes), requests[drawn[i]]->region);
            values = values.subspan(parts[i].bytes);
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
