// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_range.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

ValueRange readableRange(const ViewState& view, ValueRange fitted)
{
    if (view.comparison == Comparison::Difference || view.quantity.isCyclic())
        return fitted; // is around 0 already
    const ColourMap* const map = findColourMap(view.colourMap);
    const bool isDiverging = map != nullptr && map->diverging;
    if (view.quantity.kind == QuantityKind::Probability
        && !(isDiverging && view.scale == ScaleKind::Linear)) {
        // A single value is fitted with margins, which must not leave what a probability can be.
        const float high = std::clamp(fitted.high, 0.0F, 1.0F);
        const float low = std::max(fitted.low, 0.0F);
        return { low < high ? low : 0.5F * high, high };
    }
    if (isDiverging) {
        const float reach = std::max(std::abs(fitted.low), std::abs(fitted.high));
        return { -reach, reach };
    }
    return fitted;
}

ValueRange rangeOfAll(const std::vector<ValueRange>& ranges)
{
    ValueRange all = ranges.front();
    for (const ValueRange& range : ranges)
        all = { std::min(all.low, range.low), std::max(all.high, range.high) };
    return all;
}

} // namespace ropescope
