// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <map>
#include <stop_token>
#include <tuple>

#include "gpu/kernels/attention_map/attention_map_params.h"
#include "gpu/vulkan/compute_program.h"
#include "gpu/vulkan/map_plan.h"
#include "gpu/vulkan/operand_cache.h"
#include "gpu/vulkan/stage_timer.h"

namespace ropescope::vulkan {

/// How a map was drawn.
struct MapReport {
    StageTimes times {}; ///< of the device
    int submissions = 0;
    Precision precision = Precision::Single;
    double logitBound = 0.0;
    bool wantedSums = false; ///< row sums were not known yet
};

/// Draws maps: the shaders of kernels/attention_map and their intermediate buffers. One sweep over
/// the keys of a band of rows, then pooling; one submission a band.
class MapPass {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<MapPass> create(const Device& device);

    /// The request's map of these operands, which it rotates where that is not done, and whose row
    /// sums it uses and completes.
    /// Errors: Cancelled, DeviceFailure, Unsupported when the device's memory is too small.
    [[nodiscard]] Result<ValueMap> run(const Device& device, Transfer& transfer,
                                       const OperandCache& cache, DeviceOperands& operands,
                                       const MapRequest& request, const std::stop_token& stop);

    /// Multiplications that are safe to put into one submission on any device of its kind.
    [[nodiscard]] static double firstWork(const Device& device);

    /// Another pass with buffers of its own and the shaders of this one, which must stay where it
    /// is and outlive it. Its maps have no times. Errors: DeviceFailure.
    [[nodiscard]] Result<MapPass> twin(const Device& device);

    /// For maps that share a submission: makes all ready to record the whole map, which has to be
    /// small enough for one band. Errors: DeviceFailure, Unsupported.
    [[nodiscard]] Result<void> prepareWhole(const Device& device, Transfer& transfer,
                                            DeviceOperands& operands, const MapRequest& request);
    /// Records a step of the prepared map; false where it needs no such step. Each step reads what
    /// the one before wrote, and the first the rotated operands.
    enum class Step { ShiftSweep, ShiftSums, Sweep, RowSums, Pool };
    static constexpr std::array kSteps { Step::ShiftSweep, Step::ShiftSums, Step::Sweep,
                                         Step::RowSums, Step::Pool };
    [[nodiscard]] bool recordWhole(VkCommandBuffer commands, Step step) const;
    /// Fills with NaN what the prepared map will write. With a barrier.
    void recordPoison(VkCommandBuffer commands, const DeviceOperands& operands) const;
    /// Where the values come to lie: [height * width] float.
    [[nodiscard]] const Buffer& values() const { return m_values; }
    /// To be called when the submission is done: the row sums of the prepared map are known.
    void finishWhole(DeviceOperands& operands) const;

    /// Of the last map.
    [[nodiscard]] const MapReport& report() const { return m_report; }

private:
    /// A sweep shader and how many rows its work groups have.
    struct Sweep {
        ComputeProgram program;
        std::uint32_t rows = 0; ///< 0: not made yet
    };

    /// A map whose buffers are bound.
    struct PreparedMap {
        const Sweep* sweep = nullptr;
        MapPlan plan;
        shared::AttentionMapParams params {}; ///< for all rows
        TokenRange rows;
        Precision precision = Precision::Single;
        int largestBand = 0; ///< rows that the buffers have room for
    };

    explicit MapPass(StageTimer timer)
        : m_timer(std::move(timer))
    {
    }
    [[nodiscard]] Result<const Sweep*> sweepFor(const Device& device, Precision precision,
                                                std::uint32_t columns, bool plain);
    [[nodiscard]] Result<Sweep> makeSweep(const Device& device, Precision precision,
                                          std::uint32_t columns, bool plain);
    [[nodiscard]] Result<PreparedMap> prepare(const Device& device, Transfer& transfer,
                                              DeviceOperands& operands, const MapRequest& request);
    [[nodiscard]] Result<void> bind(const Device& device, Transfer& transfer,
                                    DeviceOperands& operands, const PreparedMap& map);
    [[nodiscard]] bool recordStep(VkCommandBuffer commands, Step step, const Sweep& sweep,
                                  const shared::AttentionMapParams& params,
                                  std::uint32_t pixelRows) const;
    void record(VkCommandBuffer commands, const Sweep& sweep,
                const shared::AttentionMapParams& params, std::uint32_t pixelRows);

    MapPass* m_original = nullptr; // of a twin: makes the sweeps
    PreparedMap m_whole;
    Sweep m_single;
    std::map<std::tuple<Precision, std::uint32_t, bool>, Sweep> m_matrixSweeps; // by columns
    Sweep m_double;
    ComputeProgram m_rowSums;
    ComputeProgram m_shiftSums;
    ComputeProgram m_pool;
    Buffer m_tileSlots { BufferUse::Table };
    Buffer m_columnCells { BufferUse::Table };
    Buffer m_rowCells { BufferUse::Table };
    Buffer m_parts { BufferUse::Storage };
    Buffer m_slots { BufferUse::Storage };
    Buffer m_states { BufferUse::Storage };
    Buffer m_values { BufferUse::Storage };
    StageTimer m_timer;
    std::array<double, 4> m_rates {}; // multiplications a second of each precision; 0: not known
    MapReport m_report;
};

} // namespace ropescope::vulkan
