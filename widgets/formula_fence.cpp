// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/formula_fence.h"

#include <QTransform>

namespace ropescope {

namespace {

constexpr double kMargin = 0.08; ///< em on both sides

/// The side that opens, in a box that is `width` wide.
QPainterPath openingPath(QChar character, const FenceSize& size, double width)
{
    const double middle = 0.5 * (size.top + size.bottom);
    QPainterPath path;
    switch (character.unicode()) {
    case u'(':
        path.moveTo(width, size.top);
        path.cubicTo(0.0, size.top + 0.25 * (middle - size.top), 0.0,
                     size.bottom - 0.25 * (size.bottom - middle), width, size.bottom);
        break;
    case u'[':
        path.moveTo(width, size.top);
        path.lineTo(0.0, size.top);
        path.lineTo(0.0, size.bottom);
        path.lineTo(width, size.bottom);
        break;
    case u'{': {
        const double waist = 0.5 * width;
        path.moveTo(width, size.top);
        path.cubicTo(waist, size.top, waist, size.top, waist, size.top + 0.3 * (middle - size.top));
        path.cubicTo(waist, middle, waist, middle, 0.0, middle);
        path.cubicTo(waist, middle, waist, middle, waist,
                     size.bottom - 0.3 * (size.bottom - middle));
        path.cubicTo(waist, size.bottom, waist, size.bottom, width, size.bottom);
        break;
    }
    case u'⟨':
        path.moveTo(width, size.top);
        path.lineTo(0.0, middle);
        path.lineTo(width, size.bottom);
        break;
    case u'|':
        path.moveTo(0.5 * width, size.top);
        path.lineTo(0.5 * width, size.bottom);
        break;
    case u'‖':
        path.moveTo(0.2 * width, size.top);
        path.lineTo(0.2 * width, size.bottom);
        path.moveTo(0.8 * width, size.top);
        path.lineTo(0.8 * width, size.bottom);
        break;
    default:
        break;
    }
    return path;
}

QChar openingOf(QChar character)
{
    switch (character.unicode()) {
    case u')':
        return u'(';
    case u']':
        return u'[';
    case u'}':
        return u'{';
    case u'⟩':
        return u'⟨';
    default:
        return character;
    }
}

} // namespace

FormulaBox fenceSide(QChar character, const FenceSize& size, double lineWidth)
{
    if (character == u'.')
        return {};
    const double width = 0.26 * size.em;
    const double margin = kMargin * size.em;
    const QChar opening = openingOf(character);
    QPainterPath path = openingPath(opening, size, width);
    if (opening != character)
        path = QTransform(-1.0, 0.0, 0.0, 1.0, width, 0.0).map(path);
    return { .width = width + 2.0 * margin,
             .ascent = -size.top + 0.5 * lineWidth,
             .descent = size.bottom + 0.5 * lineWidth,
             .strokes = { { path.translated(margin, 0.0), lineWidth } } };
}

} // namespace ropescope
