// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/weight_matrix.h"

#include <cassert>
#include <vector>

namespace ropescope {

namespace {

/// Whole stored rows are read, since a block of a quantised row can only be read whole.
void widenColumns(const WeightMatrix& matrix, int first, int count, std::span<float> out)
{
    const long long storedRows = matrix.tensor.shape[1];
    const auto inputs = static_cast<std::size_t>(matrix.inputs);
    std::vector<float> row(static_cast<std::size_t>(storedRows));
    for (std::size_t input = 0; input < inputs; ++input) {
        matrix.tensor.widen(static_cast<long long>(input) * storedRows, row);
        for (int i = 0; i < count; ++i) {
            out[static_cast<std::size_t>(i) * inputs + input]
                = row[static_cast<std::size_t>(matrix.rows.storedRow(first + i))];
        }
    }
}

} // namespace

long long RowLayout::storedRow(long long row) const
{
    if (interleavedRows > 1) {
        const long long pairs = interleavedRows / 2;
        const long long inHead = row % interleavedRows;
        row += 2 * (inHead % pairs) + inHead / pairs - inHead;
    }
    if (groupRows > 0)
        row = row / groupRows * groupStride + row % groupRows;
    return first + row;
}

void WeightMatrix::widenRows(int first, int count, std::span<float> out) const
{
    assert(first >= 0 && first + count <= outputs);
    assert(out.size() == static_cast<std::size_t>(count) * static_cast<std::size_t>(inputs));
    if (transposed) {
        widenColumns(*this, first, count, out);
        return;
    }
    if (rows.isContiguous()) {
        tensor.widen(rows.storedRow(first) * inputs, out);
        return;
    }
    const auto width = static_cast<std::size_t>(inputs);
    for (int i = 0; i < count; ++i) {
        tensor.widen(rows.storedRow(first + i) * inputs,
                     out.subspan(static_cast<std::size_t>(i) * width, width));
    }
}

} // namespace ropescope
