// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

#include <Eigen/Core>

#include "core/io/tensor_view.h"

namespace ropescope {

/// Where the rows of a matrix lie among the rows of a stored tensor: all of them in order, or, in
/// fused tensors, groups of rows at equal distances.
struct RowLayout {
    long long first = 0;
    int groupRows = 0;       ///< 0: one group
    int groupStride = 0;     ///< stored rows from the start of one group to the next
    int interleavedRows = 0; ///< > 0: heads of that many rows, whose pairs are stored interleaved

    /// Of row `row` of the matrix.
    [[nodiscard]] long long storedRow(long long row) const;
    [[nodiscard]] bool isContiguous() const { return groupRows == 0 && interleavedRows == 0; }
};

/// A matrix (outputs, inputs) that stays in its file, in its own precision.
struct WeightMatrix {
    TensorView tensor; ///< (stored rows, inputs), or (inputs, stored rows) when transposed
    int outputs = 0;
    int inputs = 0;
    RowLayout rows;
    bool transposed = false;

    /// Rows first .. first + count - 1 as float32, (count, inputs).
    void widenRows(int first, int count, std::span<float> out) const;
};

/// y = x W^T + b.
struct LinearWeights {
    WeightMatrix matrix;
    Eigen::RowVectorXf bias; ///< (outputs), or empty

    [[nodiscard]] int outputs() const { return matrix.outputs; }
    [[nodiscard]] int inputs() const { return matrix.inputs; }
    [[nodiscard]] bool isPresent() const { return matrix.outputs > 0; }
};

} // namespace ropescope
