// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/score_legend.h"

#include <QPainter>

#include "widgets/scale_axis.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr int kRampHeight = 6;
constexpr int kGap = 6;

} // namespace

ScoreLegend::ScoreLegend(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("scoreLegend");
    setAccessibleName(tr("Colours of the scores"));
    setToolTip(tr("From the lowest score of all heads to the highest"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ScoreLegend::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void ScoreLegend::setColourMap(const ColourMap* map)
{
    m_map = map;
    update();
}

void ScoreLegend::setRange(const std::optional<ScoreRange>& range, const QString& reason)
{
    m_range = range;
    m_reason = reason;
    setAccessibleDescription(
        range ? tr("%1 to %2").arg(valueText(range->low), valueText(range->high)) : reason);
    update();
}

QRect ScoreLegend::rampRect() const
{
    if (!m_range)
        return {};
    const QFontMetrics metrics(smallFont(font()));
    const int left = metrics.horizontalAdvance(valueText(m_range->low)) + kGap;
    const int right = metrics.horizontalAdvance(valueText(m_range->high)) + kGap;
    return { left, (height() - kRampHeight) / 2, std::max(0, width() - left - right), kRampHeight };
}

QSize ScoreLegend::sizeHint() const
{
    return { 160, QFontMetrics(smallFont(font())).height() + 2 };
}

QSize ScoreLegend::minimumSizeHint() const { return { 60, sizeHint().height() }; }

void ScoreLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(smallFont(font()));
    painter.setPen(m_theme.mutedText);
    if (!m_range) {
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_reason, Qt::ElideRight, width()));
        return;
    }
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, valueText(m_range->low));
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, valueText(m_range->high));
    const QRect ramp = rampRect();
    for (int x = 0; x < ramp.width(); ++x) {
        const double position = ramp.width() > 1 ? x / (ramp.width() - 1.0) : 0.5;
        painter.fillRect(ramp.left() + x, ramp.top(), 1, ramp.height(),
                         rampColour(m_map, m_theme, position));
    }
}

} // namespace ropescope
