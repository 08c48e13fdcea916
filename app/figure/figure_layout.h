// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QRectF>
#include <QSizeF>
#include <QStringList>

#include "app/figure/figure.h"
#include "app/figure/figure_style.h"
#include "app/figure/figure_ticks.h"

namespace ropescope {

/// Empty border of the page: nothing is cut by a crop to it.
inline constexpr double kFigureEdge = 40.0;
inline constexpr double kMajorTick = 90.0;
inline constexpr double kMinorTick = 50.0;
inline constexpr double kTextGap = 60.0;

/// A colour bar with what is written beside it, on lines that fit.
struct BarLayout {
    QRectF bar;
    QStringList label;
    std::vector<FigureTick> ticks; ///< with the labels that have room
    double ticksWidth = 0.0;       ///< of the widest label
};

struct AxisLayout {
    std::vector<FigureTick> ticks; ///< with the labels that have room
    double labelRoom = 0.0;        ///< of the widest tick label, across the axis
    bool isLabelled = true;        ///< false where a neighbour says the same
    bool standsUpright = false;    ///< tick labels are read from below
};

struct PanelLayout {
    QRectF cell; ///< all that belongs to the panel
    QRectF map;
    QString title;
    QStringList subtitle; ///< in lines that fit
    AxisLayout rows;
    AxisLayout columns;
    BarLayout bar; ///< an empty rectangle where there is none
};

/// In units of a hundredth of a millimetre, from (0, 0).
struct FigureLayout {
    QSizeF page;
    std::vector<PanelLayout> panels; ///< as in the figure
    BarLayout bar;                   ///< that all panels share; else empty
};

/// The width is given, the height follows from the shapes of the maps. Maps are as wide as each
/// other. Fewer columns than asked for where maps would be too narrow to see.
[[nodiscard]] FigureLayout layOutFigure(const Figure& figure, const FigureStyle& style);

} // namespace ropescope
