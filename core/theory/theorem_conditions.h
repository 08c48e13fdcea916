// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <optional>

#include "core/rope/rope_table.h"
#include "core/theory/pair_energy.h"

namespace ropescope {

/// Share of the energy in pairs whose wavelength exceeds the text, T_m > tokens: they turn less
/// than once from its first token to its last. 0 to 1; nothing without rotation. What TAPPA's
/// Theorem 5.1 asks for, "energy in slow pairs", as a number: the rotation term of the shift (1,
/// 0), sum_m 2 |sin(theta_m / 2)| |q^m| |k^m|, is then below 2 pi / tokens for that part.
[[nodiscard]] std::optional<double> slowShare(const PairEnergy& energy, const RopeTable& table,
                                              int tokens);

/// From where on the words of a theorem's condition ("alike", "dominant") count as true. The
/// theorems have no such limits, their bounds only grow; these are conventions to read them by.
struct ConditionLimits {
    double alike = 0.4;       ///< q- or k-similarity, pairwise
    double slow = 0.5;        ///< slowShare()
    double dominant = 0.1;    ///< least of dominantShare(); at 9 % it made no diagonals any more
    double season = 0.5;      ///< strength of a season
    double resonance = 0.5;   ///< of the rotation with it
    double samePeriod = 0.02; ///< measured against predicted, relative
    double forcedJumps = 0.5; ///< share of queries after which the map must jump

    /// Share of the energy from which on one of `pairs` is dominant: max(dominant, 2 / pairs),
    /// twice what each has where all have the same. With 10 pairs or fewer the largest share is
    /// never below 10 %, and would say nothing. One pair alone is dominant over none.
    [[nodiscard]] double dominantShare(int pairs) const
    {
        return pairs > 0 ? std::max(dominant, 2.0 / pairs) : 1.0;
    }
};

inline constexpr ConditionLimits kConditionLimits;

} // namespace ropescope
