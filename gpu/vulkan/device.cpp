// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/device.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include <fmt/core.h>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

/// What the tile of logits and its two slabs take in attention_map.comp.
constexpr std::uint32_t kSharedMemory = 26 * 1024;
/// What the keys and products of attention_map_matrix.comp take at most.
constexpr std::uint32_t kMatrixSharedMemory = 48 * 1024;

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

std::vector<VkQueueFamilyProperties> queueFamilies(VkPhysicalDevice device)
{
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    return families;
}

std::optional<std::uint32_t> computeFamily(VkPhysicalDevice device)
{
    const std::vector<VkQueueFamilyProperties> families = queueFamilies(device);
    const auto found = std::ranges::find_if(families, [](const VkQueueFamilyProperties& family) {
        return (family.queueFlags & VK_QUEUE_COMPUTE_BIT) != 0;
    });
    if (found == families.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(found - families.begin());
}

/// What the matrix shader asks for beyond Vulkan 1.1, and its features switched on.
constexpr std::array kMatrixExtensions {
    VK_NV_COOPERATIVE_MATRIX_EXTENSION_NAME,
    VK_KHR_VULKAN_MEMORY_MODEL_EXTENSION_NAME,
    VK_KHR_SHADER_FLOAT16_INT8_EXTENSION_NAME,
};

struct MatrixFeatures {
    VkPhysicalDeviceShaderFloat16Int8Features half {};
    VkPhysicalDeviceVulkanMemoryModelFeatures memoryModel {};
    VkPhysicalDeviceCooperativeMatrixFeaturesNV matrix {};

    MatrixFeatures()
    {
        half.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_FLOAT16_INT8_FEATURES;
        half.pNext = &memoryModel;
        memoryModel.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_MEMORY_MODEL_FEATURES;
        memoryModel.pNext = &matrix;
        matrix.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_COOPERATIVE_MATRIX_FEATURES_NV;
    }
    MatrixFeatures(const MatrixFeatures&) = delete;
    MatrixFeatures& operator=(const MatrixFeatures&) = delete;
};

bool hasExtensions(VkPhysicalDevice device)
{
    std::uint32_t count = 0;
    if (vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr) != VK_SUCCESS)
        return false;
    std::vector<VkExtensionProperties> extensions(count);
    if (vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data())
        < VK_SUCCESS)
        return false;
    return std::ranges::all_of(kMatrixExtensions, [&](std::string_view wanted) {
        return std::ranges::any_of(extensions, [&](const VkExtensionProperties& extension) {
            return wanted == extension.extensionName;
        });
    });
}

bool hasHalfMatrices(VkInstance instance, VkPhysicalDevice device)
{
    const auto list = reinterpret_cast<PFN_vkGetPhysicalDeviceCooperativeMatrixPropertiesNV>(
        vkGetInstanceProcAddr(instance, "vkGetPhysicalDeviceCooperativeMatrixPropertiesNV"));
    std::uint32_t count = 0;
    if (list == nullptr || list(device, &count, nullptr) != VK_SUCCESS)
        return false;
    VkCooperativeMatrixPropertiesNV empty {};
    empty.sType = VK_STRUCTURE_TYPE_COOPERATIVE_MATRIX_PROPERTIES_NV;
    std::vector<VkCooperativeMatrixPropertiesNV> shapes(count, empty);
    if (list(device, &count, shapes.data()) < VK_SUCCESS)
        return false;
    return std::ranges::any_of(shapes, [](const VkCooperativeMatrixPropertiesNV& shape) {
        return shape.MSize == 16 && shape.NSize == 16 && shape.KSize == 16
            && shape.AType == VK_COMPONENT_TYPE_FLOAT16_NV
            && shape.BType == VK_COMPONENT_TYPE_FLOAT16_NV
            && shape.CType == VK_COMPONENT_TYPE_FLOAT32_NV
            && shape.DType == VK_COMPONENT_TYPE_FLOAT32_NV && shape.scope == VK_SCOPE_SUBGROUP_NV;
    });
}

} // namespace

std::optional<std::size_t> bestDevice(std::span<const DeviceCandidate> candidates,
                                      bool allowSoftware)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const DeviceCandidate& candidate = candidates[i];
        const bool software = candidate.type == VK_PHYSICAL_DEVICE_TYPE_CPU;
        if (!candidate.computes || candidate.apiVersion < VK_API_VERSION_1_1
            || candidate.sharedMemory < kSharedMemory || (software && !allowSoftware))
            continue;
        if (!best || rank(candidate.type) > rank(candidates[*best].type))
            best = i;
    }
    return best;
}

Result<std::unique_ptr<Device>> Device::create(const DeviceOptions& options)
{
    std::unique_ptr<Device> device(new Device);
    auto instance = Instance::create(options.validate);
    if (!instance)
        return tl::unexpected(instance.error());
    device->m_options = options;
    device->m_instance = std::move(*instance);
    ROPESCOPE_TRY(device->choose());
    ROPESCOPE_TRY(device->initialize());
    return device;
}

