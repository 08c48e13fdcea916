// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <span>
#include <stop_token>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/theory/exact_head.h"

namespace ropescope {

/// One row of the probability map: p[i] is query t's attention to key firstKey + i; keys before and
/// after are not seen.
using ProbabilityRow
    = std::function<void(int t, int firstKey, const Eigen::Ref<const Eigen::RowVectorXd>& p)>;

/// Hands over the rows of some queries in order, in double, a block of them at a time: no n x n
/// array. Keys that are alike get the same probability to the last bit, so that ties stay ties.
/// Errors: Cancelled.
[[nodiscard]] Result<void> forEachProbabilityRow(const ExactHead& head, TokenRange queries,
                                                 const ProbabilityRow& row,
                                                 const std::stop_token& stop);

} // namespace ropescope
