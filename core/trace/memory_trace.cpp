// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/memory_trace.h"

#include <cassert>

#include <fmt/core.h>

#include "core/base/finite.h"

namespace ropescope {

namespace {

[[maybe_unused]] bool hasShape(const MatrixRM& tensor, int heads, const TraceInfo& info)
{
    return tensor.rows() == static_cast<Eigen::Index>(heads) * info.tokenCount
        && tensor.cols() == info.headDim;
}

} // namespace

MemoryTrace::MemoryTrace(MemoryTraceContent content)
    : m_layers(std::move(content.layers))
{
    m_info = std::move(content.info);
    m_tokenIds = std::move(content.tokenIds);
    m_tokenTexts = std::move(content.tokenTexts);

    assert(m_info.numLayers >= 1 && m_info.tokenCount >= 1 && m_info.headDim >= 1);
    assert(m_info.numKvHeads >= 1 && m_info.numHeads >= m_info.numKvHeads);
    assert(m_info.numHeads % m_info.numKvHeads == 0);
    assert(m_layers.size() == static_cast<std::size_t>(m_info.numLayers));
    assert(m_info.layers.size() == m_layers.size());
    assert(m_tokenIds.empty() || m_tokenIds.size() == static_cast<std::size_t>(m_info.tokenCount));
    assert(m_tokenTexts.empty()
           || m_tokenTexts.size() == static_cast<std::size_t>(m_info.tokenCount));

    for (std::size_t l = 0; l < m_layers.size(); ++l) {
        const LayerTensors& tensors = m_layers[l];
        LayerInfo& layer = m_info.layers[l];
        layer.hasQueryKey = tensors.q.size() > 0;
        layer.hasValues = tensors.v.size() > 0;
        assert(!layer.hasQueryKey || hasShape(tensors.q, m_info.numHeads, m_info));
        assert(!layer.hasQueryKey || hasShape(tensors.k, m_info.numKvHeads, m_info));
        assert(!layer.hasValues || hasShape(tensors.v, m_info.numKvHeads, m_info));
    }
}

Result<HeadTrace> MemoryTrace::head(HeadId id) const
{
    if (const Result<void> found = checkHead(m_info, id); !found)
        return tl::unexpected(found.error());
    const auto l = static_cast<std::size_t>(id.layer.value);
    const LayerTensors& tensors = m_layers[l];
    const LayerInfo& layer = m_info.layers[l];
    const Eigen::Index n = m_info.tokenCount;
    HeadTrace head;
    head.id = id;
    head.q = tensors.q.middleRows(id.head.value * n, n);
    head.k = tensors.k.middleRows(m_info.keyHeadOf(id.head) * n, n);
    head.rope = layer.rope;
    head.attentionScale = m_info.attentionScale;
    head.slidingWindow = layer.slidingWindow;
    if (!isFinite(head.q) || !isFinite(head.k)) {
        return fail(ErrorCode::Malformed,
                    fmt::format("Layer {}, head {}: the queries or keys hold NaN or infinity.",
                                id.layer.value, id.head.value));
    }
    return head;
}

Result<MatrixRM> MemoryTrace::values(LayerIndex layer, int keyHead) const
{
    if (const Result<void> found = checkValues(m_info, layer, keyHead); !found)
        return tl::unexpected(found.error());
    const MatrixRM& v = m_layers[static_cast<std::size_t>(layer.value)].v;
    const Eigen::Index n = m_info.tokenCount;
    MatrixRM values = v.middleRows(keyHead * n, n);
    if (!isFinite(values)) {
        return fail(ErrorCode::Malformed,
                    fmt::format("Layer {}, key head {}: the values hold NaN or infinity.",
                                layer.value, keyHead));
    }
    return values;
}

} // namespace ropescope
