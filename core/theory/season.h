// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// Autocorrelation of rows x_t, (n, d), by lag: mean_t <x_t - mean, x_{t+L} - mean> over the n - L
/// pairs there are, divided by its value at 0. [n/2 + 1], 1 at lag 0; empty where nothing varies.
/// The first token is left out: its length is far from the others'. O(n log n * d) by FFT.
[[nodiscard]] std::vector<double> contentAutocorrelation(MatrixRef raw);

/// That queries and keys repeat, and what the rotation makes of it (TAPPA, arXiv:2601.21709,
/// Theorem 5.4).
struct Season {
    int period = 0;        ///< L in tokens
    double strength = 0.0; ///< the smaller of both autocorrelations at L, up to 1
    /// [r/2] how far L theta_m is from a multiple of 2 pi, radians, 0 to pi.
    std::vector<double> detuning;
    /// sum_m share_m cos(L theta_m), -1 to 1: 1 when L turns all energy back to where it was.
    double resonance = 1.0;
};

/// Below this strength there is no season.
inline constexpr double kLeastSeason = 0.1;

/// The shortest L of at least 2 tokens that fits three times, at which the smaller of both
/// autocorrelations has a peak of at least 9/10 of its highest one (so not a multiple of L).
/// Nothing where no peak reaches kLeastSeason.
[[nodiscard]] std::optional<Season> findSeason(const HeadTrace& head, const RopeTable& table);

} // namespace ropescope
