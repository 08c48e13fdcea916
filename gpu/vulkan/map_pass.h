// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>

#include "gpu/kernels/attention_map/attention_map_params.h"
#include "gpu/vulkan/compute_program.h"
#include "gpu/vulkan/map_plan.h"
#include "gpu/vulkan/operand_cache.h"

namespace ropescope::vulkan {

/// Draws maps: the shaders of kernels/attention_map and their intermediate buffers. One sweep over
/// the keys of a band of rows, then pooling; one submission a band.
class MapPass {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<MapPass> create(const Device& device);

    /// The request's map of these operands, whose row sums it uses and completes.
    /// Errors: Cancelled, DeviceFailure, Unsupported when the device's memory is too small.
    [[nodiscard]] Result<ValueMap> run(const Device& device, Transfer& transfer,
                                       DeviceOperands& operands, const MapRequest& request,
                                       const std::stop_token& stop);

private:
    MapPass() = default;
    [[nodiscard]] Result<void> prepare(const Device& device, Transfer& transfer,
                                       const DeviceOperands& operands, const MapPlan& plan,
                                       std::size_t bandRows, std::size_t tiles);
    void record(VkCommandBuffer commands, const shared::AttentionMapParams& params,
                std::uint32_t pixelRows) const;

    ComputeProgram m_sweep;
    ComputeProgram m_rowSums;
    ComputeProgram m_pool;
    Buffer m_tileSlots { BufferUse::Storage };
    Buffer m_columnCells { BufferUse::Storage };
    Buffer m_rowCells { BufferUse::Storage };
    Buffer m_parts { BufferUse::Storage };
    Buffer m_slots { BufferUse::Storage };
    Buffer m_states { BufferUse::Storage };
    Buffer m_values { BufferUse::Storage };
};

} // namespace ropescope::vulkan
