// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QString>

#include "widgets/theme.h"

class QCustomPlot;

namespace ropescope {

/// Axes of a small plot of curves: labels, few ticks, a grid of values only. An overlay layer of
/// its own buffer, so that hovering redraws nothing else. Keys go to the plot's owner.
void setUpCurvePlot(QCustomPlot& plot, const QString& xLabel, const QString& yLabel);
/// Colours and fonts of all its axis rectangles; does not replot.
void paintCurvePlot(QCustomPlot& plot, const Theme& theme, const QFont& font);

} // namespace ropescope
