// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plot_theme.h"

#include "widgets/number_text.h"
#include "widgets/qcp.h"
#include "widgets/scale_axis.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

/// With a minus before negative numbers rather than a hyphen.
template <class Ticker> class WithMinus : public Ticker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override
    {
        QString text = Ticker::getTickLabel(tick, locale, format, precision);
        if (text.startsWith(QLatin1Char('-')))
            text.replace(0, 1, QChar(0x2212));
        return text;
    }
};

constexpr double kWrittenOut = 1e4; ///< larger ticks are powers of ten

} // namespace

void setUpCurvePlot(QCustomPlot& plot, const QString& xLabel, const QString& yLabel)
{
    plot.setMouseTracking(true);
    plot.setFocusPolicy(Qt::NoFocus);
    plot.setPlottingHint(QCP::phFastPolylines, true);
    // Charts that change in one turn are painted at once, not each when it is drawn.
    plot.setPlottingHint(QCP::phImmediateRefresh, false);
    plot.xAxis->setLabel(xLabel);
    plot.yAxis->setLabel(yLabel);
    for (QCPAxis* const axis : { plot.xAxis, plot.yAxis }) {
        axis->setTicker(QSharedPointer<WithMinus<QCPAxisTicker>>::create());
        axis->setLabelPadding(5);
        axis->setTickLength(0, 3);
        axis->setSubTicks(false);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot.yAxis->ticker()->setTickCount(3);
    plot.xAxis->grid()->setVisible(false);
    plot.axisRect()->setMinimumMargins(QMargins(4, 4, 8, 4));
    plot.layer("overlay")->setMode(QCPLayer::lmBuffered);
}

void setLogTicks(QCPAxis& axis, double low, double high, int wanted)
{
    const auto ticks = QSharedPointer<QCPAxisTickerText>::create();
    const ValueRange range { static_cast<float>(low), static_cast<float>(high) };
    for (const ScaleTick& tick : scaleTicks(ScaleKind::Log, range, wanted))
        ticks->addTick(tick.value,
                       tick.value < kWrittenOut ? tick.text : shortBaseText(tick.value));
    axis.setTicker(ticks);
}

QSharedPointer<QCPAxisTicker> makePiTicker()
{
    return QSharedPointer<WithMinus<QCPAxisTickerPi>>::create();
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
