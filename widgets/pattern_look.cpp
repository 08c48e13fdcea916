// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pattern_look.h"

#include <QCoreApplication>
#include <QPainter>

namespace ropescope {

namespace {

constexpr double kSmallestDrawing = 9.0; ///< pixels; below that only the colour is seen

QString translated(const char* text) { return QCoreApplication::translate("Patterns", text); }

} // namespace

QString patternTitle(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return translated(QT_TRANSLATE_NOOP("Patterns", "Re-access"));
    case Pattern::Sequential:
        return translated(QT_TRANSLATE_NOOP("Patterns", "Sequential"));
    case Pattern::Periodic:
        return translated(QT_TRANSLATE_NOOP("Patterns", "Periodic"));
    case Pattern::Seasonal:
        return translated(QT_TRANSLATE_NOOP("Patterns", "Seasonal"));
    case Pattern::Unpredictable:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("Patterns", "Unpredictable"));
}

QString patternMeaning(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return translated(QT_TRANSLATE_NOOP("Patterns", "the same keys again and again: stripes"));
    case Pattern::Sequential:
        return translated(QT_TRANSLATE_NOOP("Patterns", "a fixed lag: one diagonal"));
    case Pattern::Periodic:
        return translated(QT_TRANSLATE_NOOP("Patterns", "diagonals every T tokens, by rotation"));
    case Pattern::Seasonal:
        return translated(QT_TRANSLATE_NOOP("Patterns", "a grid, by content that repeats"));
    case Pattern::Unpredictable:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("Patterns", "none of them: depends on what is read"));
}

QColor patternColour(Pattern pattern, const Theme& theme)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return { 0xE6, 0x9F, 0x00 };
    case Pattern::Sequential:
        return { 0x56, 0xB4, 0xE9 };
    case Pattern::Periodic:
        return { 0x00, 0x9E, 0x73 };
    case Pattern::Seasonal:
        return { 0xCC, 0x79, 0xA7 };
    case Pattern::Unpredictable:
        break;
    }
    return mixed(theme.panel, theme.text, 0.28);
}

void paintPatternMark(QPainter& painter, const QRectF& square, Pattern pattern, const Theme& theme)
{
    painter.fillRect(square, patternColour(pattern, theme));
    const double side = std::min(square.width(), square.height());
    if (side < kSmallestDrawing || pattern == Pattern::Unpredictable)
        return;
    painter.save();
    painter.setClipRect(square, Qt::IntersectClip);
    painter.translate(square.topLeft());
    painter.scale(square.width(), square.height());
    QPen pen(QColor(0, 0, 0, 190), std::max(1.0, side / 14.0));
    pen.setCosmetic(true);
    painter.setPen(pen);
    const auto diagonal = [&](double lag) {
        painter.drawLine(QPointF(0.15, 0.15 + lag), QPointF(0.85 - lag, 0.85));
    };
    switch (pattern) {
    case Pattern::ReAccess:
        painter.drawLine(QPointF(0.25, 0.15), QPointF(0.25, 0.85));
        break;
    case Pattern::Sequential:
        diagonal(0.0);
        break;
    case Pattern::Periodic:
        for (const double lag : { 0.0, 0.23, 0.46 })
            diagonal(lag);
        break;
    case Pattern::Seasonal:
        for (const double at : { 0.33, 0.67 }) {
            painter.drawLine(QPointF(at, 0.15), QPointF(at, 0.85));
            painter.drawLine(QPointF(0.15, at), QPointF(0.85, at));
        }
        break;
    case Pattern::Unpredictable:
        break;
    }
    painter.restore();
}

} // namespace ropescope
