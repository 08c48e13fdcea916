// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/colour_scale.h"
#include "gpu/image.h"
#include "gpu/vulkan/compute_program.h"

namespace ropescope::vulkan {

/// Turns values into pixels: the shader of kernels/colour_map and its buffers.
class ColourPass {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<ColourPass> create(const Device& device);

    /// Errors: DeviceFailure, Unsupported when the device's memory is too small.
    [[nodiscard]] Result<Image> run(const Device& device, Transfer& transfer,
                                    const ValueMap& values, const ColourScale& scale);

private:
    ColourPass() = default;

    ComputeProgram m_program;
    Buffer m_values { BufferUse::Storage };
    Buffer m_colours { BufferUse::Storage };
    Buffer m_pixels { BufferUse::Storage };
};

} // namespace ropescope::vulkan
