// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pair_parts_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

namespace ropescope {

namespace {

constexpr double kThinnest = 1.5; ///< pixels
constexpr double kWidest = 5.0;

QString captionThatFits(const PairParts& parts, const QFontMetricsF& metrics, double width)
{
    const QString whole = partsCaption(parts);
    if (metrics.horizontalAdvance(whole) <= width)
        return whole;
    return metrics.elidedText(shortPartsCaption(parts), Qt::ElideRight, width);
}

} // namespace

void paintPairParts(QPainter& painter, const PairPartsPicture& picture)
{
    const std::vector<double>& parts = picture.parts.parts;
    const int strongest = strongestPair(parts);
    if (strongest < 0)
        return;
    const double largest = std::abs(parts[static_cast<std::size_t>(strongest)]);
    const double zero = std::round(picture.area.center().y()) + 0.5;
    const double half = 0.5 * picture.area.height();
    const double width = std::clamp(0.5 * picture.layout.barWidth(), kThinnest, kWidest);
    painter.setPen(QPen(mixed(picture.theme.border, picture.theme.mutedText, 0.5), 1.0));
    painter.drawLine(QPointF(picture.area.left(), zero), QPointF(picture.area.right(), zero));
    for (std::size_t pair = 0; pair < parts.size(); ++pair) {
        if (largest <= 0.0)
            break;
        const double height = std::abs(parts[pair]) / largest * half;
        const double left = picture.layout.slotX(picture.content.slotOfPair[pair]) - 0.5 * width;
        const bool adds = parts[pair] >= 0.0;
        painter.fillRect(QRectF(left, adds ? zero - height : zero, width, height),
                         adds ? picture.theme.measured : picture.theme.opposed);
    }
    const QFontMetricsF metrics(painter.font());
    painter.setPen(picture.theme.text);
    painter.drawText(picture.line, Qt::AlignRight | Qt::AlignTop | Qt::TextDontClip,
                     captionThatFits(picture.parts, metrics, picture.line.width()));
}

} // namespace ropescope
