// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <list>

#include "core/attention/operands.h"
#include "gpu/kernels/rotate_operand/rotate_operand_params.h"
#include "gpu/renderer.h"
#include "gpu/vulkan/compute_program.h"
#include "gpu/vulkan/operand_precision.h"
#include "gpu/vulkan/rotation_tables.h"

namespace ropescope::vulkan {

/// The vectors of a head before rotation, in device memory: one upload a head, whatever the edits.
struct DeviceHead {
    std::shared_ptr<const HeadTrace> head;   ///< held, so that no other head takes its address
    QuantityKind kind = QuantityKind::Logit; ///< a similarity has unit vectors, else they are raw
    Magnitudes queryMagnitudes;
    Magnitudes keyMagnitudes;
    Buffer query { BufferUse::Storage }; ///< [tokens * d] float
    Buffer key { BufferUse::Storage };   ///< the same; unused by similarities
};

/// The two factors of a map in device memory, with the row sums that are known so far.
struct DeviceOperands {
    std::shared_ptr<const HeadTrace> head;
    OperandKey contents;
    bool rotated = false; ///< else OperandCache::recordRotation() has to run before they are read

    std::uint32_t tokenCount = 0;
    std::uint32_t columns = 0; ///< of a row, padded with zeros
    bool halves = false;       ///< two float16 a column, see rotate_operand_params.h; else float32
    float logitScale = 1.0F;   ///< what undoes the scales that halves were given
    double logitBound = 0.0;
    bool causal = true;
    std::uint32_t slidingWindow = 0;
    Buffer query { BufferUse::Storage };
    Buffer key { BufferUse::Storage };
    Buffer rowSums { BufferUse::Storage }; ///< [tokenCount] maximum and sum, valid in summedRows
    Buffer shifts { BufferUse::Storage };  ///< the same of the float32 sums, before float64 ones
    TokenRange summedRows;
    Precision summedPrecision = Precision::Single;
};

/// The heads and operands of the last few requests. The least recently used gives its memory to the
/// next.
class OperandCache {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<OperandCache> create(const Device& device);

    /// Another cache, of one head and its operands, with the same shaders. Errors: DeviceFailure.
    [[nodiscard]] Result<OperandCache> twin(const Device& device) const;

    /// Valid until the next call. Errors: as prepareOperands and Buffer::reserve.
    [[nodiscard]] Result<DeviceOperands*> get(const Device& device, Transfer& transfer,
                                              const MapRequest& request);

    /// Records what makes the operands of the last get(), where they are not `rotated`, but not the
    /// barrier that shaders need which read them.
    void recordRotation(VkCommandBuffer commands) const;

private:
    struct Side {
        ComputeProgram program;
        Buffer columns { BufferUse::Table };
        shared::RotateOperandParams params {};
    };

    explicit OperandCache(std::size_t capacity)
        : m_capacity(capacity)
    {
    }
    [[nodiscard]] Result<DeviceHead*> uploaded(const Device& device, Transfer& transfer,
                                               const MapRequest& request);
    [[nodiscard]] Result<void> prepare(const Device& device, const DeviceHead& source,
                                       const MapRequest& request, DeviceOperands& entry);
    [[nodiscard]] Result<DeviceOperands*> tryGet(const Device& device, Transfer& transfer,
                                                 const MapRequest& request);

    /// The angles made last: all heads of a grid turn alike as a rule.
    struct LastRotation {
        RopeTable table;
        int tokens = -1;
        RotationTables angles;
    };

    std::shared_ptr<LastRotation> m_rotation = std::make_shared<LastRotation>(); // twins' too
    std::size_t m_capacity;              ///< heads, and operands
    std::list<DeviceHead> m_heads;       // most recently used first
    std::list<DeviceOperands> m_entries; // most recently used first
    Side m_query;
    Side m_key;
    Buffer m_coarse { BufferUse::Table };
    Buffer m_fine { BufferUse::Table };
};

} // namespace ropescope::vulkan
