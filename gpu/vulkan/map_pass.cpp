// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/map_pass.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "gpu/vulkan/check.h"
#include "gpu/vulkan/map_bands.h"
#include "gpu/vulkan/map_params.h"
#include "gpu/vulkan/shaders.h"

namespace ropescope::vulkan {

using shared::AttentionMapParams;
using shared::kTile;

namespace {

constexpr double kMostGrowth = 16.0; ///< of a submission over the one before
constexpr std::uint32_t kMatrixSide = 16;
constexpr std::uint32_t kSubgroup = 32;
/// What attention_map_plain.comp can do: exponentials of logits up to this bound need no maximum
/// taken off, since e^64 times millions of keys is a float; and it is quick where few pixel columns
/// end.
constexpr double kPlainLogits = 64.0;
constexpr int kPlainPixelKeys = 16;

/// How a work group of a matrix shader divides its work; see the constants there.
struct MatrixShape {
    std::uint32_t threads;
    std::uint32_t stageKeys;
    std::uint32_t rowBlocks;
};
/// Measured on an H200: 32 queries a subgroup, but 16 where split factors would take too many
/// registers.
constexpr MatrixShape kLeanShape { .threads = 128, .stageKeys = 32, .rowBlocks = 2 };
constexpr MatrixShape kWideShape { .threads = 256, .stageKeys = 32, .rowBlocks = 1 };

constexpr std::uint32_t kStateBytes = 8;

const SubmissionSize& sizeFor(const Device& device) { return submissionSize(device.isSoftware()); }

template <class T> std::span<const std::byte> bytesOf(const std::vector<T>& values)
{
    return std::as_bytes(std::span(values));
}

} // namespace

Result<MapPass> MapPass::create(const Device& device)
{
    auto timer = StageTimer::create(device);
    if (!timer)
        return tl::unexpected(timer.error());
    MapPass pass(std::move(*timer));
    const auto load
        = [&](ComputeProgram& program, std::string_view name, std::span<const std::uint32_t> spirv,
              std::uint32_t buffers) -> Result<void> {
        auto loaded = ComputeProgram::create(device,
                                             { .name = name,
                                               .spirv = spirv,
                                               .bufferCount = buffers,
                                               .paramBytes = sizeof(AttentionMapParams),
                                               .constants = {} });
        if (!loaded)
            return tl::unexpected(loaded.error());
        program = std::move(*loaded);
        return {};
    };
    ROPESCOPE_TRY(load(pass.m_single.program, "attention_map", attentionMapShader(), 5));
    pass.m_single.rows = kTile;
    ROPESCOPE_TRY(load(pass.m_rowSums, "row_sums", rowSumsShader(), 2));
    ROPESCOPE_TRY(load(pass.m_shiftSums, "row_sums", rowSumsShader(), 2));
    ROPESCOPE_TRY(load(pass.m_pool, "pool_map", poolMapShader(), 6));
    return pass;
}

Result<MapPass> MapPass::twin(const Device& device)
{
    MapPass pass { StageTimer {} };
    pass.m_original = this;
    pass.m_single.rows = m_single.rows;
    const auto copy = [&](ComputeProgram& target, const ComputeProgram& source) -> Result<void> {
        auto made = source.twin(device);
        if (!made)
            return tl::unexpected(made.error());
        target = std::move(*made);
        return {};
    };
    ROPESCOPE_TRY(copy(pass.m_single.program, m_single.program));
    ROPESCOPE_TRY(copy(pass.m_rowSums, m_rowSums));
    ROPESCOPE_TRY(copy(pass.m_shiftSums, m_shiftSums));
    ROPESCOPE_TRY(copy(pass.m_pool, m_pool));
    return pass;
}

Result<const MapPass::Sweep*> MapPass::sweepFor(const Device& device, Precision precision,
                                                std::uint32_t columns, bool plain)
{
    if (precision == Precision::Single)
        return &m_single;
    Sweep& sweep
        = precision == Precision::Double ? m_double : m_matrixSweeps[{ precision, columns, plain }];
    if (sweep.rows == 0) {
        auto made = makeSweep(device, precision, columns, plain);
        if (!made)
            return tl::unexpected(made.error());
        sweep = std::move(*made);
    }
    return &sweep;
}

Result<MapPass::Sweep> MapPass::makeSweep(const Device& device, Precision precision,
                                          std::uint32_t columns, bool plain)
{
    const auto sweep = [](Result<ComputeProgram> program, std::uint32_t rows) -> Result<Sweep> {
        if (!program)
            return tl::unexpected(program.error());
        return Sweep { .program = std::move(*program), .rows = rows };
    };
    if (m_original != nullptr) {
        const auto original = m_original->sweepFor(device, precision, columns, plain);
        if (!original)
            return tl::unexpected(original.error());
        return sweep((*original)->program.twin(device), (*original)->rows);
    }
    if (precision == Precision::Double) {
        return sweep(ComputeProgram::create(device,
                                            { .name = "attention_map_double",
                                              .spirv = attentionMapDoubleShader(),
                                              .bufferCount = 6,
                                              .paramBytes = sizeof(AttentionMapParams),
                                              .constants = {} }),
                     kTile);
    }
    const bool split = precision == Precision::SplitHalf;
    const MatrixShape& shape = plain && split && columns > 64 ? kWideShape : kLeanShape;
    ProgramOptions options {
        .name = plain ? "attention_map_plain" : "attention_map_matrix",
        .spirv = plain ? attentionMapPlainShader() : attentionMapMatrixShader(),
        .bufferCount = 5,
        .paramBytes = sizeof(AttentionMapParams),
        .constants = { shape.threads, columns / kMatrixSide, split ? 2U : 1U, shape.stageKeys }
    };
    if (plain)
        options.constants.push_back(shape.rowBlocks);
    return sweep(ComputeProgram::create(device, options),
                 shape.threads / kSubgroup * shape.rowBlocks * kMatrixSide);
}

Result<MapPass::PreparedMap> MapPass::prepare(const Device& device, Transfer& transfer,
                                              DeviceOperands& operands, const MapRequest& request)
{
    const MapRegion& region = request.region;
    PreparedMap map;
    map.rows = region.rows;
    map.precision
        = precisionFor(operands.logitBound, static_cast<int>(operands.columns), request.quantity,
                       { .halves = operands.halves, .doubles = device.hasDoubles() });
    const bool plain = operands.halves && request.pool == Pool::Max
        && operands.logitBound <= kPlainLogits
        && region.columns.size() / region.width >= kPlainPixelKeys;
    const auto found = sweepFor(device, map.precision, operands.columns, plain);
    if (!found)
        return tl::unexpected(found.error());
    map.sweep = *found;

    map.plan = planMap(region);
    AttentionMapParams& params = map.params;
    params = mapParams(operands, request, map.plan, map.precision);
    setChunks(params, map.plan, region.rows, map.sweep->rows, sizeFor(device).wantedGroups);
    map.largestBand = largestBand(params, region.rows.size(), static_cast<int>(map.sweep->rows),
                                  device.limits().maxStorageBufferRange);
    ROPESCOPE_TRY(bind(device, transfer, operands, map));
    if (params.wantsSums != 0) {
        operands.summedRows = { region.rows.begin, region.rows.begin };
        operands.summedPrecision = map.precision;
    }
    return map;
}

double MapPass::firstWork(const Device& device) { return sizeFor(device).firstWork; }

Result<ValueMap> MapPass::run(const Device& device, Transfer& transfer, const OperandCache& cache,
                              DeviceOperands& operands, const MapRequest& request,
                              const std::stop_token& stop)
{
    const MapRegion& region = request.region;
    const auto prepared = prepare(device, transfer, operands, request);
    if (!prepared)
        return tl::unexpected(prepared.error());
    const Sweep& sweep = *prepared->sweep;
    const MapPlan& plan = prepared->plan;
    const Precision precision = prepared->precision;
    const int largestBand = prepared->largestBand;
    const int step = static_cast<int>(sweep.rows);
    AttentionMapParams params = prepared->params;
    const SubmissionSize& size = sizeFor(device);
    const double workPerCell = operands.columns * (precision == Precision::SplitHalf ? 3.0 : 1.0);
    double& rate = m_rates[static_cast<std::size_t>(precision)];
    double work = rate > 0.0 ? rate * size.seconds : size.firstWork;
    m_report = { .times = {},
                 .submissions = 0,
                 .precision = precision,
                 .logitBound = operands.logitBound,
                 .wantedSums = params.wantsSums != 0 };
    const std::size_t pixels = plan.columnCells.size() * plan.rowCells.size();
    ROPESCOPE_TRY(transfer.prepareRead(device, pixels * sizeof(float)));
    for (int begin = region.rows.begin; begin < region.rows.end;) {
        if (stop.stop_requested())
            return cancelled();
        const TokenRange rest { begin, region.rows.end };
        const MapBand band = bandFrom(plan, begin, region.rows.end,
                                      rowsFor(params, rest, largestBand, step, workPerCell, work));
        setRows(params, band.rows);
        params.pixelBegin = static_cast<std::uint32_t>(band.pixels.begin);
        const auto start = std::chrono::steady_clock::now();
        ROPESCOPE_TRY(device.run([&](VkCommandBuffer commands) {
            m_timer.begin(commands);
            if (device.poisons() && begin == region.rows.begin)
                recordPoison(commands, operands);
            if (!operands.rotated) {
                cache.recordRotation(commands);
                vulkan::record(commands, kShaderToShader);
            }
            m_timer.mark(commands, Stage::Rotate);
            record(commands, sweep, params, static_cast<std::uint32_t>(band.pixels.size()));
            if (band.rows.end == region.rows.end) {
                transfer.recordRead(commands, m_values, pixels * sizeof(float));
                m_timer.mark(commands, Stage::Copy);
            }
        }));
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        ROPESCOPE_TRY(m_timer.collect(device, m_report.times));
        ++m_report.submissions;
        operands.rotated = true;
        const double done = workOf(params, band.rows, workPerCell);
        // Short submissions are mostly overhead and would tell too low a rate.
        if (done >= work / 2 || time.count() > size.seconds) {
            rate = std::min(done / time.count(), rate > 0.0 ? rate * kMostGrowth : HUGE_VAL);
            work = std::min(rate * size.seconds, work * kMostGrowth);
        }
        if (params.wantsSums != 0)
            operands.summedRows.end = band.rows.end;
        begin = band.rows.end;
    }

    ValueMap map { .width = region.width, .height = region.height };
    const auto* const values
        = reinterpret_cast<const float*>(transfer.finishRead(pixels * sizeof(float)).data());
    map.values.assign(values, values + pixels);
    return map;
}

Result<void> MapPass::prepareWhole(const Device& device, Transfer& transfer,
                                   DeviceOperands& operands, const MapRequest& request)
{
    auto prepared = prepare(device, transfer, operands, request);
    if (!prepared)
        return tl::unexpected(prepared.error());
    m_whole = std::move(*prepared);
    m_report = { .times = {},
                 .submissions = 1,
                 .precision = m_whole.precision,
                 .logitBound = operands.logitBound,
                 .wantedSums = m_whole.params.wantsSums != 0 };
    if (m_whole.rows.size() > m_whole.largestBand)
        return fail(ErrorCode::Unsupported, "The map is too large to share a submission.");
    return {};
}

bool MapPass::recordWhole(VkCommandBuffer commands, Step step) const
{
    return recordStep(commands, step, *m_whole.sweep, m_whole.params,
                      static_cast<std::uint32_t>(m_whole.plan.rowCells.size()));
}

void MapPass::finishWhole(DeviceOperands& operands) const
{
    if (m_whole.params.wantsSums != 0)
        operands.summedRows.end = m_whole.rows.end;
}

Result<void> MapPass::bind(const Device& device, Transfer& transfer, DeviceOperands& operands,
                           const PreparedMap& map)
{
    const Sweep& sweep = *map.sweep;
    const MapPlan& plan = map.plan;
    const AttentionMapParams& params = map.params;
    const std::size_t pixels = plan.columnCells.size() * plan.rowCells.size();
    const auto rows = static_cast<std::size_t>(map.largestBand);
    ROPESCOPE_TRY(m_parts.reserve(
        device, rows * std::size_t { std::max(params.chunkCount, 1U) } * kPartBytes));
    ROPESCOPE_TRY(m_slots.reserve(device, rows * std::size_t { params.slotCount } * kSlotBytes));
    ROPESCOPE_TRY(m_states.reserve(device, pixels * kStateBytes));
    ROPESCOPE_TRY(m_values.reserve(device, pixels * sizeof(float)));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(plan.tileSlots), m_tileSlots));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(plan.columnCells), m_columnCells));
    ROPESCOPE_TRY(transfer.upload(device, bytesOf(plan.rowCells), m_rowCells));
    if (&sweep == &m_double) {
        if (params.wantsSums != 0) {
            ROPESCOPE_TRY(operands.shifts.reserve(device, operands.rowSums.capacity()));
            m_single.program.bind(
                device, { &operands.query, &operands.key, &m_tileSlots, &m_parts, &m_slots });
            m_shiftSums.bind(device, { &m_parts, &operands.shifts });
        }
        sweep.program.bind(
            device,
            { &operands.query, &operands.key, &m_tileSlots, &m_parts, &m_slots, &operands.shifts });
    } else {
        sweep.program.bind(device,
                           { &operands.query, &operands.key, &m_tileSlots, &m_parts, &m_slots });
    }
    m_rowSums.bind(device, { &m_parts, &operands.rowSums });
    m_pool.bind(device,
                { &m_slots, &operands.rowSums, &m_columnCells, &m_rowCells, &m_states, &m_values });
    return {};
}

