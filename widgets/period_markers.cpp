// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/period_markers.h"

#include <cmath>

namespace ropescope {

namespace {

constexpr double kLeastDistance = 34.0; ///< pixels between labelled lines, room for "144T"

} // namespace

PeriodMarkers::PeriodMarkers(QCustomPlot* plot)
    : QCPAbstractItem(plot)
{
    setSelectable(false);
}

void PeriodMarkers::setColours(const QColor& line, const QColor& label)
{
    m_line = line;
    m_label = label;
}

std::vector<int> PeriodMarkers::visibleMultiples() const
{
    const QCPAxis* const axis = mParentPlot->xAxis;
    const QCPRange range = axis->range();
    const double pixelsPerToken = axis->axisRect()->width() / range.size();
    if (!std::isfinite(m_period) || m_period <= 0.0 || m_period * pixelsPerToken <= 0.0)
        return {};
    // Every second, third, .. line where they would stand too close.
    const double stepPeriods = std::ceil(kLeastDistance / (m_period * pixelsPerToken));
    const double firstPeriods = std::ceil(std::max(range.lower, 0.0) / m_period / stepPeriods);
    std::vector<int> multiples;
    for (double k = std::max(1.0, firstPeriods) * stepPeriods; k * m_period <= range.upper;
         k += stepPeriods)
        multiples.push_back(static_cast<int>(k));
    return multiples;
}

void PeriodMarkers::draw(QCPPainter* painter)
{
    const QCPAxis* const axis = mParentPlot->xAxis;
    const QRect area = axis->axisRect()->rect();
    painter->setAntialiasing(false);
    painter->setFont(mParentPlot->xAxis->tickLabelFont());
    const int ascent = painter->fontMetrics().ascent();
    for (const int multiple : visibleMultiples()) {
        const double x = std::round(axis->coordToPixel(multiple * m_period));
        painter->setPen(QPen(m_line, 1.0));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        const QString text = QStringLiteral("%1T").arg(multiple);
        if (x + 4.0 + painter->fontMetrics().horizontalAdvance(text) > area.right())
            continue;
        painter->setPen(m_label);
        painter->drawText(QPointF(x + 4.0, area.top() + ascent), text);
    }
}

} // namespace ropescope
