// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>

#include "core/attention/operands.h"

namespace ropescope {

[[nodiscard]] inline TokenRange overlap(TokenRange a, TokenRange b)
{
    const int begin = std::max(a.begin, b.begin);
    return { begin, std::max(begin, std::min(a.end, b.end)) };
}

/// Keys that at least one of these queries sees.
[[nodiscard]] inline TokenRange visibleToAny(const MapOperands& operands, TokenRange queries)
{
    return { operands.visibleKeys(queries.begin).begin, operands.visibleKeys(queries.end - 1).end };
}

/// Keys that every one of these queries sees; size 0 when there are none.
[[nodiscard]] inline TokenRange visibleToAll(const MapOperands& operands, TokenRange queries)
{
    return overlap(operands.visibleKeys(queries.begin), operands.visibleKeys(queries.end - 1));
}

/// How many of these cells are visible.
[[nodiscard]] inline long long visibleCellCount(const MapOperands& operands, TokenRange queries,
                                                TokenRange keys)
{
    long long count = 0;
    for (int t = queries.begin; t < queries.end; ++t)
        count += overlap(operands.visibleKeys(t), keys).size();
    return count;
}

} // namespace ropescope
