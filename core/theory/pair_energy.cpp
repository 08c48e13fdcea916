// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/pair_energy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ropescope {

namespace {

/// Mean over tokens of the length of pair (a, b).
double meanLength(const MatrixRM& raw, std::pair<int, int> pair)
{
    const auto x = raw.col(pair.first).cast<double>().array();
    const auto y = raw.col(pair.second).cast<double>().array();
    return (x.square() + y.square()).sqrt().mean();
}

} // namespace

PairEnergy pairEnergy(const HeadTrace& head, const RopeTable& table)
{
    PairEnergy result;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto pair = table.coordinates(m);
        result.energy.push_back(std::abs(table.gain[static_cast<std::size_t>(m)])
                                * meanLength(head.q, pair) * meanLength(head.k, pair));
    }
    const double total = std::accumulate(result.energy.begin(), result.energy.end(), 0.0);
    for (const double energy : result.energy)
        result.share.push_back(total > 0.0 ? energy / total : 0.0);
    if (total > 0.0) {
        const auto largest = std::max_element(result.energy.begin(), result.energy.end());
        result.dominantPair = static_cast<int>(largest - result.energy.begin());
    }
    return result;
}

} // namespace ropescope
