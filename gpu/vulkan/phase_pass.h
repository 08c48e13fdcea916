// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/renderer.h"
#include "gpu/vulkan/compute_program.h"

namespace ropescope::vulkan {

/// Draws phases: kernels/phase_map. It reads one pair of one token a pixel row or column, so the
/// head is not uploaded.
class PhasePass {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<PhasePass> create(const Device& device);

    /// The phase of one channel pair at the cell in the middle of each pixel; 0 where a vector is
    /// zero. Errors: InvalidArgument for a pair that the table lacks, DeviceFailure, Unsupported
    /// when the device's memory is too small.
    [[nodiscard]] Result<ValueMap> run(const Device& device, Transfer& transfer,
                                       const MapRequest& request);

private:
    PhasePass() = default;

    ComputeProgram m_program;
    Buffer m_queries { BufferUse::Table };
    Buffer m_keys { BufferUse::Table };
    Buffer m_values { BufferUse::Storage };
};

} // namespace ropescope::vulkan
