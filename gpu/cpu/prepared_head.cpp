// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/prepared_head.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gpu/kernels/attention_map/attention_map_cpu.h"

namespace ropescope {

namespace {

/// Beside the newest head, so that a grid of small heads repaints without work but a long prompt
/// does not fill the memory.
constexpr std::size_t kCacheBytes = std::size_t(96) << 20;

double largestRowNorm(const MatrixRM& rows)
{
    double largest = 0.0;
    for (Eigen::Index t = 0; t < rows.rows(); ++t) {
        float norm = rows.row(t).squaredNorm();
        // A norm beyond float's range must not look harmless.
        largest = std::max(largest, std::isfinite(norm) ? norm : 1e300);
    }
    return std::sqrt(largest);
}

template <class T> PackedKeys<T> pack(const MatrixRM& key)
{
    const Eigen::Index n = key.rows();
    const Eigen::Index channels = key.cols();
    const Eigen::Index chunks = (n + kChunkKeys - 1) / kChunkKeys;
    PackedKeys<T> packed;
    packed.logSumExp.assign(static_cast<std::size_t>(n), std::numeric_limits<T>::quiet_NaN());
    packed.keys.reserve(static_cast<std::size_t>(chunks * channels * kChunkKeys));
    T* target = packed.keys.data();
    for (Eigen::Index chunk = 0; chunk < chunks; ++chunk, target += channels * kChunkKeys) {
        for (Eigen::Index j = 0; j < kChunkKeys; ++j) {
            const Eigen::Index row = chunk * kChunkKeys + j;
            for (Eigen::Index c = 0; c < channels; ++c)
                target[c * kChunkKeys + j] = row < n ? static_cast<T>(key(row, c)) : T(0);
        }
    }
    return packed;
}

} // namespace

std::size_t PreparedHead::bytes() const
{
    const std::size_t keys
        = std::visit([](const auto& keysOfType) { return keysOfType.keys.bytes(); }, packed);
    return keys + static_cast<std::size_t>(operands.query.size()) * sizeof(float);
}

Result<PreparedHead> prepareHead(const MapRequest& request)
{
    Result<MapOperands> operands = prepareOperands(*request.head, request.rope, request.quantity);
    if (!operands)
        return tl::unexpected(operands.error());
    const MatrixRM key = std::move(operands->key);
    PreparedHead prepared { .head = request.head,
                            .key = operandKey(request.quantity, request.rope),
                            .operands = std::move(*operands),
                            .packed = {} };
    const double bound = largestRowNorm(prepared.operands.query) * largestRowNorm(key);
    if (bound <= kFloatLogits)
        prepared.packed = pack<float>(key);
    else
        prepared.packed = pack<double>(key);
    return prepared;
}

Result<PreparedHead*> PreparedHeads::find(const MapRequest& request)
{
    const OperandKey wanted = operandKey(request.quantity, request.rope);
    const auto known = std::find_if(m_heads.begin(), m_heads.end(), [&](const PreparedHead& entry) {
        return entry.head == request.head && entry.key == wanted;
    });
    if (known != m_heads.end()) {
        m_heads.splice(m_heads.begin(), m_heads, known);
        return &m_heads.front();
    }
    Result<PreparedHead> prepared = prepareHead(request);
    if (!prepared)
        return tl::unexpected(prepared.error());
    m_heads.push_front(std::move(*prepared));
    std::size_t bytes = 0;
    auto entry = std::next(m_heads.begin());
    while (entry != m_heads.end() && bytes + entry->bytes() <= kCacheBytes)
        bytes += (entry++)->bytes();
    m_heads.erase(entry, m_heads.end());
    return &m_heads.front();
}

} // namespace ropescope
