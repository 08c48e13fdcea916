// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/reference.h"

#include <cstring>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"

namespace ropescope::test {

Reference::Reference(const std::string& name)
    : m_file(SafetensorsFile::open(std::filesystem::path(ROPESCOPE_TEST_DATA) / "reference"
                                   / (name + ".safetensors"))
                 .value())
{
}

bool Reference::has(const std::string& name) const { return m_file.tensors().contains(name); }

MatrixRM Reference::matrix(const std::string& name) const
{
    const TensorView view = m_file.tensor(name).value();
    MatrixRM values(view.elementCount() / view.shape.back(), view.shape.back());
    view.widen(0, { values.data(), static_cast<std::size_t>(values.size()) });
    return values;
}

std::vector<std::int64_t> Reference::ids(const std::string& name) const
{
    const TensorView& view = m_file.tensors().find(name)->second;
    std::vector<std::int64_t> values(static_cast<std::size_t>(view.elementCount()));
    std::memcpy(values.data(), view.bytes.data(), view.bytes.size());
    return values;
}

MatrixRM stacked(const Trace& trace, int layer, const std::string& which)
{
    const TraceInfo& info = trace.info();
    const Eigen::Index n = info.tokenCount;
    const int heads = which == "q" ? info.numHeads : info.numKvHeads;
    const int group = info.numHeads / info.numKvHeads;
    MatrixRM all(heads * n, info.headDim);
    for (int head = 0; head < heads; ++head) {
        const LayerIndex index { layer };
        if (which == "v")
            all.middleRows(head * n, n) = trace.values(index, head).value();
        else if (which == "q")
            all.middleRows(head * n, n) = trace.head({ index, { head } }).value().q;
        else
            all.middleRows(head * n, n) = trace.head({ index, { head * group } }).value().k;
    }
    return all;
}

MatrixRM attentionMaps(const Trace& trace, int layer)
{
    const Eigen::Index n = trace.info().tokenCount;
    const Quantity probability { QuantityKind::Probability };
    MatrixRM all(trace.info().numHeads * n, n);
    for (int head = 0; head < trace.info().numHeads; ++head) {
        const HeadTrace own = trace.head({ { layer }, { head } }).value();
        const auto operands
            = prepareOperands(own, makeRopeTable(own.rope, {}).value(), probability);
        const MatrixRM map = referenceMap(*operands, probability).cast<float>();
        all.middleRows(head * n, n) = map.array().isNaN().select(0.0F, map);
    }
    return all;
}

} // namespace ropescope::test
