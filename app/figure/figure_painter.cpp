// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_painter.h"

#include <algorithm>
#include <cmath>

#include <QImage>
#include <QPainter>

#include "app/figure/figure_text.h"

namespace ropescope {
namespace {

constexpr double kLine = 0.5 * kFigureUnitsPerPoint;
const QColor kInk("#1a1a1a");
const QColor kSoftInk("#5a5f66");

/// An axis label, read from below and centred on `centre` as far as the room has place for it.
void drawAxisLabel(QPainter& painter, const QFont& font, const QString& text, QPointF centre,
                   double top, double bottom)
{
    const double half = textWidth(font, text) / 2.0;
    if (2.0 * half <= bottom - top)
        centre.setY(std::clamp(centre.y(), top + half, bottom - half));
    drawUpwards(painter, font, kInk, centre, Qt::AlignCenter, text);
}

void drawTitle(QPainter& painter, const FigureFonts& fonts, const PanelLayout& panel)
{
    double top = panel.cell.top();
    const auto line = [&](const QFont& font, const QColor& colour, const QString& text) {
        drawText(painter, font, colour, QRectF(panel.map.left(), top, 0, lineHeight(font)),
                 Qt::AlignLeft | Qt::AlignTop, text);
        top += lineHeight(font);
    };
    if (panel.title.isEmpty())
        return;
    line(fonts.title, kInk, panel.title);
    for (const QString& text : panel.subtitle)
        line(fonts.tick, kSoftInk, text);
}

void drawRowAxis(QPainter& painter, const FigureFonts& fonts, const PanelLayout& panel,
                 const QString& label)
{
    const QRectF& map = panel.map;
    for (const FigureTick& tick : panel.rows.ticks) {
        const double y = map.top() + tick.position * map.height();
        if (panel.rows.standsUpright && tick.label.isEmpty())
            continue; // hundreds of tokens would make a comb
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(map.left() - kMajorTick, y), QPointF(map.left(), y));
        if (!panel.rows.isLabelled)
            continue;
        drawText(painter, fonts.tick, kInk, QRectF(map.left() - kMajorTick - kTextGap, y, 0, 0),
                 Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    if (!panel.rows.isLabelled)
        return;
    const double centre = map.left() - kMajorTick - 2.0 * kTextGap - panel.rows.labelRoom
        - lineHeight(fonts.label) / 2.0;
    drawAxisLabel(painter, fonts.label, label, { centre, map.center().y() }, panel.cell.top(),
                  panel.cell.bottom());
}

void drawColumnAxis(QPainter& painter, const FigureFonts& fonts, const PanelLayout& panel,
                    const QString& label)
{
    const QRectF& map = panel.map;
    const double tickLabels = map.bottom() + kMajorTick + kTextGap / 2.0;
    double labelTop = tickLabels + lineHeight(fonts.tick);
    for (const FigureTick& tick : panel.columns.ticks) {
        const double x = map.left() + tick.position * map.width();
        if (panel.columns.standsUpright && tick.label.isEmpty())
            continue;
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(x, map.bottom()), QPointF(x, map.bottom() + kMajorTick));
        if (!panel.columns.isLabelled)
            continue;
        if (panel.columns.standsUpright) {
            drawUpwards(painter, fonts.tick, kInk, { x, tickLabels },
                        Qt::AlignRight | Qt::AlignVCenter, tick.label);
        } else {
            drawText(painter, fonts.tick, kInk, QRectF(x, tickLabels, 0, 0),
                     Qt::AlignHCenter | Qt::AlignTop, tick.label);
        }
    }
    if (!panel.columns.isLabelled)
        return;
    if (panel.columns.standsUpright)
        labelTop = tickLabels + panel.columns.labelRoom + kTextGap;
    drawText(painter, fonts.label, kInk, QRectF(map.center().x(), labelTop, 0, 0),
             Qt::AlignHCenter | Qt::AlignTop, label);
}

/// The ramp is a gradient rather than a second raster: it stays sharp and small.
QBrush rampBrush(const ColourMap& map, const QRectF& bar)
{
    constexpr int kStops = 33;
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    for (int stop = 0; stop < kStops; ++stop) {
        const double position = static_cast<double>(stop) / (kStops - 1);
        const std::uint32_t colour
            = map.colours[static_cast<std::size_t>(std::lround(position * 255.0))];
        gradient.setColorAt(position,
                            QColor(static_cast<int>(colour & 0xFFU),
                                   static_cast<int>(colour >> 8U & 0xFFU),
                                   static_cast<int>(colour >> 16U & 0xFFU)));
    }
    return gradient;
}

void drawColourBar(QPainter& painter, const FigureFonts& fonts, const ColourScale& scale,
                   const BarLayout& layout, double top, double bottom)
{
    const QRectF& bar = layout.bar;
    if (bar.isEmpty())
        return;
    painter.setPen(QPen(kInk, kLine));
    painter.setBrush(rampBrush(*scale.map, bar));
    painter.drawRect(bar);
    painter.setBrush(Qt::NoBrush);
    for (const FigureTick& tick : layout.ticks) {
        const double y = bar.bottom() - tick.position * bar.height();
        if (!tick.label.isEmpty()) {
            drawText(painter, fonts.tick, kInk,
                     QRectF(bar.right() + kMajorTick + kTextGap, y, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, tick.label);
        }
        const double length = tick.label.isEmpty() ? kMinorTick : kMajorTick;
        painter.setPen(QPen(kInk, kLine));
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + length, y));
    }
    double centre = bar.right() + kMajorTick + 2.0 * kTextGap + layout.ticksWidth
        + lineHeight(fonts.label) / 2.0;
    for (const QString& line : layout.label) {
        drawAxisLabel(painter, fonts.label, line, { centre, bar.center().y() }, top, bottom);
        centre += lineHeight(fonts.label);
    }
}

} // namespace

void paintFigure(QPainter& painter, const Figure& figure, const FigureStyle& style,
                 const FigureLayout& layout, const std::vector<QImage>& rasters)
{
    const FigureFonts fonts(style);
    painter.setLayoutDirection(Qt::LeftToRight); // Hebrew tokens end at the axis like all others
    painter.fillRect(QRectF({ 0, 0 }, layout.page), Qt::white);
    for (std::size_t index = 0; index < figure.panels.size(); ++index) {
        const FigurePanel& content = figure.panels[index];
        const PanelLayout& panel = layout.panels[index];
        painter.drawImage(panel.map, rasters[index]);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(kInk, kLine, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(panel.map);
        drawTitle(painter, fonts, panel);
        drawRowAxis(painter, fonts, panel, QString::fromStdString(content.rowLabel));
        drawColumnAxis(painter, fonts, panel, QString::fromStdString(content.columnLabel));
        drawColourBar(painter, fonts, content.scale, panel.bar, panel.cell.top(),
                      panel.cell.bottom());
    }
    drawColourBar(painter, fonts, figure.panels.front().scale, layout.bar, kFigureEdge,
                  layout.page.height() - kFigureEdge);
}

} // namespace ropescope
