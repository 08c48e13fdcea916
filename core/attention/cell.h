// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>
#include <vector>

#include "core/attention/operands.h"

namespace ropescope {

/// What makes one logit, in double.
struct CellParts {
    double logit = 0.0;
    /// [r/2] each pair's share of the logit; the rest is unrotated. Empty for a stored map.
    std::vector<double> contributions;
};

/// Query t, key i, i visible to t. O(d), however long the row is. Of a stored map the logit is
/// known up to the row's constant only: it is log p.
/// Errors: InvalidArgument for a cell outside the map or above the diagonal.
[[nodiscard]] Result<CellParts> cellParts(const HeadTrace& head, const RopeTable& table, int query,
                                          int key);

/// One cell of the map, in double.
struct CellValue {
    double logit = 0.0;
    double probability = 0.0;
    std::vector<double> contributions; ///< as in CellParts
};

/// The same with the probability, which costs one row, O(n d). Errors: also Cancelled.
[[nodiscard]] Result<CellValue> cellValue(const HeadTrace& head, const RopeTable& table, int query,
                                          int key, const std::stop_token& stop = {});

} // namespace ropescope
