// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/theorem_bounds.h"

#include <cmath>

namespace ropescope {

std::int64_t TheoremBounds::violations() const
{
    std::int64_t sum = reAccess.violations + sequential.violations + jump.violations;
    for (const auto* bound :
         { &periodicKey, &periodicQuery, &seasonalQuery, &seasonalKey, &seasonalBoth })
        sum += *bound ? (*bound)->violations : 0;
    return sum;
}

TheoremBounds theoremBounds(const ExactHead& head, int dominantPair,
                            const std::optional<Season>& season, const BoundOptions& options,
                            const std::stop_token& stop)
{
    const int n = head.tokenCount();
    const std::vector<int> rows = sampleRows(n, options.mostRows, options.seed);
    const auto of = [&](int query, int key) {
        return shiftBound(head, { query, key }, rows, stop);
    };
    TheoremBounds bounds;
    bounds.rows = static_cast<int>(rows.size());
    bounds.tokens = n;
    bounds.reAccess = of(1, 0);
    bounds.sequential = of(1, 1);
    bounds.jump = jumpBound(head, rows, stop);
    if (dominantPair >= 0 && head.table.theta[static_cast<std::size_t>(dominantPair)] != 0.0) {
        const double period = std::round(head.table.wavelength(dominantPair));
        if (period >= 1.0 && period < n) {
            bounds.period = static_cast<int>(period);
            bounds.periodicKey = of(0, -*bounds.period);
            bounds.periodicQuery = of(*bounds.period, 0);
        }
    }
    if (season && season->period < n) {
        bounds.seasonalQuery = of(season->period, 0);
        bounds.seasonalKey = of(0, season->period);
        bounds.seasonalBoth = of(season->period, season->period);
    }
    return bounds;
}

} // namespace ropescope
