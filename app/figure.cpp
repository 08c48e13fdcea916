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

/// Ticks of an axis without the labels that would run into the one before.
std::vector<FigureTick> spaced(std::vector<FigureTick> ticks, double axis, double label)
{
    double free = -axis;
    for (FigureTick& tick : ticks) {
        if (tick.label.isEmpty())
            continue;
        if (tick.position * axis < free)
            tick.label.clear();
        else
            free = tick.position * axis + label;
    }
    return ticks;
}

/// The parts of the text on lines of this width, cut between parts; the last line that is allowed
/// ends in an ellipsis when there is more.
QStringList wrapped(const std::string& text, const QString& separator, const QFont& font,
                    double width, int maxLines)
{
    const QFontMetricsF metrics(font);
    QStringList lines;
    const QStringList parts = QString::fromStdString(text).split(separator, Qt::SkipEmptyParts);
    for (qsizetype part = 0; part < parts.size(); ++part) {
        const bool isLast = part + 1 == parts.size();
        const QString piece = isLast ? parts[part] : parts[part] + separator;
        const auto fits = [&](const QString& line) {
            return metrics.horizontalAdvance(line.trimmed()) <= width;
        };
        if (!lines.isEmpty() && (lines.size() == maxLines || fits(lines.back() + piece)))
            lines.back() += piece;
        else
            lines << piece;
    }
    for (QString& line : lines)
        line = metrics.elidedText(line.trimmed(), Qt::ElideRight, width);
    return lines;
}

/// The model's name gives way to the layer and the head.
QString fittingTitle(const std::string& text, double width)
{
    const QFontMetricsF metrics(titleFont());
    const QString title = QString::fromStdString(text);
    const qsizetype place = title.lastIndexOf(QStringLiteral(" · Layer "));
    const QString tail = place < 0 ? QString() : title.mid(place);
    const double left = width - metrics.horizontalAdvance(tail);
    if (metrics.horizontalAdvance(title) <= width || tail.isEmpty())
        return metrics.elidedText(title, Qt::ElideMiddle, width);
    const QString name = metrics.elidedText(title.left(place), Qt::ElideMiddle, left);
    // Without room for a name the separator goes, too.
    const bool isNameless = name.isEmpty() || left < metrics.horizontalAdvance(u'…');
    return isNameless ? metrics.elidedText(tail.mid(3), Qt::ElideLeft, width) : name + tail;
}

double titleHeight(qsizetype subtitleLines)
{
    return lineHeight(titleFont()) + static_cast<double>(subtitleLines) * lineHeight(tickFont())
        + 2.0 * kTextGap;
}

void drawText(QPainter& painter, const QFont& font, const QColor& colour, const QRectF& box,
              int alignment, const QString& text)
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(box, alignment | Qt::TextDontClip | Qt::TextSingleLine, text);
}

/// Text along a vertical axis, read from below, centred on `centre` as far as the page has room.
void drawUpwards(QPainter& painter, const QString& text, QPointF centre, double pageHeight)
{
    const double half = QFontMetricsF(labelFont()).horizontalAdvance(text) / 2.0 + kEdge;
    if (2.0 * half <= pageHeight)
        centre.setY(std::clamp(centre.y(), half, pageHeight - half));
    painter.save();
    painter.translate(centre);
    painter.rotate(-90.0);
    drawText(painter, labelFont(), kInk, QRectF(0, 0, 0, 0), Qt::AlignCenter, text);
    painter.restore();
}

void drawTitle(QPainter& painter, const Figure& figure, const FigureLayout& layout)
{
    const double width = layout.page.width() - kEdge - layout.map.left();
    double top = kEdge;
    const auto line = [&](const QFont& font, const QColor& colour, const QString& text) {
        drawText(painter, font, colour, QRectF(layout.map.left(), top, width, lineHeight(font)),
                 Qt::AlignLeft | Qt::AlignTop, text);
        top += lineHeight(font);
    };
    line(titleFont(), kInk, fittingTitle(figure.title, width));
    for (const QString& text : layout.subtitle)
        line(tickFont(), kSoftInk, text);
}

