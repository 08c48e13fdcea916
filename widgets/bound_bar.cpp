// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/bound_bar.h"

#include <QPainter>
#include <QPainterPath>

namespace ropescope {

namespace {

constexpr int kHeight = 14;
constexpr double kGroove = 5.0;
constexpr double kTickWidth = 2.0;
constexpr double kRoom = 0.03; ///< of the width, beyond the largest number

} // namespace

BoundBar::BoundBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BoundBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void BoundBar::setComparison(const BoundComparison& comparison, double scale)
{
    m_comparison = comparison;
    m_scale = scale;
    setAccessibleName(comparison.sentence);
    update();
}

void BoundBar::setStrong(bool strong)
{
    m_strong = strong;
    update();
}

double BoundBar::xOf(double value) const
{
    const double part = m_scale > 0.0 ? std::clamp(value / m_scale, 0.0, 1.0) : 0.0;
    return part * (1.0 - kRoom) * width();
}

QSize BoundBar::sizeHint() const { return { 200, kHeight }; }

QSize BoundBar::minimumSizeHint() const { return { 60, kHeight }; }

void BoundBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF groove(0.0, (height() - kGroove) / 2.0, width(), kGroove);
    const double bound = xOf(m_comparison.bound);
    const bool isCeiling = m_comparison.kind == BoundComparison::Kind::Ceiling;
    QPainterPath outline;
    outline.addRoundedRect(groove, kGroove / 2.0, kGroove / 2.0);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(groove, mixed(m_theme.border, m_theme.field, 0.4));
    const QRectF allowed(isCeiling ? 0.0 : bound, groove.top(), isCeiling ? bound : width() - bound,
                         kGroove);
    painter.fillRect(allowed, mixed(m_theme.border, m_theme.mutedText, 0.25));
    const QColor fill = m_comparison.isBroken() ? m_theme.opposed
        : m_strong                              ? m_theme.measured
                                                : restingColour(m_theme);
    painter.fillRect(QRectF(0.0, groove.top(), xOf(m_comparison.measured), kGroove), fill);
    painter.restore();
    // On whole pixels, else it is grey and two wide.
    const double tick = std::clamp(std::round(bound - kTickWidth / 2.0), 0.0, width() - kTickWidth);
    painter.fillRect(QRectF(tick, 1.0, kTickWidth, height() - 2.0), m_theme.predicted);
}

} // namespace ropescope
