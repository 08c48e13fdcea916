// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/chart_figure.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "app/figure/figure_layout.h"
#include "app/figure/figure_text.h"
#include "widgets/curve_look.h"

namespace ropescope {
namespace {

constexpr double kLine = 0.5 * kFigureUnitsPerPoint;
constexpr double kCurve = 1.0 * kFigureUnitsPerPoint;
constexpr double kMarker = 0.6 * kFigureUnitsPerPoint; ///< for one unit of a marker's path
constexpr double kShape = 0.62;                        ///< height of the axes for their width
constexpr double kSample = 700.0;                      ///< of a curve in the legend
constexpr double kApart = 350.0;                       ///< between entries, and between charts
const QColor kInk("#1a1a1a");
const QColor kSoftInk("#5a5f66");
const QColor kGrid("#e3e5e8");

/// One entry of the legend: a curve, or the line across (look below 0).
struct LegendEntry {
    QString name;
    int look = -1;
    QPointF place; ///< of the middle of its left end
};

struct ChartPlace {
    QRectF cell;
    QRectF axes;
};

struct Layout {
    QSizeF page;
    std::vector<ChartPlace> charts;
    std::vector<LegendEntry> legend;
};

/// Every curve once, in the order of the charts, and the line across at the end.
std::vector<LegendEntry> legendOf(const std::vector<CurveChart>& charts)
{
    std::vector<LegendEntry> entries;
    const auto add = [&](const QString& name, int look) {
        if (std::ranges::find(entries, name, &LegendEntry::name) == entries.end())
            entries.push_back({ name, look, {} });
    };
    for (const CurveChart& chart : charts) {
        for (const ChartCurve& curve : chart.curves)
            add(curve.name, curve.look);
    }
    for (const CurveChart& chart : charts) {
        if (chart.reference)
            add(chart.referenceName, -1);
    }
    return entries;
}

/// Puts the entries on lines of this width below `top`; the bottom of the last one.
double placeLegend(std::vector<LegendEntry>& entries, const QFont& font, double top, double width)
{
    const double line = 1.25 * lineHeight(font);
    double x = kFigureEdge;
    double y = top + line / 2.0;
    for (LegendEntry& entry : entries) {
        const double length = kSample + kTextGap + textWidth(font, entry.name);
        if (x > kFigureEdge && x + length > width - kFigureEdge) {
            x = kFigureEdge;
            y += line;
        }
        entry.place = { x, y };
        x += length + kApart;
    }
    return y + line / 2.0;
}

double tickLabelsWidth(const std::vector<ChartTick>& ticks, const QFont& font)
{
    double widest = 0.0;
    for (const ChartTick& tick : ticks)
        widest = std::max(widest, textWidth(font, tick.label));
    return widest;
}

Layout layOut(const ChartFigure& figure, const FigureStyle& style, const FigureFonts& fonts)
{
    Layout layout;
    const double width = style.widthMm * kFigureUnitsPerMm;
    const auto count = static_cast<int>(figure.charts.size());
    const int columns = std::min(count, 2);
    const double cellWidth = (width - 2.0 * kFigureEdge - (columns - 1) * kApart) / columns;
    const double axesHeight = kShape * cellWidth / (columns == 1 ? 1.6 : 1.0);
    const double above = 0.8 * lineHeight(fonts.tick);
    const double below
        = kMajorTick + kTextGap + lineHeight(fonts.tick) + 1.5 * lineHeight(fonts.label);
    double bottom = kFigureEdge;
    for (int i = 0; i < count; ++i) {
        const int column = i % columns;
        const double left = kFigureEdge + column * (cellWidth + kApart);
        const int row = i / columns;
        const double top = kFigureEdge + row * (above + axesHeight + below);
        const double labels
            = tickLabelsWidth(yTicks(figure.charts[static_cast<std::size_t>(i)]), fonts.tick)
            + kMajorTick + 2.0 * kTextGap + lineHeight(fonts.label);
        layout.charts.push_back(
            { QRectF(left, top, cellWidth, above + axesHeight + below),
              QRectF(left + labels, top + above, cellWidth - labels, axesHeight) });
        bottom = layout.charts.back().cell.bottom();
    }
    layout.legend = legendOf(figure.charts);
    bottom = placeLegend(layout.legend, fonts.label, bottom, width);
    layout.page = { width, std::ceil(bottom + kFigureEdge) };
    return layout;
}

double fractionOf(const ChartRange& range, double value, bool isLog)
{
    return isLog ? std::log(value / range.low) / std::log(range.high / range.low)
                 : (value - range.low) / (range.high - range.low);
}

class ChartPainter {
public:
    ChartPainter(QPainter& painter, const CurveChart& chart, const ChartPlace& place,
                 const FigureFonts& fonts)
        : m_painter(painter)
        , m_chart(chart)
        , m_place(place)
        , m_fonts(fonts)
        , m_x(xRange(chart))
        , m_y(yRange(chart))
    {
    }

    void paint() const
    {
        paintAxes();
        m_painter.save();
        m_painter.setClipRect(m_place.axes);
        if (m_chart.reference) {
            m_painter.setPen(QPen(kInk, kCurve, Qt::DotLine));
            const double y = at({ m_x.low, *m_chart.reference }).y();
            m_painter.drawLine(QPointF(m_place.axes.left(), y), QPointF(m_place.axes.right(), y));
        }
        m_painter.restore();
        for (const ChartCurve& curve : m_chart.curves)
            paintCurve(curve);
    }

private:
    [[nodiscard]] QPointF at(QPointF value) const
    {
        return { m_place.axes.left()
                     + m_place.axes.width() * fractionOf(m_x, value.x(), m_chart.xIsLog),
                 m_place.axes.bottom()
                     - m_place.axes.height() * fractionOf(m_y, value.y(), m_chart.yIsLog) };
    }

