// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/device.h"

#include <limits>
#include <optional>

#include <fmt/core.h>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

/// What the tile of logits and its two slabs take in attention_map.comp.
constexpr std::uint32_t kSharedMemory = 26 * 1024;

int rank(VkPhysicalDeviceType type)
{
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return 4;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return 3;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return 2;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return 1;
    default:
        return 0;
    }
}

std::optional<std::uint32_t> computeFamily(VkPhysicalDevice device)
{
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    for (std::uint32_t family = 0; family < count; ++family) {
        if ((families[family].queueFlags & VK_QUEUE_COMPUTE_BIT) != 0)
            return family;
    }
    return std::nullopt;
}

} // namespace

Result<std::unique_ptr<Device>> Device::create(const DeviceOptions& options)
{
    std::unique_ptr<Device> device(new Device);
    auto instance = Instance::create(options.validate);
    if (!instance)
        return tl::unexpected(instance.error());
    device->m_instance = std::move(*instance);
    ROPESCOPE_TRY(device->choose(options.allowSoftware));
    ROPESCOPE_TRY(device->initialize());
    return device;
}

Result<void> Device::choose(bool allowSoftware)
{
    std::uint32_t count = 0;
    ROPESCOPE_TRY(check(vkEnumeratePhysicalDevices(m_instance->get(), &count, nullptr),
                        "vkEnumeratePhysicalDevices"));
    std::vector<VkPhysicalDevice> devices(count);
    ROPESCOPE_TRY(check(vkEnumeratePhysicalDevices(m_instance->get(), &count, devices.data()),
                        "vkEnumeratePhysicalDevices"));
    for (VkPhysicalDevice device : devices) {
        VkPhysicalDeviceProperties properties {};
        vkGetPhysicalDeviceProperties(device, &properties);
        const bool software = properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
        const auto family = computeFamily(device);
        if (!family || properties.apiVersion < VK_API_VERSION_1_1 || (software && !allowSoftware)
            || properties.limits.maxComputeSharedMemorySize < kSharedMemory)
            continue;
        if (m_physical == VK_NULL_HANDLE
            || rank(properties.deviceType) > rank(m_properties.deviceType)) {
            m_physical = device;
            m_properties = properties;
            m_family = *family;
        }
    }
    if (m_physical != VK_NULL_HANDLE)
        return {};
    return fail(ErrorCode::NotFound,
                fmt::format("None of the {} Vulkan devices is {} with Vulkan 1.1 and {} KiB of "
                            "shared memory.",
                            count, allowSoftware ? "one" : "a GPU", kSharedMemory / 1024));
}

Result<void> Device::initialize()
{
    vkGetPhysicalDeviceMemoryProperties(m_physical, &m_memory);
    const float priority = 1.0F;
    const VkDeviceQueueCreateInfo queue {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .queueFamilyIndex = m_family,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    VkDeviceCreateInfo info {};
    info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
    info.queueCreateInfoCount = 1;
    info.pQueueCreateInfos = &queue;
    VkDevice device = VK_NULL_HANDLE;
    ROPESCOPE_TRY(check(vkCreateDevice(m_physical, &info, nullptr, &device), "vkCreateDevice"));
    m_device = LogicalDevice(device);
    vkGetDeviceQueue(device, m_family, 0, &m_queue);

    const VkCommandPoolCreateInfo pool {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .pNext = nullptr,
        .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
        .queueFamilyIndex = m_family,
    };
    VkCommandPool commandPool = VK_NULL_HANDLE;
    ROPESCOPE_TRY(
        check(vkCreateCommandPool(device, &pool, nullptr, &commandPool), "vkCreateCommandPool"));
    m_pool = CommandPool(device, commandPool);

    const VkCommandBufferAllocateInfo commands {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .pNext = nullptr,
        .commandPool = commandPool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    ROPESCOPE_TRY(check(vkAllocateCommandBuffers(device, &commands, &m_commands),
                        "vkAllocateCommandBuffers"));

    VkFenceCreateInfo fenceInfo {};
    fenceInfo.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO;
    VkFence fence = VK_NULL_HANDLE;
    ROPESCOPE_TRY(check(vkCreateFence(device, &fenceInfo, nullptr, &fence), "vkCreateFence"));
    m_done = Fence(device, fence);
    return {};
}

Result<std::uint32_t> Device::memoryType(std::uint32_t allowed, VkMemoryPropertyFlags wanted,
                                         VkMemoryPropertyFlags required) const
{
    for (const VkMemoryPropertyFlags flags : { wanted | required, required }) {
        for (std::uint32_t type = 0; type < m_memory.memoryTypeCount; ++type) {
            if ((allowed >> type & 1U) != 0 && (memoryProperties(type) & flags) == flags)
                return type;
        }
    }
    return fail(ErrorCode::DeviceFailure,
                fmt::format("{} has no memory with the properties {:#x}.", name(), required));
}

Result<void> Device::run(const std::function<void(VkCommandBuffer)>& record) const
{
    ROPESCOPE_TRY(check(vkResetCommandBuffer(m_commands, 0), "vkResetCommandBuffer"));
    VkCommandBufferBeginInfo begin {};
    begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
    begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
    ROPESCOPE_TRY(check(vkBeginCommandBuffer(m_commands, &begin), "vkBeginCommandBuffer"));
    record(m_commands);
    ROPESCOPE_TRY(check(vkEndCommandBuffer(m_commands), "vkEndCommandBuffer"));

    VkSubmitInfo submit {};
    submit.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
    submit.commandBufferCount = 1;
    submit.pCommandBuffers = &m_commands;
    VkFence fence = m_done.get();
    ROPESCOPE_TRY(check(vkResetFences(get(), 1, &fence), "vkResetFences"));
    ROPESCOPE_TRY(check(vkQueueSubmit(m_queue, 1, &submit, fence), "vkQueueSubmit"));
    return check(
        vkWaitForFences(get(), 1, &fence, VK_TRUE, std::numeric_limits<std::uint64_t>::max()),
        "vkWaitForFences");
}

void record(VkCommandBuffer commands, const Barrier& barrier)
{
    const VkMemoryBarrier memory {
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
        .pNext = nullptr,
        .srcAccessMask = barrier.fromAccess,
        .dstAccessMask = barrier.toAccess,
    };
    vkCmdPipelineBarrier(commands, barrier.fromStage, barrier.toStage, 0, 1, &memory, 0, nullptr, 0,
                         nullptr);
}

} // namespace ropescope::vulkan
