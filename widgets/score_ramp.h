// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QColor>

#include "gpu/colour_map.h"
#include "widgets/theme.h"

namespace ropescope {

/// From the lowest score to the highest.
struct ScoreRange {
    double low = 0.0;
    double high = 0.0;

    /// 0 at the lowest, 1 at the highest; one half where all scores are the same.
    [[nodiscard]] double position(double score) const;
};

/// Of the finite scores; nothing where there is none.
[[nodiscard]] std::optional<ScoreRange> rangeOf(const std::vector<double>& scores);

/// The colour at a position, 0 .. 1; without a map the theme's colours are blended.
[[nodiscard]] QColor rampColour(const ColourMap* map, const Theme& theme, double position);

} // namespace ropescope
