// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure.h"

#include <algorithm>

#include <QFont>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include "app/figure_ticks.h"

namespace ropescope {
namespace {

constexpr double kMm = kFigureUnitsPerMm;
constexpr double kPoint = kMm * 25.4 / 72.0;
constexpr double kEdge = 0.4 * kMm; ///< empty border: nothing is cut by a crop to the page
constexpr double kLine = 0.5 * kPoint;
constexpr double kMajorTick = 0.9 * kMm;
constexpr double kMinorTick = 0.5 * kMm;
constexpr double kTextGap = 0.6 * kMm;
constexpr double kBarGap = 2.2 * kMm;
constexpr double kBarWidth = 2.4 * kMm;
constexpr double kFlattest = 0.25; ///< height : width of the map for very wide regions
constexpr double kTallest = 2.0;
const QColor kInk("#1a1a1a");
const QColor kSoftInk("#5a5f66");

QFont figureFont(double points, QFont::Weight weight = QFont::Normal)
{
    QFont font;
    font.setFamilies({ QStringLiteral("Inter"), QStringLiteral("Helvetica"),
                       QStringLiteral("Arial"), QStringLiteral("Liberation Sans"),
                       QStringLiteral("DejaVu Sans") });
    font.setPixelSize(static_cast<int>(points * kPoint + 0.5));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont titleFont() { return figureFont(8.0, QFont::DemiBold); }
QFont labelFont() { return figureFont(7.5); }
QFont tickFont() { return figureFont(7.0); }

double lineHeight(const QFont& font) { return QFontMetricsF(font).height(); }

double widestLabel(const std::vector<FigureTick>& ticks)
{
    const QFontMetricsF metrics(tickFont());
    double widest = 0.0;
    for (const FigureTick& tick : ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    return widest;
}

double titleHeight(const Figure& figure)
{
    return lineHeight(titleFont()) + (figure.subtitle.empty() ? 0.0 : lineHeight(tickFont()))
        + 2.0 * kTextGap;
}

void drawText(QPainter& painter, const QFont& font, const QColor& colour, const QRectF& box,
              int alignment, const QString& text)
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(box, alignment | Qt::TextDontClip | Qt::TextSingleLine, text);
}

/// Text along a vertical axis, read from below, centred on `centre`.
void drawUpwards(QPainter& painter, const QString& text, QPointF centre)
{
    painter.save();
    painter.translate(centre);
    painter.rotate(-90.0);
    drawText(painter, labelFont(), kInk, QRectF(0, 0, 0, 0), Qt::AlignCenter, text);
    painter.restore();
}

void drawTitle(QPainter& painter, const Figure& figure, const FigureLayout& layout)
{
    const double width = layout.page.width() - kEdge - layout.map.left();
    const auto line = [&](const QFont& font, const QColor& colour, double top,
                          const std::string& text) {
        const QString fitting
            = QFontMetricsF(font).elidedText(QString::fromStdString(text), Qt::ElideMiddle, width);
        drawText(painter, font, colour, QRectF(layout.map.left(), top, width, lineHeight(font)),
                 Qt::AlignLeft | Qt::AlignTop, fitting);
    };
    line(titleFont(), kInk, kEdge, figure.title);
    if (!figure.subtitle.empty())
        line(tickFont(), kSoftInk, kEdge + lineHeight(titleFont()), figure.subtitle);
}

void drawQueryAxis(QPainter& painter, const Figure& figure, const QRectF& map)
{
    const auto ticks = tokenTicks(figure.rows);
    for (const FigureTick& tick : ticks) {
        const double y = map.top() + tick.position * map.height();
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(map.left() - kMajorTick, y), QPointF(map.left(), y));
        drawText(painter, tickFont(), kInk, QRectF(map.left() - kMajorTick - kTextGap, y, 0, 0),
                 Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    const double labelCentre = map.left() - kMajorTick - 2.0 * kTextGap - widestLabel(ticks)
        - lineHeight(labelFont()) / 2.0;
    drawUpwards(painter, QStringLiteral("Query token"), { labelCentre, map.center().y() });
}

void drawKeyAxis(QPainter& painter, const Figure& figure, const QRectF& map)
{
    const double tickLabels = map.bottom() + kMajorTick + kTextGap / 2.0;
    for (const FigureTick& tick : tokenTicks(figure.columns)) {
        const double x = map.left() + tick.position * map.width();
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(x, map.bottom()), QPointF(x, map.bottom() + kMajorTick));
        drawText(painter, tickFont(), kInk, QRectF(x, tickLabels, 0, 0),
                 Qt::AlignHCenter | Qt::AlignTop, tick.label);
    }
    drawText(painter, labelFont(), kInk,
             QRectF(map.center().x(), tickLabels + lineHeight(tickFont()), 0, 0),
             Qt::AlignHCenter | Qt::AlignTop, QStringLiteral("Key token"));
}

/// The ramp is a gradient rather than a second raster: it stays sharp and small.
QBrush rampBrush(const ColourMap& map, const QRectF& bar)
{
    constexpr int kStops = 33;
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    for (int stop = 0; stop < kStops; ++stop) {
        const double position = static_cast<double>(stop) / (kStops - 1);
        const std::uint32_t colour = map.colours[static_cast<std::size_t>(position * 255.0 + 0.5)];
        gradient.setColorAt(position,
                            QColor(static_cast<int>(colour & 0xFFU),
                                   static_cast<int>(colour >> 8U & 0xFFU),
                                   static_cast<int>(colour >> 16U & 0xFFU)));
    }
    return gradient;
}

void drawColourBar(QPainter& painter, const Figure& figure, const QRectF& bar)
{
    painter.setPen(QPen(kInk, kLine));
    painter.setBrush(rampBrush(*figure.scale.map, bar));
    painter.drawRect(bar);
    painter.setBrush(Qt::NoBrush);
    const auto ticks = scaleTicks(figure.scale);
    for (const FigureTick& tick : ticks) {
        const double y = bar.bottom() - tick.position * bar.height();
        const double length = tick.label.isEmpty() ? kMinorTick : kMajorTick;
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + length, y));
        if (!tick.label.isEmpty()) {
            drawText(painter, tickFont(), kInk,
                     QRectF(bar.right() + kMajorTick + kTextGap, y, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, tick.label);
        }
    }
    const double labelCentre = bar.right() + kMajorTick + 2.0 * kTextGap + widestLabel(ticks)
        + lineHeight(labelFont()) / 2.0;
    drawUpwards(painter, QString::fromStdString(figure.colourLabel),
                { labelCentre, bar.center().y() });
}

} // namespace

FigureLayout layOutFigure(const Figure& figure, double widthMm)
{
    const double width = widthMm * kMm;
    const double sideText = kMajorTick + 2.0 * kTextGap + lineHeight(labelFont());
    const double left = kEdge + sideText + widestLabel(tokenTicks(figure.rows));
    const double right
        = kBarGap + kBarWidth + sideText + widestLabel(scaleTicks(figure.scale)) + kEdge;
    const double top = kEdge + titleHeight(figure);
    const double bottom
        = kMajorTick + kTextGap / 2.0 + lineHeight(tickFont()) + lineHeight(labelFont()) + kEdge;
    const double mapWidth = width - left - right;
    const double shape = static_cast<double>(figure.rows.size()) / figure.columns.size();
    const double mapHeight = mapWidth * std::clamp(shape, kFlattest, kTallest);
    const QRectF map(left, top, mapWidth, mapHeight);
    return { .page = { width, top + mapHeight + bottom },
             .map = map,
             .bar = { map.right() + kBarGap, top, kBarWidth, mapHeight } };
}

void paintFigure(QPainter& painter, const Figure& figure, const FigureLayout& layout,
                 const QImage& raster)
{
    painter.fillRect(QRectF({ 0, 0 }, layout.page), Qt::white);
    painter.drawImage(layout.map, raster);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(kInk, kLine, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(layout.map);
    drawTitle(painter, figure, layout);
    drawQueryAxis(painter, figure, layout.map);
    drawKeyAxis(painter, figure, layout.map);
    drawColourBar(painter, figure, layout.bar);
}

} // namespace ropescope
