// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gpu/vulkan/device_options.h"
#include "gpu/vulkan/handle.h"
#include "gpu/vulkan/instance.h"

namespace ropescope::vulkan {

/// One device with one queue for compute work, one submission at a time.
class Device {
public:
    /// The best one: discrete, then integrated, virtual, software.
    /// Errors: NotFound when no device fits, DeviceFailure when Vulkan itself does not work.
    [[nodiscard]] static Result<std::unique_ptr<Device>> create(const DeviceOptions& options);

    [[nodiscard]] VkDevice get() const { return m_device.get(); }
    [[nodiscard]] std::string name() const { return m_properties.deviceName; }
    [[nodiscard]] bool isSoftware() const
    {
        return m_properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
    }
    [[nodiscard]] const VkPhysicalDeviceLimits& limits() const { return m_properties.limits; }
    [[nodiscard]] const Instance& instance() const { return *m_instance; }

    /// Index of the first memory type among `allowed` that has the wanted properties, else of the
    /// first that has the required ones. Errors: DeviceFailure when there is none.
    [[nodiscard]] Result<std::uint32_t> memoryType(std::uint32_t allowed,
                                                   VkMemoryPropertyFlags wanted,
                                                   VkMemoryPropertyFlags required) const;
    [[nodiscard]] VkMemoryPropertyFlags memoryProperties(std::uint32_t type) const
    {
        return m_memory.memoryTypes[type].propertyFlags;
    }

    /// Records commands, submits them and waits until they are done.
    /// Errors: DeviceFailure, Unsupported when memory ran out.
    [[nodiscard]] Result<void> run(const std::function<void(VkCommandBuffer)>& record) const;

private:
    Device() = default;
    [[nodiscard]] Result<void> choose(bool allowSoftware);
    [[nodiscard]] Result<void> initialize();

    std::unique_ptr<Instance> m_instance;
    VkPhysicalDevice m_physical = VK_NULL_HANDLE;
    VkPhysicalDeviceProperties m_properties {};
    VkPhysicalDeviceMemoryProperties m_memory {};
    std::uint32_t m_family = 0;
    LogicalDevice m_device;
    VkQueue m_queue = VK_NULL_HANDLE;
    CommandPool m_pool;
    VkCommandBuffer m_commands = VK_NULL_HANDLE; // the pool's
    Fence m_done;
};

/// Makes what the first stage wrote visible to the second.
struct Barrier {
    VkPipelineStageFlags fromStage;
    VkAccessFlags fromAccess;
    VkPipelineStageFlags toStage;
    VkAccessFlags toAccess;
};

inline constexpr Barrier kShaderToShader {
    VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
    VK_ACCESS_SHADER_WRITE_BIT,
    VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
    VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT,
};
inline constexpr Barrier kShaderToCopy {
    VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
    VK_ACCESS_SHADER_WRITE_BIT,
    VK_PIPELINE_STAGE_TRANSFER_BIT,
    VK_ACCESS_TRANSFER_READ_BIT,
};
inline constexpr Barrier kCopyToShader {
    VK_PIPELINE_STAGE_TRANSFER_BIT,
    VK_ACCESS_TRANSFER_WRITE_BIT,
    VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
    VK_ACCESS_SHADER_READ_BIT,
};
inline constexpr Barrier kCopyToHost {
    VK_PIPELINE_STAGE_TRANSFER_BIT,
    VK_ACCESS_TRANSFER_WRITE_BIT,
    VK_PIPELINE_STAGE_HOST_BIT,
    VK_ACCESS_HOST_READ_BIT,
};

void record(VkCommandBuffer commands, const Barrier& barrier);

} // namespace ropescope::vulkan