void MapPass::recordPoison(VkCommandBuffer commands, const DeviceOperands& operands) const
{
    constexpr std::uint32_t kNaN = 0x7fc00000;
    const auto fill = [&](const Buffer& buffer) {
        vkCmdFillBuffer(commands, buffer.get(), 0, VK_WHOLE_SIZE, kNaN);
    };
    for (const Buffer* buffer : { &m_parts, &m_slots, &m_states, &m_values })
        fill(*buffer);
    if (operands.summedRows.size() <= 0)
        fill(operands.rowSums);
    if (!operands.rotated) {
        fill(operands.query);
        fill(operands.key);
    }
    vulkan::record(commands,
                   { VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_WRITE_BIT,
                     VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                     VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT });
}

bool MapPass::recordStep(VkCommandBuffer commands, Step step, const Sweep& sweep,
                         const AttentionMapParams& params, std::uint32_t pixelRows) const
{
    const std::uint32_t rows = params.rowEnd - params.rowBegin;
    const bool wantsShifts = &sweep == &m_double && params.wantsSums != 0;
    switch (step) {
    case Step::ShiftSweep:
        if (wantsShifts)
            m_single.program.record(commands, params, params.chunkCount,
                                    ceilDivide(rows, m_single.rows));
        return wantsShifts;
    case Step::ShiftSums:
        if (wantsShifts)
            m_shiftSums.record(commands, params, ceilDivide(rows, shared::kLine), 1);
        return wantsShifts;
    case Step::Sweep:
        if (params.chunkCount > 0)
            sweep.program.record(commands, params, params.chunkCount, ceilDivide(rows, sweep.rows));
        return params.chunkCount > 0;
    case Step::RowSums:
        if (params.wantsSums != 0)
            m_rowSums.record(commands, params, ceilDivide(rows, shared::kLine), 1);
        return params.wantsSums != 0;
    case Step::Pool:
        m_pool.record(commands, params, ceilDivide(params.width, shared::kLine), pixelRows);
        return true;
    }
    return false;
}

void MapPass::record(VkCommandBuffer commands, const Sweep& sweep, const AttentionMapParams& params,
                     std::uint32_t pixelRows)
{
    for (const Step step : kSteps) {
        if (step == Step::Pool)
            m_timer.mark(commands, Stage::Sweep);
        const bool recorded = recordStep(commands, step, sweep, params, pixelRows);
        if (recorded && step != Step::Pool)
            vulkan::record(commands, kShaderToShader);
    }
    m_timer.mark(commands, Stage::Pool);
}

} // namespace ropescope::vulkan
