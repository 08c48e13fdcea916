// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <list>
#include <memory>
#include <variant>
#include <vector>

#include "core/attention/operands.h"
#include "gpu/kernels/aligned_buffer.h"
#include "gpu/renderer.h"

namespace ropescope {

/// What a sweep reads beside the queries, in the type of its logits.
template <class T> struct PackedKeys {
    AlignedBuffer<T> keys;    ///< as MapSweep::packedKeys
    std::vector<T> logSumExp; ///< [n] NaN until a sweep has come by
};

/// A head made ready for one rotation.
struct PreparedHead {
    std::weak_ptr<const HeadTrace> head; ///< no address, which might come again
    OperandKey key;
    MapOperands operands; ///< without its key matrix
    std::variant<PackedKeys<float>, PackedKeys<double>> packed;

    [[nodiscard]] std::size_t bytes() const;
};

/// What preparing writes to; kept from one head to the next, because fresh memory of a long prompt
/// takes longer to get and give back than all that is computed.
struct HeadMemory {
    MapOperands operands;
    std::variant<PackedKeys<float>, PackedKeys<double>> packed;
};

/// Rotates, scales and packs. Logits are float, but double where their rounding would show in a
/// probability: |q| |k| can exceed kFloatLogits, as in heads with massive values
/// (arXiv:2502.01563).
/// Errors: as prepareOperands, which also says how soon a stop is obeyed.
[[nodiscard]] Result<PreparedHead> prepareHead(const MapRequest& request, ThreadPool& pool,
                                               const std::stop_token& stop, HeadMemory& memory);

inline constexpr double kFloatLogits = 64.0;

/// The heads used last, within a limit of memory; none that nobody else holds any more.
class PreparedHeads {
public:
    /// The pointer is valid until the next call. Errors: as prepareHead.
    [[nodiscard]] Result<PreparedHead*> find(const MapRequest& request, ThreadPool& pool,
                                             const std::stop_token& stop);
    /// nullptr when it would have to be prepared first.
    [[nodiscard]] PreparedHead* known(const MapRequest& request);

private:
    void forgetExpired();
    void recycle(PreparedHead& head);

    std::list<PreparedHead> m_heads; ///< newest first
    HeadMemory m_memory;             ///< of a head that was forgotten
};

} // namespace ropescope
