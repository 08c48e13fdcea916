// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/attention/value_map.h"
#include "gpu/colour_map.h"

namespace ropescope {

enum class ScaleKind { Linear, Log, Sqrt };

/// How a value becomes a colour: position = f(value) on [f(low), f(high)], clamped, then the ramp.
/// NaN is transparent. Log needs low > 0; values at or below low take the first colour.
struct ColourScale {
    const ColourMap* map = nullptr; ///< never null when painting
    ScaleKind kind = ScaleKind::Linear;
    float low = 0.0F;
    float high = 1.0F;

    bool operator==(const ColourScale&) const = default;
};

/// The values at the two ends of the colours.
struct ValueRange {
    float low = 0.0F;
    float high = 1.0F;
    bool operator==(const ValueRange&) const = default;
};

/// Smallest and largest value that is not NaN; with logarithmic, the smallest positive one, and at
/// least high * 1e-6 so that a few tiny values do not swallow the ramp. {0, 1} when there is none;
/// never an empty range. ignoreFirstColumn leaves pixel column 0 out (the sink mask).
[[nodiscard]] ValueRange fitRange(const ValueMap& map, ScaleKind kind, bool ignoreFirstColumn);

} // namespace ropescope