void drawRowAxis(QPainter& painter, const Figure& figure, const FigureLayout& layout)
{
    const QRectF& map = layout.map;
    const auto ticks = spaced(tokenTicks(figure.rows), map.height(), lineHeight(tickFont()));
    for (const FigureTick& tick : ticks) {
        const double y = map.top() + tick.position * map.height();
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(map.left() - kMajorTick, y), QPointF(map.left(), y));
        drawText(painter, tickFont(), kInk, QRectF(map.left() - kMajorTick - kTextGap, y, 0, 0),
                 Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    const double labelCentre = map.left() - kMajorTick - 2.0 * kTextGap - widestLabel(ticks)
        - lineHeight(labelFont()) / 2.0;
    drawUpwards(painter, QString::fromStdString(figure.rowLabel), { labelCentre, map.center().y() },
                layout.page.height());
}

void drawColumnAxis(QPainter& painter, const Figure& figure, const QRectF& map)
{
    const double tickLabels = map.bottom() + kMajorTick + kTextGap / 2.0;
    const auto all = tokenTicks(figure.columns);
    for (const FigureTick& tick : spaced(all, map.width(), widestLabel(all) + 2.0 * kTextGap)) {
        const double x = map.left() + tick.position * map.width();
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(x, map.bottom()), QPointF(x, map.bottom() + kMajorTick));
        drawText(painter, tickFont(), kInk, QRectF(x, tickLabels, 0, 0),
                 Qt::AlignHCenter | Qt::AlignTop, tick.label);
    }
    drawText(painter, labelFont(), kInk,
             QRectF(map.center().x(), tickLabels + lineHeight(tickFont()), 0, 0),
             Qt::AlignHCenter | Qt::AlignTop, QString::fromStdString(figure.columnLabel));
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

void drawColourBar(QPainter& painter, const Figure& figure, const FigureLayout& layout)
{
    const QRectF& bar = layout.bar;
    painter.setPen(QPen(kInk, kLine));
    painter.setBrush(rampBrush(*figure.scale.map, bar));
    painter.drawRect(bar);
    painter.setBrush(Qt::NoBrush);
    const auto ticks = scaleTicks(figure.scale);
    for (const FigureTick& tick : spaced(ticks, bar.height(), lineHeight(tickFont()))) {
        const double y = bar.bottom() - tick.position * bar.height();
        if (!tick.label.isEmpty()) {
            drawText(painter, tickFont(), kInk,
                     QRectF(bar.right() + kMajorTick + kTextGap, y, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, tick.label);
        }
    }
    for (const FigureTick& tick : ticks) {
        const double y = bar.bottom() - tick.position * bar.height();
        const double length = tick.label.isEmpty() ? kMinorTick : kMajorTick;
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + length, y));
    }
    double labelCentre = bar.right() + kMajorTick + 2.0 * kTextGap + widestLabel(ticks)
        + lineHeight(labelFont()) / 2.0;
    for (const QString& line : layout.colourLabel) {
        drawUpwards(painter, line, { labelCentre, bar.center().y() }, layout.page.height());
        labelCentre += lineHeight(labelFont());
    }
}

} // namespace

FigureLayout layOutFigure(const Figure& figure, double widthMm)
{
    const double width = widthMm * kMm;
    const double sideText = kMajorTick + 2.0 * kTextGap + lineHeight(labelFont());
    const double left = kEdge + sideText + widestLabel(tokenTicks(figure.rows));
    const double oneLineRight
        = kBarGap + kBarWidth + sideText + widestLabel(scaleTicks(figure.scale)) + kEdge;
    const QStringList subtitle
        = wrapped(figure.subtitle, QStringLiteral(", "), tickFont(), width - kEdge - left, 2);
    const double top = kEdge + titleHeight(subtitle.size());
    const double bottom
        = kMajorTick + kTextGap / 2.0 + lineHeight(tickFont()) + lineHeight(labelFont()) + kEdge;
    const double shape = std::clamp(static_cast<double>(figure.rows.size()) / figure.columns.size(),
                                    kFlattest, kTallest);
    // More lines beside the bar make the map smaller, and with it the room that a line has.
    constexpr int kMostLabelLines = 3;
    QRectF map;
    QStringList colourLabel;
    for (int lines = 1; lines <= kMostLabelLines; ++lines) {
        const double mapWidth = width - left - oneLineRight - (lines - 1) * lineHeight(labelFont());
        map = QRectF(left, top, mapWidth, mapWidth * shape);
        const double room = map.bottom() + bottom - 2.0 * kEdge;
        colourLabel
            = wrapped(figure.colourLabel, QStringLiteral(" "), labelFont(), room, kMostLabelLines);
        if (colourLabel.size() <= lines)
            break;
    }
    return { .page = { width, map.bottom() + bottom },
             .map = map,
             .bar = { map.right() + kBarGap, top, kBarWidth, map.height() },
             .subtitle = subtitle,
             .colourLabel = colourLabel };
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
    drawRowAxis(painter, figure, layout);
    drawColumnAxis(painter, figure, layout.map);
    drawColourBar(painter, figure, layout);
}

} // namespace ropescope
