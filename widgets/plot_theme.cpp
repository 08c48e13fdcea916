// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plot_theme.h"

#include "widgets/qcp.h"
#include "widgets/small_font.h"

namespace ropescope {

void setUpCurvePlot(QCustomPlot& plot, const QString& xLabel, const QString& yLabel)
{
    plot.setMouseTracking(true);
    plot.setFocusPolicy(Qt::NoFocus);
    plot.setPlottingHint(QCP::phFastPolylines, true);
    plot.xAxis->setLabel(xLabel);
    plot.yAxis->setLabel(yLabel);
    plot.yAxis->ticker()->setTickCount(3);
    for (QCPAxis* const axis : { plot.xAxis, plot.yAxis }) {
        axis->setLabelPadding(2);
        axis->setTickLength(0, 3);
        axis->setSubTicks(false);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot.xAxis->grid()->setVisible(false);
    plot.axisRect()->setMinimumMargins(QMargins(4, 4, 8, 4));
    plot.layer("overlay")->setMode(QCPLayer::lmBuffered);
}

void paintCurvePlot(QCustomPlot& plot, const Theme& theme, const QFont& font)
{
    plot.setBackground(theme.window);
    for (const QCPAxisRect* const rect : plot.axisRects()) {
        for (QCPAxis* const axis : rect->axes()) {
            axis->setBasePen(QPen(theme.border));
            axis->setTickPen(QPen(theme.border));
            axis->setSubTickPen(QPen(theme.border));
            axis->setTickLabelColor(theme.mutedText);
            axis->setLabelColor(theme.mutedText);
            axis->setTickLabelFont(smallFont(font));
            axis->setLabelFont(smallFont(font));
            axis->grid()->setPen(QPen(mixed(theme.window, theme.border, 0.6), 1.0));
        }
    }
}

} // namespace ropescope
