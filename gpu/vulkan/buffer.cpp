// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/buffer.h"

#include <algorithm>
#include <cstring>

#include <fmt/core.h>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

constexpr VkMemoryPropertyFlags kVisible
    = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
constexpr std::size_t kSmallest = 4096;

struct MemoryWish {
    VkBufferUsageFlags usage;
    VkMemoryPropertyFlags wanted;
    VkMemoryPropertyFlags required;
};

MemoryWish wishFor(BufferUse use)
{
    switch (use) {
    case BufferUse::Table:
        return { VK_BUFFER_USAGE_STORAGE_BUFFER_BIT, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT,
                 kVisible };
    case BufferUse::Upload:
        return { VK_BUFFER_USAGE_TRANSFER_SRC_BIT, 0, kVisible };
    case BufferUse::Readback:
        // Uncached memory would be read at a few hundred MB/s.
        return { VK_BUFFER_USAGE_TRANSFER_DST_BIT, VK_MEMORY_PROPERTY_HOST_CACHED_BIT, kVisible };
    case BufferUse::Storage:
        break;
    }
    return { VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT
                 | VK_BUFFER_USAGE_TRANSFER_DST_BIT,
             VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0 };
}

} // namespace

Result<void> Buffer::reserve(const Device& device, std::size_t bytes)
{
    if (bytes <= m_capacity)
        return {};
    const std::size_t limit = device.limits().maxStorageBufferRange;
    if (bytes > limit) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("The map needs a buffer of {} MiB, and {} allows {} MiB.",
                                bytes >> 20, device.name(), limit >> 20));
    }
    bytes = std::min(limit, std::max({ bytes, m_capacity * 3 / 2, kSmallest }));
    const MemoryWish wish = wishFor(m_use);
    *this = Buffer(m_use); // free the old memory first

    auto claim = device.claim(bytes);
    if (!claim)
        return tl::unexpected(claim.error());
    const VkBufferCreateInfo info {
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .size = bytes,
        .usage = wish.usage,
        .sharingMode = VK_SHARING_MODE_EXCLUSIVE,
        .queueFamilyIndexCount = 0,
        .pQueueFamilyIndices = nullptr,
    };
    VkBuffer buffer = VK_NULL_HANDLE;
    ROPESCOPE_TRY(check(vkCreateBuffer(device.get(), &info, nullptr, &buffer), "vkCreateBuffer"));
    BufferHandle owner(device.get(), buffer);
    VkMemoryRequirements needs {};
    vkGetBufferMemoryRequirements(device.get(), buffer, &needs);
    const auto type = device.memoryType(needs.memoryTypeBits, wish.wanted, wish.required);
    if (!type)
        return tl::unexpected(type.error());

    const VkMemoryAllocateInfo allocation {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = nullptr,
        .allocationSize = needs.size,
        .memoryTypeIndex = *type,
    };
    VkDeviceMemory memory = VK_NULL_HANDLE;
    ROPESCOPE_TRY(
        check(vkAllocateMemory(device.get(), &allocation, nullptr, &memory), "vkAllocateMemory"));
    DeviceMemory memoryOwner(device.get(), memory);
    ROPESCOPE_TRY(check(vkBindBufferMemory(device.get(), buffer, memory, 0), "vkBindBufferMemory"));
    void* address = nullptr;
    if ((device.memoryProperties(*type) & kVisible) == kVisible) {
        ROPESCOPE_TRY(
            check(vkMapMemory(device.get(), memory, 0, VK_WHOLE_SIZE, 0, &address), "vkMapMemory"));
    }
    m_claim = std::move(*claim);
    m_memory = std::move(memoryOwner);
    m_buffer = std::move(owner);
    m_capacity = bytes;
    m_mapped = static_cast<std::byte*>(address);
    return {};
}

Result<void> Transfer::upload(const Device& device, std::span<const std::byte> content,
                              Buffer& target)
{
    ROPESCOPE_TRY(target.reserve(device, content.size()));
    if (content.empty())
        return {};
    if (target.mapped() != nullptr) {
        std::memcpy(target.mapped(), content.data(), content.size());
        return {};
    }
    ROPESCOPE_TRY(m_upload.reserve(device, content.size()));
    std::memcpy(m_upload.mapped(), content.data(), content.size());
    return device.run([&](VkCommandBuffer commands) {
        const VkBufferCopy region { .srcOffset = 0, .dstOffset = 0, .size = content.size() };
        vkCmdCopyBuffer(commands, m_upload.get(), target.get(), 1, &region);
        record(commands, kCopyToShader);
    });
}

Result<void> Transfer::read(const Device& device, const Buffer& source,
                            std::span<std::byte> content)
{
    ROPESCOPE_TRY(prepareRead(device, content.size()));
    ROPESCOPE_TRY(device.run(
        [&](VkCommandBuffer commands) { recordRead(commands, source, content.size()); }));
    std::ranges::copy(finishRead(content.size()), content.begin());
    return {};
}

Result<void> Transfer::prepareRead(const Device& device, std::size_t bytes)
{
    return m_readback.reserve(device, bytes);
}

void Transfer::recordRead(VkCommandBuffer commands, const Buffer& source, std::size_t bytes) const
{
    const Part part { .source = &source, .bytes = bytes };
    recordReads(commands, { &part, 1 });
}

void Transfer::recordReads(VkCommandBuffer commands, std::span<const Part> parts) const
{
    record(commands, kShaderToCopy);
    std::size_t offset = 0;
    for (const Part& part : parts) {
        const VkBufferCopy region { .srcOffset = 0, .dstOffset = offset, .size = part.bytes };
        vkCmdCopyBuffer(commands, part.source->get(), m_readback.get(), 1, &region);
        offset += part.bytes;
    }
    record(commands, kCopyToHost);
}

std::span<const std::byte> Transfer::finishRead(std::size_t bytes) const
{
    return { m_readback.mapped(), bytes };
}

} // namespace ropescope::vulkan
