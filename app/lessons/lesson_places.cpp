// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_places.h"

#include <algorithm>

#include <QWidget>

#include "widgets/heatmap_view.h"

namespace ropescope {

namespace {

constexpr double kMargin = 3.0; ///< pixels of the frame around a widget
constexpr double kCorner = 8.0;

QPainterPath polygon(const CellMapping& mapping,
                     std::initializer_list<std::pair<double, double>> corners)
{
    QPolygonF points;
    for (const auto& [query, key] : corners)
        points << mapping.pixelAt(query, key);
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

} // namespace

QWidget* highlightedWidget(QWidget* window, const LessonHighlight& highlight)
{
    const std::string name = highlight.isPartOfMap() ? "map" : highlight.place;
    const auto* const place = std::find_if(std::begin(kLessonPlaces), std::end(kLessonPlaces),
                                           [&](const LessonPlace& p) { return name == p.name; });
    if (place == std::end(kLessonPlaces))
        return nullptr;
    return window->findChild<QWidget*>(QLatin1String(place->objectName));
}

QPainterPath partOfMap(const LessonHighlight& highlight, const CellMapping& mapping)
{
    const double n = mapping.tokenCount();
    QPainterPath part;
    part.addRect(mapping.area());
    if (const auto& rows = highlight.rows) {
        const double begin = rows->begin;
        const double end = rows->end;
        part &= polygon(mapping, { { begin, 0 }, { begin, n }, { end, n }, { end, 0 } });
    }
    if (const auto& columns = highlight.columns) {
        const double begin = columns->begin;
        const double end = columns->end;
        part &= polygon(mapping, { { 0, begin }, { 0, end }, { n, end }, { n, begin } });
    }
    if (const auto& lags = highlight.lags) {
        // Cells (t, t - lag) are squares, so the band reaches one cell further on both sides.
        const double near = lags->begin - 1.0;
        const double far = lags->end;
        part &= polygon(mapping, { { near, 0 }, { n, n - near }, { n, n - far }, { far, 0 } });
    }
    return part;
}

QPainterPath highlightedArea(QWidget* window, const LessonHighlight& highlight)
{
    QPainterPath area;
    const QWidget* const widget = highlightedWidget(window, highlight);
    if (widget == nullptr || !widget->isVisible())
        return area;
    if (highlight.isPartOfMap()) {
        const auto* const map = widget->findChild<HeatmapView*>();
        if (map == nullptr)
            return area;
        area = partOfMap(highlight, map->mapping());
        QPainterPathStroker around; // the frame must not cover what it is about
        around.setWidth(2.0 * kMargin);
        around.setJoinStyle(Qt::MiterJoin);
        area |= around.createStroke(area);
        return area.translated(QPointF(map->mapTo(window, QPoint(0, 0))));
    }
    QRect visible(widget->mapTo(window, QPoint(0, 0)), widget->size());
    for (const QWidget* around = widget->parentWidget(); around != window;
         around = around->parentWidget())
        visible &= QRect(around->mapTo(window, QPoint(0, 0)), around->size()); // it may be scrolled
    const QRectF frame(visible);
    area.addRoundedRect(frame.adjusted(-kMargin, -kMargin, kMargin, kMargin), kCorner, kCorner);
    return area;
}

} // namespace ropescope
