// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/attention/operands.h"

namespace ropescope {

/// One cell of the map, in double.
struct CellValue {
    double logit = 0.0;
    double probability = 0.0;
    std::vector<double>
        contributions; ///< [r/2] each pair's share of the logit; the rest is unrotated
};

/// Query t, key i, i visible to t. Costs one row, O(n d). Of a stored map the logit is known up to
/// the row's constant only: it is log p.
/// Errors: InvalidArgument for a cell outside the map or above the diagonal.
[[nodiscard]] Result<CellValue> cellValue(const HeadTrace& head, const RopeTable& table, int query,
                                          int key);

} // namespace ropescope
