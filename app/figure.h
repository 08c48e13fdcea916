// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include <QRectF>
#include <QSizeF>
#include <QStringList>

#include "core/base/ids.h"
#include "gpu/colour_scale.h"
#include "gpu/image.h"

class QImage;
class QPainter;

namespace ropescope {

/// One map as a figure for a paper: token axes, title, colour bar. The map is a raster, the rest is
/// vectors and text.
struct Figure {
    std::string
        title; ///< "Qwen2.5-7B · Layer 3 · Head 5"; where it is too long, the name gives way
    std::string subtitle; ///< how the rotation was edited, in at most two lines; may be empty
    std::string colourLabel;
    Image raster;
    TokenRange rows;    ///< queries, from the top
    TokenRange columns; ///< keys, from the left
    ColourScale scale;
    std::string rowLabel = "Query token";
    std::string columnLabel = "Key token";
};

/// Lengths of a figure are hundredths of a millimetre: fine enough for hairlines, and text sizes
/// are whole numbers.
inline constexpr double kFigureUnitsPerMm = 100.0;

/// The narrowest and widest figure, in millimetres.
inline constexpr double kMinFigureMm = 40.0;
inline constexpr double kMaxFigureMm = 1000.0;

struct FigureLayout {
    QSizeF page; ///< all of the figure, from (0, 0)
    QRectF map;
    QRectF bar;
    QStringList subtitle;    ///< in lines that fit
    QStringList colourLabel; ///< in lines that fit beside the bar
};

/// The width is given, the height follows from the shape of the map.
[[nodiscard]] FigureLayout layOutFigure(const Figure& figure, double widthMm);

/// Draws the figure in its own units with `raster` as the map (the figure's own, or the same
/// resampled for the device).
void paintFigure(QPainter& painter, const Figure& figure, const FigureLayout& layout,
                 const QImage& raster);

} // namespace ropescope
