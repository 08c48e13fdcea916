// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "gpu/vulkan/buffer.h"

namespace ropescope::vulkan {

/// A shader and what it is bound to.
struct ProgramOptions {
    std::string_view name; ///< of the shader, for messages
    std::span<const std::uint32_t> spirv;
    std::uint32_t bufferCount = 0;        ///< storage buffers at bindings 0, 1, ...
    std::uint32_t paramBytes = 0;         ///< of the push constants
    std::vector<std::uint32_t> constants; ///< specialization constants 0, 1, ...
};

/// One shader, ready to dispatch.
class ComputeProgram {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<ComputeProgram> create(const Device& device,
                                                       const ProgramOptions& options);

    /// The same shader for buffers of its own, so that one submission can have both.
    /// Errors: DeviceFailure.
    [[nodiscard]] Result<ComputeProgram> twin(const Device& device) const;

    /// Binds the buffers, in order of binding. The device must be idle.
    void bind(const Device& device, std::initializer_list<const Buffer*> buffers) const;

    template <class Params>
    void record(VkCommandBuffer commands, const Params& params, std::uint32_t groupsX,
                std::uint32_t groupsY) const
    {
        record(commands, std::as_bytes(std::span(&params, 1)), groupsX, groupsY);
    }

private:
    void record(VkCommandBuffer commands, std::span<const std::byte> params, std::uint32_t groupsX,
                std::uint32_t groupsY) const;

    struct Shader {
        SetLayout setLayout;
        PipelineLayout layout;
        Pipeline pipeline;
        std::uint32_t bufferCount = 0;
    };

    std::shared_ptr<const Shader> m_shader;
    DescriptorPool m_pool;
    VkDescriptorSet m_set = VK_NULL_HANDLE; // the pool's
};

} // namespace ropescope::vulkan
