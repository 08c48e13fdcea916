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

/// Chunks that one thread packs at a time.
constexpr Eigen::Index kBlockChunks = 64;

int blocksOf(Eigen::Index count, Eigen::Index size)
{
    return static_cast<int>((count + size - 1) / size);
}

double largestRowNorm(const MatrixRM& rows, ThreadPool& pool)
{
    constexpr Eigen::Index kBlockRows = 1024;
    std::vector<double> ofWorkers(static_cast<std::size_t>(pool.threadCount()), 0.0);
    pool.forEach(blocksOf(rows.rows(), kBlockRows), [&](int block, int worker) {
        const Eigen::Index begin = block * kBlockRows;
        const Eigen::Index end = std::min(begin + kBlockRows, rows.rows());
        double& largest = ofWorkers[static_cast<std::size_t>(worker)];
        for (Eigen::Index t = begin; t < end; ++t) {
            const float norm = rows.row(t).squaredNorm();
            // A norm beyond float's range must not look harmless.
            largest = std::max(largest, std::isfinite(norm) ? norm : 1e300);
        }
    });
    return std::sqrt(*std::max_element(ofWorkers.begin(), ofWorkers.end()));
}

template <class T> void packChunk(const MatrixRM& key, Eigen::Index chunk, T* target)
{
    const Eigen::Index channels = key.cols();
    target += chunk * channels * kChunkKeys;
    for (Eigen::Index j = 0; j < kChunkKeys; ++j) {
        const Eigen::Index row = chunk * kChunkKeys + j;
        for (Eigen::Index c = 0; c < channels; ++c)
            target[c * kChunkKeys + j] = row < key.rows() ? static_cast<T>(key(row, c)) : T(0);
    }
}

template <class T>
void pack(const MatrixRM& key, ThreadPool& pool, const std::stop_token& stop,
          std::variant<PackedKeys<float>, PackedKeys<double>>& memory)
{
    if (!std::holds_alternative<PackedKeys<T>>(memory))
        memory = PackedKeys<T>();
    auto& packed = std::get<PackedKeys<T>>(memory);
    const Eigen::Index n = key.rows();
    const Eigen::Index chunks = (n + kChunkKeys - 1) / kChunkKeys;
    const auto size = static_cast<std::size_t>(chunks * key.cols() * kChunkKeys);
    packed.logSumExp.assign(static_cast<std::size_t>(n), std::numeric_limits<T>::quiet_NaN());
    // A short prompt should not keep the memory of a long one.
    if (packed.keys.bytes() > 2 * size * sizeof(T))
        packed.keys = {};
    packed.keys.reserve(size);
    pool.forEach(blocksOf(chunks, kBlockChunks), [&](int block, int) {
        if (stop.stop_requested())
            return;
        const Eigen::Index end = std::min((block + 1) * kBlockChunks, chunks);
        for (Eigen::Index chunk = block * kBlockChunks; chunk < end; ++chunk)
            packChunk(key, chunk, packed.keys.data());
    });
}

} // namespace

std::size_t PreparedHead::bytes() const
{
    const std::size_t keys
        = std::visit([](const auto& keysOfType) { return keysOfType.keys.bytes(); }, packed);
    return keys + static_cast<std::size_t>(operands.query.size()) * sizeof(float);
}

Result<PreparedHead> prepareHead(const MapRequest& request, ThreadPool& pool,
                                 const std::stop_token& stop, HeadMemory& memory)
{
    MapOperands& operands = memory.operands;
    const auto filled
        = prepareOperands(*request.head, request.rope, request.quantity, pool, stop, operands);
    if (!filled)
        return tl::unexpected(filled.error());
    const double bound = largestRowNorm(operands.query, pool) * largestRowNorm(operands.key, pool);
    if (bound <= kFloatLogits)
        pack<float>(operands.key, pool, stop, memory.packed);
    else
        pack<double>(operands.key, pool, stop, memory.packed);
    if (stop.stop_requested())
        return cancelled();
    return PreparedHead { .head = request.head,
                          .key = operandKey(request.quantity, request.rope),
                          .operands = { .query = std::move(operands.query),
                                        .key = {},
                                        .causal = operands.causal,
                                        .slidingWindow = operands.slidingWindow },
                          .packed = std::move(memory.packed) };
}

PreparedHead* PreparedHeads::known(const MapRequest& request)
{
    const OperandKey wanted = operandKey(request.quantity, request.rope);
    const auto known = std::find_if(m_heads.begin(), m_heads.end(), [&](const PreparedHead& entry) {
        return entry.head.lock() == request.head && entry.key == wanted;
    });
    if (known == m_heads.end())
        return nullptr;
    m_heads.splice(m_heads.begin(), m_heads, known);
    return &m_heads.front();
}

Result<PreparedHead*> PreparedHeads::find(const MapRequest& request, ThreadPool& pool,
                                          const std::stop_token& stop)
{
    if (PreparedHead* const head = known(request))
        return head;
    forgetExpired();
    Result<PreparedHead> prepared = prepareHead(request, pool, stop, m_memory);
    if (!prepared)
        return tl::unexpected(prepared.error());
    m_heads.push_front(std::move(*prepared));
    std::size_t bytes = 0;
    auto entry = std::next(m_heads.begin());
    while (entry != m_heads.end() && bytes + entry->bytes() <= kCacheBytes)
        bytes += (entry++)->bytes();
    if (entry != m_heads.end())
        recycle(*entry);
    m_heads.erase(entry, m_heads.end());
    return &m_heads.front();
}

/// A head that is read again is another object, so these are never found again.
void PreparedHeads::forgetExpired()
{
    m_heads.remove_if([this](PreparedHead& entry) {
        const bool isExpired = entry.head.expired();
        if (isExpired)
            recycle(entry);
        return isExpired;
    });
}

void PreparedHeads::recycle(PreparedHead& head)
{
    m_memory.operands.query = std::move(head.operands.query);
    m_memory.packed = std::move(head.packed);
}

} // namespace ropescope
