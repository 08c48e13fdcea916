// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/theorem_conditions.h"

#include <cmath>

namespace ropescope {

std::optional<double> slowShare(const PairEnergy& energy, const RopeTable& table, int tokens)
{
    if (energy.dominantPair < 0)
        return std::nullopt;
    double sum = 0.0;
    for (std::size_t m = 0; m < energy.share.size(); ++m) {
        // A pair that does not turn at all has no wavelength, and is the slowest.
        if (table.theta[m] == 0.0 || std::abs(table.wavelength(static_cast<int>(m))) > tokens)
            sum += energy.share[m];
    }
    return sum;
}

} // namespace ropescope
