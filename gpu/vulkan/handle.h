// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <utility>

#include <vulkan/vulkan.h>

namespace ropescope::vulkan {

/// Owns one object that was created from a VkDevice and that `destroy` gives back. Move-only; empty
/// by default. Must go before its device.
template <class Handle, auto destroy> class DeviceHandle {
public:
    DeviceHandle() = default;
    DeviceHandle(VkDevice device, Handle handle)
        : m_device(device)
        , m_handle(handle)
    {
    }
    DeviceHandle(DeviceHandle&& other) noexcept
        : m_device(other.m_device)
        , m_handle(std::exchange(other.m_handle, VK_NULL_HANDLE))
    {
    }
    DeviceHandle& operator=(DeviceHandle&& other) noexcept
    {
        std::swap(m_device, other.m_device);
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~DeviceHandle()
    {
        if (m_handle != VK_NULL_HANDLE)
            destroy(m_device, m_handle, nullptr);
    }

    [[nodiscard]] Handle get() const { return m_handle; }
    [[nodiscard]] explicit operator bool() const { return m_handle != VK_NULL_HANDLE; }

private:
    VkDevice m_device = VK_NULL_HANDLE;
    Handle m_handle = VK_NULL_HANDLE;
};

/// Owns a VkInstance or a VkDevice.
template <class Handle, auto destroy> class RootHandle {
public:
    RootHandle() = default;
    explicit RootHandle(Handle handle)
        : m_handle(handle)
    {
    }
    RootHandle(RootHandle&& other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr))
    {
    }
    RootHandle& operator=(RootHandle&& other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~RootHandle()
    {
        if (m_handle != nullptr)
            destroy(m_handle, nullptr);
    }

    [[nodiscard]] Handle get() const { return m_handle; }

private:
    Handle m_handle = nullptr;
};

using LogicalDevice = RootHandle<VkDevice, vkDestroyDevice>;
using CommandPool = DeviceHandle<VkCommandPool, vkDestroyCommandPool>;
using Fence = DeviceHandle<VkFence, vkDestroyFence>;
using DeviceMemory = DeviceHandle<VkDeviceMemory, vkFreeMemory>;
using BufferHandle = DeviceHandle<VkBuffer, vkDestroyBuffer>;
using ShaderModule = DeviceHandle<VkShaderModule, vkDestroyShaderModule>;
using SetLayout = DeviceHandle<VkDescriptorSetLayout, vkDestroyDescriptorSetLayout>;
using PipelineLayout = DeviceHandle<VkPipelineLayout, vkDestroyPipelineLayout>;
using Pipeline = DeviceHandle<VkPipeline, vkDestroyPipeline>;
using QueryPool = DeviceHandle<VkQueryPool, vkDestroyQueryPool>;
using DescriptorPool = DeviceHandle<VkDescriptorPool, vkDestroyDescriptorPool>;

} // namespace ropescope::vulkan
