// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>

#include "core/attention/quantity.h"
#include "core/base/result.h"
#include "core/base/thread_pool.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// A map as one matrix product: z = query * key^T on the visible cells. Rotation, gains and the
/// attention scale are folded into `query`, so every backend only multiplies, pools and normalises.
struct MapOperands {
    MatrixRM query;        ///< (n, c); c = d, or 2 for one pair's contribution or phase
    MatrixRM key;          ///< (n, c)
    bool causal = true;    ///< key i is visible to query t when i <= t
    int slidingWindow = 0; ///< > 0: and when i > t - slidingWindow

    [[nodiscard]] int tokenCount() const { return static_cast<int>(query.rows()); }
    /// Keys visible to query t, [begin, end).
    [[nodiscard]] TokenRange visibleKeys(int t) const
    {
        if (!causal)
            return { 0, tokenCount() };
        return { slidingWindow > 0 && t >= slidingWindow ? t - slidingWindow + 1 : 0, t + 1 };
    }
};

/// What operands depend on besides the head: two requests with equal keys share their operands, so
/// caches compare these.
struct OperandKey {
    Quantity quantity; ///< kinds that differ only in what follows the product are one
    RopeTable rope;    ///< empty for similarities, which read raw vectors
    bool operator==(const OperandKey&) const = default;
};

[[nodiscard]] OperandKey operandKey(const Quantity& quantity, const RopeTable& rope);

/// Errors: InvalidArgument when the quantity names a pair that the table lacks.
/// Zero vectors have similarity 0 with everything.
[[nodiscard]] Result<MapOperands> prepareOperands(const HeadTrace& head, const RopeTable& table,
                                                  const Quantity& quantity);

/// The same bits by all threads of the pool, a block of rows at a time, into memory that is reused
/// where it has the right size: fresh memory can take longer to get than to fill. Errors: also
/// Cancelled, within a few milliseconds of the request; the content is worthless then.
[[nodiscard]] Result<void> prepareOperands(const HeadTrace& head, const RopeTable& table,
                                           const Quantity& quantity, ThreadPool& pool,
                                           const std::stop_token& stop, MapOperands& operands);

} // namespace ropescope
