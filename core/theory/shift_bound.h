// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/theory/exact_head.h"

namespace ropescope {

/// From cell (t, i) to cell (t + query, i + key).
struct Shift {
    int query = 0; ///< a
    int key = 0;   ///< b
    bool operator==(const Shift&) const = default;
};

/// How far a logit can move under a shift (a, b), delta = a - b:
///
///     |z[t+a, i+b] - z[t,i]| <= s ( |q_{t+a} - q_t| |k_{i+b}| + |q_t| |k_{i+b} - k_i|
///                                   + sum_m 2 |sin(delta theta_m / 2)| |q_t^m| |k_i^m| )
///
/// query moved, key moved, rotation moved. Gains and the attention factor count as in ExactHead.
/// Source: TAPPA, arXiv:2601.21709; its Theorems 5.1 to 5.4 are the shifts (1,0), (1,1), (0,-T) and
/// (T,0), (L,0), (0,L) and (L,L).
struct ShiftedCell {
    double queryMoved = 0.0;
    double keyMoved = 0.0;
    double rotationMoved = 0.0;
    double change = 0.0; ///< |z[t+a, i+b] - z[t,i]|, measured

    [[nodiscard]] double bound() const { return queryMoved + keyMoved + rotationMoved; }
};

/// Nothing when either cell is not in the map.
[[nodiscard]] std::optional<ShiftedCell> shiftedCell(const ExactHead& head, Shift shift, int query,
                                                     int key);

/// All cells (or those of the rows that were looked at) of a head.
struct ShiftBound {
    Shift shift;
    std::int64_t cells = 0; ///< cells that both maps have; 0: all else is 0
    int rows = 0;           ///< queries t looked at
    double boundMax = 0.0;
    double boundMean = 0.0;
    double changeMax = 0.0;
    double changeMean = 0.0;
    double tightness = 0.0;      ///< sum of changes / sum of bounds, 0 to 1
    double tightest = 0.0;       ///< the largest change / bound of a cell
    std::int64_t violations = 0; ///< cells whose change exceeds the bound by more than rounding
};

/// Queries to look at: all of n up to `most`, else `most` of them drawn without repetition by the
/// seed, ascending. The same on every machine.
[[nodiscard]] std::vector<int> sampleRows(int n, int most, std::uint64_t seed);

/// O(rows n d), by matrix products over blocks of rows: no n x n array. A stop leaves the rows that
/// were done.
[[nodiscard]] ShiftBound shiftBound(const ExactHead& head, Shift shift,
                                    const std::vector<int>& rows, const std::stop_token& stop = {});

/// The error of a logit by rounding: what a bound may be exceeded by without being broken.
[[nodiscard]] double logitRounding(const ExactHead& head);

} // namespace ropescope
