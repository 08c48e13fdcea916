// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/colour_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ropescope {

namespace {

/// Log scales never span more than this.
constexpr float kLogSpan = 1e-6F;

} // namespace

ValueRange fitRange(const ValueMap& map, ScaleKind kind, bool ignoreFirstColumn)
{
    const bool logarithmic = kind == ScaleKind::Log;
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (int y = 0; y < map.height; ++y) {
        const float* const row = map.values.data() + static_cast<std::ptrdiff_t>(y) * map.width;
        for (int x = ignoreFirstColumn ? 1 : 0; x < map.width; ++x) {
            // Written so that NaN loses both comparisons.
            if (logarithmic && !(row[x] > 0.0F))
                continue;
            low = row[x] < low ? row[x] : low;
            high = row[x] > high ? row[x] : high;
        }
    }
    if (!(low <= high))
        return logarithmic ? ValueRange { kLogSpan, 1.0F } : ValueRange { 0.0F, 1.0F };
    constexpr float kLargest = std::numeric_limits<float>::max();
    low = std::clamp(low, -kLargest, kLargest);
    high = std::clamp(high, -kLargest, kLargest);
    if (logarithmic)
        low = std::max({ low, high * kLogSpan, std::numeric_limits<float>::min() });
    if (low < high)
        return { low, high };
    // One value only: it gets the middle of a narrow range.
    if (logarithmic)
        return { low * 0.5F, std::min(low * 2.0F, kLargest) };
    const float margin = std::max(std::abs(low) * 0.5F, 0.5F);
    return { std::max(low - margin, -kLargest), std::min(low + margin, kLargest) };
}

} // namespace ropescope
