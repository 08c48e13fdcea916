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

    /// Of the last map.
    [[nodiscard]] const MapReport& report() const { return m_report; }

private:
    /// A sweep shader and how many rows its work groups have.
    struct Sweep {
        ComputeProgram program;
        std::uint32_t rows = shared::kTile;
    };

    explicit MapPass(StageTimer timer)
        : m_timer(std::move(timer))
    {
    }
    [[nodiscard]] Result<const Sweep*> sweepFor(const Device& device, Precision precision,
                                                std::uint32_t columns, bool plain);
    [[nodiscard]] Result<void> prepare(const Device& device, Transfer& transfer, const Sweep& sweep,
                                       DeviceOperands& operands, const MapPlan& plan,
                                       const shared::AttentionMapParams& params, int bandRows);
    void recordPoison(VkCommandBuffer commands, const DeviceOperands& operands) const;
    void record(VkCommandBuffer commands, const Sweep& sweep,
                const shared::AttentionMapParams& params, std::uint32_t pixelRows);

    Sweep m_single;
    std::map<std::tuple<Precision, std::uint32_t, bool>, Sweep> m_matrixSweeps; // by columns
    Sweep m_double { .program = {}, .rows = 0 }; // made when first needed
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
