// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/chart_plot.h"

#include "widgets/chart_text.h"
#include "widgets/curve_look.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"

namespace ropescope {

namespace {

constexpr double kReach = 14.0; ///< pixels from a point that still point at it
constexpr double kMarker = 7.0; ///< pixels

QSharedPointer<QCPAxisTicker> tickerFor(const std::vector<ChartTick>& ticks)
{
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (const ChartTick& tick : ticks)
        ticker->addTick(tick.value, tick.label);
    return ticker;
}

void arrange(QCPAxis* axis, const ChartRange& range, bool isLog,
             const std::vector<ChartTick>& ticks)
{
    axis->setScaleType(isLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setRange(range.low, range.high);
    axis->setTicker(tickerFor(ticks));
}

} // namespace

ChartPlot::ChartPlot(QCustomPlot* plot)
    : m_plot(plot)
    , m_mark(plot->addGraph())
    , m_reference(new QCPItemStraightLine(plot))
{
    m_mark->setLineStyle(QCPGraph::lsNone);
    m_reference->setVisible(false);
}

void ChartPlot::setChart(CurveChart chart)
{
    m_chart = std::move(chart);
    for (QCPGraph* const graph : m_curves)
        m_plot->removeGraph(graph);
    m_curves.clear();
    for (const ChartCurve& curve : m_chart.curves) {
        QCPGraph* const graph = m_plot->addGraph();
        for (const QPointF& point : curve.points)
            graph->addData(point.x(), point.y());
        m_curves << graph;
    }
    m_mark->data()->clear();
    m_reference->setVisible(m_chart.reference.has_value());
    if (m_chart.reference) {
        m_reference->point1->setCoords(xRange(m_chart).low, *m_chart.reference);
        m_reference->point2->setCoords(xRange(m_chart).high, *m_chart.reference);
    }
    m_plot->xAxis->setLabel(chartText(m_chart.xLabel));
    // What is chosen above the plot need not stand beside it, where there is little room.
    m_plot->yAxis->setLabel(m_chart.title == m_chart.yLabel ? QString()
                                                            : chartText(m_chart.yLabel));
    arrange(m_plot->xAxis, xRange(m_chart), m_chart.xIsLog, xTicks(m_chart));
    arrange(m_plot->yAxis, yRange(m_chart), m_chart.yIsLog, yTicks(m_chart));
}

void ChartPlot::setMark(const QString& curve, double x)
{
    m_mark->data()->clear();
    for (const ChartCurve& candidate : m_chart.curves) {
        for (const QPointF& point : candidate.points) {
            if (candidate.name == curve && point.x() == x)
                m_mark->addData(point.x(), point.y());
        }
    }
}

void ChartPlot::paint(const Theme& theme)
{
    for (qsizetype i = 0; i < m_curves.size(); ++i) {
        const CurveLook look = curveLook(m_chart.curves[static_cast<std::size_t>(i)].look);
        const QColor colour = look.on(theme.dark);
        m_curves[i]->setPen(QPen(colour, 1.6, look.line));
        m_curves[i]->setScatterStyle(QCPScatterStyle(
            look.marker, QPen(colour, 1.2), look.isFilled ? colour : theme.window, kMarker));
    }
    m_mark->setScatterStyle(
        { QCPScatterStyle::ssCircle, QPen(theme.text, 1.6), Qt::NoBrush, 14.0 });
    m_reference->setPen(QPen(theme.text, 1.2, Qt::DotLine));
    replotSoon(*m_plot);
}

QPointF ChartPlot::valueOf(ChartPoint point) const
{
    return m_chart.curves[point.curve].points[point.point];
}

QPointF ChartPlot::pixelOf(ChartPoint point) const
{
    const QPointF value = valueOf(point);
    return { m_plot->xAxis->coordToPixel(value.x()), m_plot->yAxis->coordToPixel(value.y()) };
}

std::optional<ChartPoint> ChartPlot::nearest(QPointF pixel) const
{
    std::optional<ChartPoint> best;
    double least = kReach * kReach;
    for (std::size_t curve = 0; curve < m_chart.curves.size(); ++curve) {
        for (std::size_t point = 0; point < m_chart.curves[curve].points.size(); ++point) {
            const QPointF way = pixelOf({ curve, point }) - pixel;
            if (const double distance = QPointF::dotProduct(way, way); distance < least) {
                least = distance;
                best = ChartPoint { curve, point };
            }
        }
    }
    return best;
}

} // namespace ropescope
