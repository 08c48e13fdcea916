// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <list>

#include "core/attention/operands.h"
#include "gpu/renderer.h"
#include "gpu/vulkan/buffer.h"

namespace ropescope::vulkan {

/// The two factors of a map in device memory, with the row sums that are known so far.
struct DeviceOperands {
    std::shared_ptr<const HeadTrace> head; ///< held, so that no other head takes its address
    OperandKey contents;

    std::uint32_t tokenCount = 0;
    std::uint32_t channels = 0; ///< of a row, in groups of four; padded with zeros
    bool causal = true;
    std::uint32_t slidingWindow = 0;
    Buffer query { BufferUse::Storage };   ///< [tokenCount * channels] vec4
    Buffer key { BufferUse::Storage };     ///< [tokenCount * channels] vec4
    Buffer rowSums { BufferUse::Storage }; ///< [tokenCount] maximum and sum, valid in summedRows
    TokenRange summedRows;
};

/// The operands of the last few requests. The least recently used gives its memory to the next.
class OperandCache {
public:
    /// Valid until the next call. Errors: as prepareOperands and Buffer::reserve.
    [[nodiscard]] Result<DeviceOperands*> get(const Device& device, Transfer& transfer,
                                              const MapRequest& request);

private:
    std::list<DeviceOperands> m_entries; // most recently used first
};

} // namespace ropescope::vulkan