Result<void> Device::choose()
{
    std::uint32_t count = 0;
    ROPESCOPE_TRY(check(vkEnumeratePhysicalDevices(m_instance->get(), &count, nullptr),
                        "vkEnumeratePhysicalDevices"));
    std::vector<VkPhysicalDevice> devices(count);
    ROPESCOPE_TRY(check(vkEnumeratePhysicalDevices(m_instance->get(), &count, devices.data()),
                        "vkEnumeratePhysicalDevices"));
    std::vector<DeviceCandidate> candidates;
    for (VkPhysicalDevice device : devices) {
        VkPhysicalDeviceProperties properties {};
        vkGetPhysicalDeviceProperties(device, &properties);
        candidates.push_back({ .type = properties.deviceType,
                               .apiVersion = properties.apiVersion,
                               .sharedMemory = properties.limits.maxComputeSharedMemorySize,
                               .computes = computeFamily(device).has_value() });
    }
    const auto best = bestDevice(candidates, m_options.allowSoftware);
    if (!best) {
        return fail(ErrorCode::NotFound,
                    fmt::format("None of the {} Vulkan devices is {} with Vulkan 1.1 and {} KiB of "
                                "shared memory.",
                                count, m_options.allowSoftware ? "one" : "a GPU",
                                kSharedMemory / 1024));
    }
    m_physical = devices[*best];
    m_family = *computeFamily(m_physical);
    vkGetPhysicalDeviceProperties(m_physical, &m_properties);
    vkGetPhysicalDeviceMemoryProperties(m_physical, &m_memory);
    m_hasClock = queueFamilies(m_physical)[m_family].timestampValidBits > 0
        && m_properties.limits.timestampPeriod > 0;
    VkPhysicalDeviceFeatures features {};
    vkGetPhysicalDeviceFeatures(m_physical, &features);
    m_hasDoubles = features.shaderFloat64 == VK_TRUE
        && m_properties.limits.maxPerStageDescriptorStorageBuffers > 5;
    m_hasMatrices = m_options.useMatrices && findMatrices();
    return {};
}

bool Device::findMatrices() const
{
    if (!hasExtensions(m_physical) || !hasHalfMatrices(m_instance->get(), m_physical))
        return false;
    MatrixFeatures features;
    VkPhysicalDeviceFeatures2 wanted {};
    wanted.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
    wanted.pNext = &features.half;
    vkGetPhysicalDeviceFeatures2(m_physical, &wanted);
    VkPhysicalDeviceSubgroupProperties subgroup {};
    subgroup.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES;
    VkPhysicalDeviceProperties2 properties {};
    properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
    properties.pNext = &subgroup;
    vkGetPhysicalDeviceProperties2(m_physical, &properties);
    return features.half.shaderFloat16 == VK_TRUE
        && features.memoryModel.vulkanMemoryModel == VK_TRUE
        && features.matrix.cooperativeMatrix == VK_TRUE && subgroup.subgroupSize == 32
        && m_properties.limits.maxComputeSharedMemorySize >= kMatrixSharedMemory;
}

Result<void> Device::initialize()
{
    const float priority = 1.0F;
    const VkDeviceQueueCreateInfo queue {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .queueFamilyIndex = m_family,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    MatrixFeatures features;
    features.half.shaderFloat16 = VK_TRUE;
    features.memoryModel.vulkanMemoryModel = VK_TRUE;
    features.matrix.cooperativeMatrix = VK_TRUE;
    VkPhysicalDeviceFeatures basic {};
    basic.shaderFloat64 = m_hasDoubles ? VK_TRUE : VK_FALSE;
    VkDeviceCreateInfo info {};
    info.pEnabledFeatures = &basic;
    info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
    info.queueCreateInfoCount = 1;
    info.pQueueCreateInfos = &queue;
    if (m_hasMatrices) {
        info.pNext = &features.half;
        info.enabledExtensionCount = static_cast<std::uint32_t>(kMatrixExtensions.size());
        info.ppEnabledExtensionNames = kMatrixExtensions.data();
    }
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

Result<MemoryClaim> Device::claim(std::size_t bytes) const
{
    if (m_options.memoryLimit && *m_claimed + bytes > *m_options.memoryLimit) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("The map needs {} KiB beside the {} KiB in use, and {} KiB is the "
                                "limit.",
                                bytes >> 10, claimedBytes() >> 10, *m_options.memoryLimit >> 10));
    }
    return MemoryClaim(m_claimed, bytes);
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
    if (m_options.submissionLimit && m_submissions++ >= *m_options.submissionLimit)
        return check(VK_ERROR_DEVICE_LOST, "vkQueueSubmit");
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
