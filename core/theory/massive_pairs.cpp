// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/massive_pairs.h"

#include <algorithm>

namespace ropescope {

namespace {

/// Of an even number of values, the mean of the middle two.
double median(std::vector<double> values)
{
    std::ranges::sort(values);
    const std::size_t n = values.size();
    return 0.5 * (values[(n - 1) / 2] + values[n / 2]);
}

} // namespace

std::vector<int> massivePairs(const PairEnergy& energy, double timesMedian)
{
    std::vector<int> massive;
    if (energy.energy.empty())
        return massive;
    const double least = timesMedian * median(energy.energy);
    for (std::size_t m = 0; m < energy.energy.size() && least > 0.0; ++m) {
        if (energy.energy[m] > least)
            massive.push_back(static_cast<int>(m));
    }
    return massive;
}

} // namespace ropescope
