// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <span>

namespace ropescope {

/// A period found in a lag profile.
struct Period {
    double tokens = 0.0;   ///< length
    double strength = 0.0; ///< 0..1, share of the profile's detrended power in this line
};

/// A period is one only when it repeats that often within the profile.
inline constexpr double kPeriodsThatMustFit = 3.0;

/// The strongest period of at least 2 tokens that fits kPeriodsThatMustFit times into the profile,
/// or nothing when no line stands out: remove the trend, window, zero-padded FFT, refine the peak.
[[nodiscard]] std::optional<Period> findPeriod(std::span<const double> profile);

} // namespace ropescope
