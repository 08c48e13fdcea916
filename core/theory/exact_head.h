// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/ids.h"
#include "core/base/matrix.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// A head in double, rotated, for numbers that must hold to rounding: z[t,i] = query_t . key_i.
/// Scale, gains and the attention factor are all in the query's weights
/// w = s (unrotated coordinates) or s g_m f^2 (pair m), so |w q| stands for s |q| in every bound.
struct ExactHead {
    MatrixRMd queryRaw;     ///< (n, d) w q_t, before the rotation
    MatrixRMd query;        ///< (n, d) R_t w q_t
    MatrixRMd key;          ///< (n, d) R_i k_i
    MatrixRMd keyRaw;       ///< (n, d) k_i
    MatrixRMd queryLengths; ///< (n, r/2) |w q_t^m|
    MatrixRMd keyLengths;   ///< (n, r/2) |k_i^m|
    RopeTable table;
    int slidingWindow = 0;

    [[nodiscard]] int tokenCount() const { return static_cast<int>(query.rows()); }
    /// Keys visible to query t, [begin, end).
    [[nodiscard]] TokenRange visibleKeys(int t) const
    {
        return { slidingWindow > 0 && t >= slidingWindow ? t - slidingWindow + 1 : 0, t + 1 };
    }
};

/// Memory: about 5 n d doubles. The head must hold queries and keys.
[[nodiscard]] ExactHead exactHead(const HeadTrace& head, const RopeTable& table);

/// Rows turned by `steps` tokens more than they are.
[[nodiscard]] MatrixRMd turned(MatrixRMd rows, const RopeTable& table, double steps);

} // namespace ropescope
