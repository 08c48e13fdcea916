// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>
#include <vector>

#include "core/attention/operands.h"

namespace ropescope {

/// One row of a map, in double: what a query makes of every key that it sees.
struct RowValues {
    int query = 0;
    TokenRange keys;                   ///< the visible ones
    std::vector<double> logits;        ///< [keys.size()]
    std::vector<double> probabilities; ///< [keys.size()] softmax of the logits
};

/// O(n d). Of a stored map the logits are known up to the row's constant: they are log p.
/// Errors: InvalidArgument for a query outside the head, Cancelled.
[[nodiscard]] Result<RowValues> rowValues(const HeadTrace& head, const RopeTable& table, int query,
                                          const std::stop_token& stop = {});

} // namespace ropescope