    void paintAxes() const
    {
        const QRectF& axes = m_place.axes;
        for (const ChartTick& tick : yTicks(m_chart)) {
            const double y = at({ m_x.low, tick.value }).y();
            m_painter.setPen(QPen(kGrid, kLine));
            m_painter.drawLine(QPointF(axes.left(), y), QPointF(axes.right(), y));
            drawText(m_painter, m_fonts.tick, kInk,
                     QRectF(axes.left() - kMajorTick - kTextGap, y, 0, 0),
                     Qt::AlignRight | Qt::AlignVCenter, tick.label);
        }
        const double labelTop = axes.bottom() + kMajorTick + kTextGap;
        for (const ChartTick& tick : xTicks(m_chart)) {
            const double x = at({ tick.value, m_y.low }).x();
            m_painter.setPen(QPen(kSoftInk, kLine));
            m_painter.drawLine(QPointF(x, axes.bottom()), QPointF(x, axes.bottom() + kMajorTick));
            drawText(m_painter, m_fonts.tick, kInk, QRectF(x, labelTop, 0, 0),
                     Qt::AlignHCenter | Qt::AlignTop, tick.label);
        }
        m_painter.setPen(QPen(kSoftInk, kLine));
        m_painter.drawLine(axes.bottomLeft(), axes.bottomRight());
        m_painter.drawLine(axes.topLeft(), axes.bottomLeft());
        drawText(m_painter, m_fonts.label, kInk,
                 QRectF(axes.center().x(), labelTop + lineHeight(m_fonts.tick), 0, 0),
                 Qt::AlignHCenter | Qt::AlignTop, m_chart.xLabel);
        drawUpwards(m_painter, m_fonts.label, kInk,
                    { m_place.cell.left() + lineHeight(m_fonts.label) / 2.0, axes.center().y() },
                    Qt::AlignCenter, m_chart.yLabel);
    }

    void paintCurve(const ChartCurve& curve) const
    {
        QList<QPointF> places;
        for (const QPointF& point : curve.points) {
            if (!m_chart.yIsLog || point.y() > 0.0)
                places << at(point);
        }
        const CurveLook look = curveLook(curve.look);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(look.onLight, kCurve, look.line, Qt::FlatCap, Qt::RoundJoin));
        m_painter.drawPolyline(places.data(), static_cast<int>(places.size()));
        for (const QPointF& place : places)
            paintMarker(m_painter, look, place);
    }

public:
    static void paintMarker(QPainter& painter, const CurveLook& look, QPointF place)
    {
        QTransform move;
        move.translate(place.x(), place.y());
        move.scale(kMarker, kMarker);
        painter.setPen(QPen(look.onLight, 0.8 * kCurve));
        painter.setBrush(look.isFilled ? look.onLight : QColor(Qt::white));
        painter.drawPath(move.map(look.marker));
    }

private:
    QPainter& m_painter;
    const CurveChart& m_chart;
    const ChartPlace& m_place;
    const FigureFonts& m_fonts;
    ChartRange m_x;
    ChartRange m_y;
};

void paintLegend(QPainter& painter, const FigureFonts& fonts, const LegendEntry& entry)
{
    const QPointF end = entry.place + QPointF(kSample, 0.0);
    if (entry.look < 0) {
        painter.setPen(QPen(kInk, kCurve, Qt::DotLine));
        painter.drawLine(entry.place, end);
    } else {
        const CurveLook look = curveLook(entry.look);
        painter.setPen(QPen(look.onLight, kCurve, look.line, Qt::FlatCap));
        painter.drawLine(entry.place, end);
        ChartPainter::paintMarker(painter, look, (entry.place + end) / 2.0);
    }
    drawText(painter, fonts.label, kInk, QRectF(end.x() + kTextGap, end.y(), 0, 0),
             Qt::AlignLeft | Qt::AlignVCenter, entry.name);
}

} // namespace

FigureStyle chartStyle()
{
    FigureStyle style;
    style.widthMm = 170.0;
    style.points = 8.0;
    style.dotsPerInch = 200;
    return style;
}

FigurePage chartPage(const ChartFigure& figure, const FigureStyle& style,
                     const std::string& provenance)
{
    const FigureFonts fonts(style);
    const Layout layout = layOut(figure, style, fonts);
    return { .size = layout.page,
             .title = figure.title,
             .provenance = provenance,
             .paint = [figure, fonts, layout](QPainter& painter) {
                 for (std::size_t i = 0; i < figure.charts.size(); ++i)
                     ChartPainter(painter, figure.charts[i], layout.charts[i], fonts).paint();
                 for (const LegendEntry& entry : layout.legend)
                     paintLegend(painter, fonts, entry);
             } };
}

Result<void> writeCharts(const ChartFigure& figure, const std::filesystem::path& path,
                         const std::string& provenance)
{
    const FigureStyle style = chartStyle();
    return writePage(chartPage(figure, style, provenance), style, path);
}

} // namespace ropescope
