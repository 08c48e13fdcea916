// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/score_ramp.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

double ScoreRange::position(double score) const
{
    const double range = high - low;
    return range > 0.0 ? (score - low) / range : 0.5;
}

std::optional<ScoreRange> rangeOf(const std::vector<double>& scores)
{
    std::optional<ScoreRange> range;
    for (const double score : scores) {
        if (!std::isfinite(score))
            continue;
        if (!range)
            range = ScoreRange { score, score };
        range->low = std::min(range->low, score);
        range->high = std::max(range->high, score);
    }
    return range;
}

QColor rampColour(const ColourMap* map, const Theme& theme, double position)
{
    if (map == nullptr) {
        const auto blend = [position](int a, int b) { return qRound(a + position * (b - a)); };
        return QColor(blend(theme.field.red(), theme.measured.red()),
                      blend(theme.field.green(), theme.measured.green()),
                      blend(theme.field.blue(), theme.measured.blue()));
    }
    const auto last = static_cast<double>(map->colours.size() - 1);
    const std::uint32_t colour = map->colours[static_cast<std::size_t>(
        std::lround(std::clamp(position, 0.0, 1.0) * last))];
    return QColor(static_cast<int>(colour & 0xFFU), static_cast<int>(colour >> 8U & 0xFFU),
                  static_cast<int>(colour >> 16U & 0xFFU));
}

} // namespace ropescope
