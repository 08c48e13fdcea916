// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/histogram.h"

#include <algorithm>
#include <cmath>

#include "widgets/scale_axis.h"

namespace ropescope {

std::vector<int> histogramOf(const ValueMap& map, ScaleKind kind, ValueRange range, int bins,
                             std::size_t step)
{
    std::vector<int> counts(static_cast<std::size_t>(std::max(1, bins)));
    const ScaleAxis axis(kind, range);
    const auto [low, high] = axis.range();
    const auto last = counts.size() - 1;
    for (std::size_t i = 0; i < map.values.size(); i += step) {
        const float value = map.values[i];
        if (!(value >= low && value <= high)) // also NaN
            continue;
        const double bin = axis.positionOf(value) * static_cast<double>(counts.size());
        ++counts[std::min(last, static_cast<std::size_t>(std::max(0.0, bin)))];
    }
    return counts;
}

} // namespace ropescope
