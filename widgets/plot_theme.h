// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QSharedPointer>
#include <QString>

#include "widgets/theme.h"

class QCPAxis;
class QCPAxisTicker;
class QCustomPlot;

namespace ropescope {

/// Axes of a small plot of curves: labels, few ticks, a grid of values only. An overlay layer of
/// its own buffer, so that hovering redraws nothing else. Keys go to the plot's owner.
void setUpCurvePlot(QCustomPlot& plot, const QString& xLabel, const QString& yLabel);
/// About `wanted` ticks of a logarithmic axis from low to high, both above 0, each with a text of
/// its own: round values, powers of ten alone where they suffice.
void setLogTicks(QCPAxis& axis, double low, double high, int wanted = 5);
/// Multiples of pi, as an angle's axis has them.
[[nodiscard]] QSharedPointer<QCPAxisTicker> makePiTicker();
/// Colours and fonts of all its axis rectangles; does not replot.
void paintCurvePlot(QCustomPlot& plot, const Theme& theme, const QFont& font);

} // namespace ropescope
