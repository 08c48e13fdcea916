// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <complex>
#include <vector>

#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// Per pair and lag, how raw queries meet raw keys: C_m(D) = s * mean_t q_t^m conj(k_{t-D}^m), with
/// pairs read as complex numbers, and U(D) for the unrotated coordinates. It does not know about
/// frequencies, so one computation (an FFT a pair) serves every RoPE edit of the head.
struct LagCorrelation {
    int lagCount = 0;                                     ///< lags 0 .. lagCount - 1
    std::vector<std::vector<std::complex<double>>> pairs; ///< [r/2][lagCount]
    std::vector<double> unrotated; ///< [lagCount], the d - r other coordinates
    std::vector<std::complex<double>>
        coherent; ///< [r/2] s * mean(q^m) * conj(mean(k^m)) = A_m e^{j phi_m}
    double coherentUnrotated = 0.0;
};

/// pairing: which coordinates form a pair. O(n log n * d) by FFT.
[[nodiscard]] LagCorrelation lagCorrelation(const HeadTrace& head, RopePairing pairing);

/// M(D) = mean over t of z[t, t-D] = U(D) + sum_m g_m Re(C_m(D) e^{j D theta_m}), exact; O(lags *
/// r/2).
[[nodiscard]] std::vector<double> measuredLagProfile(const LagCorrelation& correlation,
                                                     const RopeTable& table);

/// P(D) = sum_m g_m A_m cos(phi_m + D theta_m) + unrotated: what mean q and mean k alone foretell.
[[nodiscard]] std::vector<double> predictedLagProfile(const LagCorrelation& correlation,
                                                      const RopeTable& table);

} // namespace ropescope
