// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/token_axes.h"

#include "widgets/qcp.h"
#include "widgets/token_ticker.h"

namespace ropescope {

namespace {

constexpr int kTickLength = 4;
constexpr int kTickLabelPadding = 4;

/// True when the labels are pieces.
bool labelAxis(QCPAxis& axis, double cell, int margin, int tokenCount, const QStringList& pieces)
{
    const QFont font = axis.parentPlot()->font();
    auto ticker = QSharedPointer<TokenTicker>::create(tokenCount, pieces, QFontMetricsF(font));
    ticker->setRoom(cell, margin - kTickLength - kTickLabelPadding - 4);
    axis.setTicker(ticker);
    axis.setTickLabelFont(font);
    return ticker->showsPieces();
}

} // namespace

void setUpTokenAxes(QCustomPlot& plot)
{
    plot.plotLayout()->setAutoMargins(QCP::msNone);
    plot.plotLayout()->setMargins({});
    plot.axisRect()->setAutoMargins(QCP::msNone);
    plot.axisRect()->setMinimumSize(1, 1);
    plot.yAxis->setRangeReversed(true);
    for (QCPAxis* axis : { plot.xAxis, plot.yAxis }) {
        axis->grid()->setVisible(false);
        axis->setBasePen(Qt::NoPen);
        axis->setSubTicks(false);
        axis->setOffset(1); // else the ticks begin on the picture
        axis->setTickLength(0, kTickLength);
        axis->setTickLabelPadding(kTickLabelPadding);
    }
}

void paintTokenAxes(QCustomPlot& plot, const Theme& theme)
{
    plot.setBackground(QBrush(theme.window));
    for (QCPAxis* axis : { plot.xAxis, plot.yAxis }) {
        axis->setTickPen(QPen(theme.border));
        axis->setTickLabelColor(theme.mutedText);
    }
}

double arrangeTokenAxes(QCustomPlot& plot, const CellMapping& mapping, const QStringList& pieces,
                        int leftMargin, int bottomMargin)
{
    const QRect area = mapping.area().toRect();
    // QCustomPlot's vertical axes end a pixel above their rectangle's edge.
    plot.axisRect()->setMargins({ area.left(), area.top() + 1, plot.width() - area.right() - 1,
                                  plot.height() - area.bottom() - 2 });
    plot.xAxis->setRange(mapping.columns().begin, mapping.columns().end);
    plot.yAxis->setRange(mapping.rows().begin, mapping.rows().end);
    labelAxis(*plot.yAxis, mapping.cellHeight(), leftMargin, mapping.tokenCount(), pieces);
    const bool showsPieces
        = labelAxis(*plot.xAxis, mapping.cellWidth(), bottomMargin, mapping.tokenCount(), pieces);
    plot.xAxis->setTickLabelRotation(showsPieces ? -90.0 : 0.0);
    if (showsPieces)
        return bottomMargin;
    const double line = QFontMetricsF(plot.xAxis->tickLabelFont()).height();
    return std::min<double>(bottomMargin, kTickLength + kTickLabelPadding + line);
}

} // namespace ropescope
