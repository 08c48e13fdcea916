// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <span>

#include "gpu/vulkan/device.h"

namespace ropescope::vulkan {

/// Who touches a buffer.
enum class BufferUse {
    Table,    ///< the processor writes, shaders read: small and new for each map
    Storage,  ///< shaders; the processor too where memory is shared
    Upload,   ///< the processor writes, the device copies from it
    Readback, ///< the device copies to it, the processor reads
};

/// Memory that shaders or copies work on. It grows and never shrinks; growing loses the content.
class Buffer {
public:
    explicit Buffer(BufferUse use)
        : m_use(use)
    {
    }

    /// Room for `bytes` or more. The device must be idle.
    /// Errors: Unsupported when the device cannot give that much, DeviceFailure.
    [[nodiscard]] Result<void> reserve(const Device& device, std::size_t bytes);

    [[nodiscard]] VkBuffer get() const { return m_buffer.get(); }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }
    /// Where the processor sees the content; nullptr when it does not.
    [[nodiscard]] std::byte* mapped() const { return m_mapped; }

private:
    BufferUse m_use;
    MemoryClaim m_claim;
    DeviceMemory m_memory; // outlives m_buffer
    BufferHandle m_buffer;
    std::size_t m_capacity = 0;
    std::byte* m_mapped = nullptr; // unmapped with m_memory
};

/// Copies between the processor and the device, through a staging buffer where that is needed.
class Transfer {
public:
    /// Reserves room in `target` and fills it. Errors: as Buffer::reserve.
    [[nodiscard]] Result<void> upload(const Device& device, std::span<const std::byte> content,
                                      Buffer& target);
    /// Errors: as Buffer::reserve.
    [[nodiscard]] Result<void> read(const Device& device, const Buffer& source,
                                    std::span<std::byte> content);

    /// The three steps of read(), for callers that copy in a submission of their own.
    [[nodiscard]] Result<void> prepareRead(const Device& device, std::size_t bytes);
    void recordRead(VkCommandBuffer commands, const Buffer& source, std::size_t bytes) const;
    /// The beginnings of several buffers, one behind the other.
    struct Part {
        const Buffer* source;
        std::size_t bytes;
    };
    void recordReads(VkCommandBuffer commands, std::span<const Part> parts) const;
    /// What came, until the next use.
    [[nodiscard]] std::span<const std::byte> finishRead(std::size_t bytes) const;

private:
    Buffer m_upload { BufferUse::Upload };
    Buffer m_readback { BufferUse::Readback };
};

} // namespace ropescope::vulkan
