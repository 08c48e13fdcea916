// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QPainterPath>
#include <QPen>

namespace ropescope {

/// How one of several curves is told from the others: by colour, by line, and by the shape of its
/// points, so that no eye depends on colour alone.
struct CurveLook {
    QColor onDark;
    QColor onLight;
    Qt::PenStyle line = Qt::SolidLine;
    QPainterPath marker; ///< within [-3, 3], the size that QCPScatterStyle expects
    bool isFilled = true;

    [[nodiscard]] const QColor& on(bool dark) const { return dark ? onDark : onLight; }
};

/// There are that many; further indices begin again.
inline constexpr int kCurveLooks = 10;

/// Colours after Okabe and Ito (2008), lighter or darker where the background wants it.
[[nodiscard]] CurveLook curveLook(int index);

} // namespace ropescope
