// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/theory/exact_head.h"

namespace ropescope {

/// When queries jump, the map must jump: for each t, over the keys i that queries t and t+1 both
/// see,
///
///     max_i |z[t+1,i] - z[t,i]| >= c1 |q_{t+1} - q_t| - c2
///     c1 = s max_i |k_i| |cos angle(q_{t+1} - q_t, R k_i)|   (at lag t+1-i)
///     c2 = s max_i |q_t^T (R_{t+1-i} - R_{t-i}) k_i|
///
/// Source: TAPPA, arXiv:2601.21709, Proposition 4.1.
struct QueryJump {
    int query = 0;       ///< t
    double moved = 0.0;  ///< c1 |q_{t+1} - q_t|: the largest change by the moved query alone
    double turned = 0.0; ///< c2: the largest change by the rotation of one token alone
    double change = 0.0; ///< max_i |z[t+1,i] - z[t,i]|, measured

    /// The lower bound; at or below 0 it says nothing.
    [[nodiscard]] double floor() const { return moved - turned; }
};

/// The bound of all rows, and how it held.
struct JumpBound {
    std::vector<QueryJump> jumps; ///< one for each row looked at
    double floorMean = 0.0;       ///< of max(floor, 0)
    double changeMean = 0.0;
    double tightness = 0.0;      ///< floorMean / changeMean, 0 to 1
    double saying = 0.0;         ///< share of rows whose floor is above 0
    std::int64_t violations = 0; ///< rows whose change is below the floor by more than rounding
};

/// O(rows n d), rows as for shiftBound(); a row t needs a row t+1.
[[nodiscard]] JumpBound jumpBound(const ExactHead& head, const std::vector<int>& rows,
                                  const std::stop_token& stop = {});

} // namespace ropescope
