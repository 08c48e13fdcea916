// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cmath>
#include <vector>

#include "core/base/result.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// One channel pair's part of a logit as a vector in the plane: its real part is the contribution.
struct CellPhasor {
    double amplitude = 0.0; ///< s |g| f^2 |q_t^m| |k_i^m|, not negative
    double phase = 0.0; ///< before rotation: arg q_t^m - arg k_i^m, plus pi under a gain below 0
    double turn = 0.0;  ///< what the rotation adds: (t - i) theta_m, not reduced to one turn

    [[nodiscard]] double angle() const { return phase + turn; }
    [[nodiscard]] double contribution() const { return amplitude * std::cos(angle()); }
};

/// A logit taken apart: z[t,i] = sum_m amplitude_m cos(phase_m + turn_m) + unrotated.
struct CellPhasors {
    int query = 0;
    int key = 0;
    double logit = 0.0;
    double unrotated = 0.0;          ///< s times the product of the d - r other coordinates
    std::vector<CellPhasor> phasors; ///< [r/2]; phase in (-pi, pi], radians
};

/// Query t, key i, i visible to t, in double; O(d). A stored map has no vectors: its logit is
/// log p and there are no phasors. Errors: those of cellParts().
/// Source: TAPPA, arXiv:2601.21709, section 4.
[[nodiscard]] Result<CellPhasors> cellPhasors(const HeadTrace& head, const RopeTable& table,
                                              int query, int key);

} // namespace ropescope
