// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gpu/vulkan/device_options.h"
#include "gpu/vulkan/handle.h"
#include "gpu/vulkan/instance.h"

namespace ropescope::vulkan {

/// Memory that buffers hold together, counted while they live.
class MemoryClaim {
public:
    MemoryClaim() = default;
    MemoryClaim(std::shared_ptr<std::atomic<std::size_t>> total, std::size_t bytes)
        : m_total(std::move(total))
        , m_bytes(bytes)
    {
        *m_total += m_bytes;
    }
    MemoryClaim(MemoryClaim&& other) noexcept = default;
    MemoryClaim& operator=(MemoryClaim&& other) noexcept
    {
        std::swap(m_total, other.m_total);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~MemoryClaim()
    {
        if (m_total)
            *m_total -= m_bytes;
    }

private:
    std::shared_ptr<std::atomic<std::size_t>> m_total;
    std::size_t m_bytes = 0;
};

/// What the choice among devices looks at.
struct DeviceCandidate {
    VkPhysicalDeviceType type = VK_PHYSICAL_DEVICE_TYPE_OTHER;
    std::uint32_t apiVersion = 0;
    std::uint32_t sharedMemory = 0; ///< bytes a work group may have
    bool computes = false;          ///< has a queue for compute work
};

/// Index of the best one: discrete, then integrated, virtual, software; the first of equals.
[[nodiscard]] std::optional<std::size_t> bestDevice(std::span<const DeviceCandidate> candidates,
                                                    bool allowSoftware);

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
    /// Multiplies 16 x 16 matrices of float16 into float32 sums (VK_NV_cooperative_matrix), in
    /// subgroups of 32.
    [[nodiscard]] bool hasMatrices() const { return m_hasMatrices; }
    [[nodiscard]] bool poisons() const { return m_options.poison; }
    /// Calculates with float64 in shaders.
    [[nodiscard]] bool hasDoubles() const { return m_hasDoubles; }
    [[nodiscard]] bool hasClock() const { return m_hasClock; }
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

    /// Counts `bytes` more of memory. Errors: Unsupported past the limit of the options.
    [[nodiscard]] Result<MemoryClaim> claim(std::size_t bytes) const;
    [[nodiscard]] std::size_t claimedBytes() const { return *m_claimed; }

    /// Records commands, submits them and waits until they are done.
    /// Errors: DeviceFailure, Unsupported when memory ran out.
    [[nodiscard]] Result<void> run(const std::function<void(VkCommandBuffer)>& record) const;

private:
    Device() = default;
    [[nodiscard]] Result<void> choose();
    [[nodiscard]] Result<void> initialize();
    [[nodiscard]] bool findMatrices() const;

    DeviceOptions m_options;
    std::shared_ptr<std::atomic<std::size_t>> m_claimed
        = std::make_shared<std::atomic<std::size_t>>(0);
    mutable int m_submissions = 0;
    bool m_hasMatrices = false;
    bool m_hasDoubles = false;
    bool m_hasClock = false;
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
