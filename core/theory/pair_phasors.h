// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// The wave that a channel pair lays over the lag D: amplitude * cos(phase + D theta_m).
struct PairPhasor {
    double amplitude = 0.0; ///< A_m, in units of the logit
    double phase = 0.0;     ///< phi_m, radians, -pi to pi
};

/// Of every pair, [r/2]: A_m e^{j phi_m} = s g_m f^2 mean_t(q_t^m) conj(mean_i(k_i^m)), raw pairs
/// read as complex numbers, g the gain, f the attention factor. Their sum over m is the predicted
/// lag profile (core/theory/lag_profile.h). Source: arXiv:2601.08297.
[[nodiscard]] std::vector<PairPhasor> pairPhasors(const HeadTrace& head, const RopeTable& table);

/// What the coordinates without rotation add to the predicted lag profile at every lag.
[[nodiscard]] double meanUnrotatedLogit(const HeadTrace& head, const RopeTable& table);

/// The wave of one pair over the lags 0 .. lagCount - 1; theta in radians per token.
[[nodiscard]] std::vector<double> pairWave(const PairPhasor& phasor, double theta, int lagCount);

} // namespace ropescope
