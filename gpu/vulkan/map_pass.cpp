// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/map_pass.h"

#include <algorithm>

#include "gpu/vulkan/check.h"
#include "gpu/vulkan/shaders.h"

namespace ropescope::vulkan {

using shared::AttentionMapParams;
using shared::kTile;

namespace {

/// Intermediate results that exist at once.
constexpr std::uint64_t kBandBytes = 64ULL << 20;
/// How large a submission is and how finely it is divided.
struct Pace {
    std::uint64_t bandWork;     ///< multiplications of a submission
    std::uint32_t wantedGroups; ///< work groups of a sweep, where there are as many tiles
};
/// About a quarter of a second on the slowest hardware that draws windows: drivers give up after
/// two. Several work groups for each that a large GPU runs at once, so that none waits at the end.
constexpr Pace kGpuPace { .bandWork = 1ULL << 34, .wantedGroups = 8192 };
/// No watchdog there, but a stop request waits for the end of the band.
constexpr Pace kSoftwarePace { .bandWork = 1ULL << 29, .wantedGroups = 64 };
constexpr std::uint32_t kMostChunkTiles = 16;

constexpr std::uint32_t kPartBytes = 8;
constexpr std::uint32_t kSlotBytes = 4;
constexpr std::uint32_t kStateBytes = 8;

std::uint32_t ceilDivide(std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; }

template <class T> std::span<const std::byte> bytesOf(const std::vector<T>& values)
{
    return std::as_bytes(std::span(values));
}

bool contains(TokenRange outer, TokenRange inner)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

std::uint32_t showOf(QuantityKind kind)
{
    switch (kind) {
    case QuantityKind::Probability:
        return shared::kShowProbability;
    case QuantityKind::LogProbability:
        return shared::kShowLogProbability;
    case QuantityKind::Logit:
    case QuantityKind::QuerySimilarity:
    case QuantityKind::KeySimilarity:
    case QuantityKind::Contribution:
    case QuantityKind::Phase: // refused before
        break;
    }
    return shared::kShowLogit;
}

std::uint32_t slotContentOf(Pool pool, QuantityKind kind)
{
    if (pool == Pool::Max)
        return shared::kSlotMax;
    return kind == QuantityKind::Probability ? shared::kSlotLogSumExp : shared::kSlotSum;
}

/// All that is the same for every band.
AttentionMapParams mapParams(const DeviceOperands& operands, const MapRequest& request,
                             const MapPlan& plan)
{
    return {
        .tokenCount = operands.tokenCount,
        .channels = operands.channels,
        .causal = operands.causal ? 1U : 0U,
        .slidingWindow = operands.slidingWindow,
        .rowBegin = 0,
        .rowEnd = 0,
        .tileBegin = 0,
        .tileEnd = 0,
        .chunkTiles = 1,
        .chunkCount = 0,
        .pooledTileBegin = plan.pooledTileBegin,
        .pooledTileEnd = plan.pooledTileEnd,
        .slotCount = plan.slotCount,
        .slotContent = slotContentOf(request.pool, request.quantity.kind),
        .wantsSums
        = request.quantity.needsRowSums() && !contains(operands.summedRows, request.region.rows)
            ? 1U
            : 0U,
        .show = showOf(request.quantity.kind),
        .mean = request.pool == Pool::Mean ? 1U : 0U,
        .pixelBegin = 0,
        .width = static_cast<std::uint32_t>(request.region.width),
        .columnBegin = static_cast<std::uint32_t>(request.region.columns.begin),
        .repeatColumns = plan.repeatColumns ? 1U : 0U,
    };
}

/// Sets the band and the key tiles that it needs: those that some of its rows sees, and without row
/// sums only those that are drawn.
void setBand(AttentionMapParams& params, const MapBand& band, std::uint32_t wantedGroups)
{
    params.rowBegin = static_cast<std::uint32_t>(band.rows.begin);
    params.rowEnd = static_cast<std::uint32_t>(band.rows.end);
    params.pixelBegin = static_cast<std::uint32_t>(band.pixels.begin);
    params.tileBegin = visibleBegin(params, params.rowBegin) / kTile;
    params.tileEnd = ceilDivide(visibleEnd(params, params.rowEnd - 1), kTile);
    if (params.wantsSums == 0) {
        params.tileBegin = std::max(params.tileBegin, params.pooledTileBegin);
        params.tileEnd = std::min(params.tileEnd, params.pooledTileEnd);
    }
    const std::uint32_t tiles = params.tileEnd - std::min(params.tileBegin, params.tileEnd);
    const std::uint32_t rowTiles = ceilDivide(params.rowEnd - params.rowBegin, kTile);
    params.chunkTiles = std::clamp(tiles * rowTiles / wantedGroups, 1U, kMostChunkTiles);
    params.chunkCount = ceilDivide(tiles, params.chunkTiles);
}

} // namespace

Result<MapPass> MapPass::create(const Device& device)
{
    MapPass pass;
    const auto load
        = [&](ComputeProgram& program, std::string_view name, std::span<const std::uint32_t> spirv,
              std::uint32_t buffers) -> Result<void> {
        auto loaded = ComputeProgram::create(device,
                                             { .name = name,
                                               .spirv = spirv,
                                               .bufferCount = buffers,
                                               .paramBytes = sizeof(AttentionMapParams) });
        if (!loaded)
            return tl::unexpected(loaded.error());
        program = std::move(*loaded);
        return {};
    };
    ROPESCOPE_TRY(load(pass.m_sweep, "attention_map", attentionMapShader(), 5));
    ROPESCOPE_TRY(load(pass.m_rowSums, "row_sums", rowSumsShader(), 2));
    ROPESCOPE_TRY(load(pass.m_pool, "pool_map", poolMapShader(), 6));
    return pass;
}

Result<ValueMap> MapPass::run(const Device& device, Transfer& transfer, DeviceOperands& operands,
                              const MapRequest& request, const std::stop_token& stop)
{
    const MapRegion& region = request.region;
    const MapPlan plan = planMap(region);
    const Pace& pace = device.isSoftware() ? kSoftwarePace : kGpuPace;
    AttentionMapParams params = mapParams(operands, request, plan);
    const std::uint32_t tiles = params.wantsSums != 0 ? ceilDivide(operands.tokenCount, kTile)
                                                      : plan.pooledTileEnd - plan.pooledTileBegin;
    const std::vector<MapBand> bands = splitBands(
        plan, region.rows,
        std::uint64_t { plan.slotCount } * kSlotBytes + std::uint64_t { tiles } * kPartBytes,
        std::uint64_t { tiles } * kTile * operands.channels * 4,
        { .bytes = kBandBytes, .work = pace.bandWork });
    const auto bandRows = static_cast<std::size_t>(bands.front().rows.size());
    ROPESCOPE_TRY(prepare(device, transfer, operands, plan, bandRows, tiles));

    if (params.wantsSums != 0)
        operands.summedRows = { region.rows.begin, region.rows.begin };
    for (const MapBand& band : bands) {
        if (stop.stop_requested())
            return cancelled();
        setBand(params, band, pace.wantedGroups);
        ROPESCOPE_TRY(device.run([&](VkCommandBuffer commands) {
            record(commands, params, static_cast<std::uint32_t>(band.pixels.size()));
        }));
        if (params.wantsSums != 0)
            operands.summedRows.end = band.rows.end;
    }

    ValueMap map { .width = region.width, .height = region.height };
    map.values.resize(plan.columnCells.size() * plan.rowCells.size());
    ROPESCOPE_TRY(transfer.read(device, m_values, std::as_writable_bytes(std::span(map.values))));
    return map;
}

Result<void> MapPass::prepare(const Device& device, Transfer& transfer,
                              const DeviceOperands& operands, const MapPlan& plan,
                              std::size_t bandRows, std::size_t tiles)
{
    const std::size_t pixels = plan.columnCells.size() * plan.rowCells.size();
    ROPESCOPE_TRY(m_parts.reserve(device, bandRows * tiles * kPartBytes));
    ROPESCOPE_TRY(m_slots.reserve(device, bandRows * plan.slotCount * kSlotBytes));
    ROPESCOPE_TRY(m_states.reserve(device, pixels * kStateBytes));
    ROPESCOPE_TRY(m_values.reserve(device, pixels * sizeof(float)));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(plan.tileSlots), m_tileSlots));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(plan.columnCells), m_columnCells));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(plan.rowCells), m_rowCells));
    m_sweep.bind(device, { &operands.query, &operands.key, &m_tileSlots, &m_parts, &m_slots });
    m_rowSums.bind(device, { &m_parts, &operands.rowSums });
    m_pool.bind(device,
                { &m_slots, &operands.rowSums, &m_columnCells, &m_rowCells, &m_states, &m_values });
    return {};
}

void MapPass::record(VkCommandBuffer commands, const AttentionMapParams& params,
                     std::uint32_t pixelRows) const
{
    const std::uint32_t rows = params.rowEnd - params.rowBegin;
    if (params.chunkCount > 0) {
        m_sweep.record(commands, params, params.chunkCount, ceilDivide(rows, kTile));
        vulkan::record(commands, kShaderToShader);
    }
    if (params.wantsSums != 0) {
        m_rowSums.record(commands, params, ceilDivide(rows, shared::kLine), 1);
        vulkan::record(commands, kShaderToShader);
    }
    m_pool.record(commands, params, ceilDivide(params.width, shared::kLine), pixelRows);
}

} // namespace ropescope::vulkan
