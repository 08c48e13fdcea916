// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/phasor_path.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

std::vector<PhasorArrow> phasorPath(const CellPhasors& cell, const std::vector<int>& order,
                                    PhasorLayout layout)
{
    std::vector<PhasorArrow> arrows;
    QPointF at;
    const auto add = [&](int pair, const QPointF& step) {
        arrows.push_back({ pair, at, at + step });
        if (layout == PhasorLayout::HeadToTail)
            at += step;
    };
    if (cell.unrotated != 0.0)
        add(-1, { cell.unrotated, 0.0 });
    for (const int pair : order) {
        const CellPhasor& phasor = cell.phasors[static_cast<std::size_t>(pair)];
        add(pair, phasor.amplitude * QPointF(std::cos(phasor.angle()), std::sin(phasor.angle())));
    }
    return arrows;
}

QRectF boundsOf(const std::vector<PhasorArrow>& arrows)
{
    double left = 0.0, right = 0.0, low = 0.0, high = 0.0;
    for (const PhasorArrow& arrow : arrows) {
        left = std::min(left, arrow.to.x());
        right = std::max(right, arrow.to.x());
        low = std::min(low, arrow.to.y());
        high = std::max(high, arrow.to.y());
    }
    return { left, low, right - left, high - low };
}

} // namespace ropescope
