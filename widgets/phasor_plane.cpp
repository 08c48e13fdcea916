// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/phasor_plane.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QPainter>
#include <QPainterPath>

#include "widgets/number_text.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kSide = 22.0; ///< pixels around the vectors
constexpr double kDegrees = 180.0 / std::numbers::pi;

void include(QRectF& bounds, const QPointF& point)
{
    bounds.setLeft(std::min(bounds.left(), point.x()));
    bounds.setRight(std::max(bounds.right(), point.x()));
    bounds.setTop(std::min(bounds.top(), point.y()));
    bounds.setBottom(std::max(bounds.bottom(), point.y()));
}

void drawHead(QPainter& painter, const QPointF& from, const QPointF& to)
{
    const QPointF along = to - from;
    const double length = std::hypot(along.x(), along.y());
    const double size = std::min(7.0, 0.45 * length);
    if (size < 2.0)
        return;
    const QPointF unit = along / length;
    const QPointF across(-unit.y(), unit.x());
    painter.drawPolygon(QPolygonF { to, to - size * unit + 0.42 * size * across,
                                    to - size * unit - 0.42 * size * across });
}

} // namespace

PhasorPlane::PhasorPlane(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("phasorPlane"));
    setAccessibleName(tr("The pairs of the logit as vectors"));
    setToolTip(tr("Each pair is a vector of length s |q| |k|. Its angle is that between query and "
                  "key, φ, plus what RoPE turns it by, (t − i) θ. Along the horizontal axis the "
                  "vectors sum to the logit. Dashed: the chosen pair before the rotation."));
}

void PhasorPlane::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void PhasorPlane::setCell(const CellPhasors& cell, const std::vector<int>& order)
{
    m_cell = cell;
    m_order = order;
    update();
}

void PhasorPlane::setArrangement(PhasorLayout layout)
{
    m_layout = layout;
    update();
}

void PhasorPlane::setSelected(int pair)
{
    m_selected = pair;
    update();
}

QSize PhasorPlane::minimumSizeHint() const { return { 160, 90 }; }

void PhasorPlane::paintEvent(QPaintEvent* /*event*/)
{
    const std::vector<PhasorArrow> arrows = phasorPath(m_cell, m_order, m_layout);
    QRectF bounds = boundsOf(arrows);
    include(bounds, { m_cell.logit, 0.0 });
    for (const PhasorArrow& arrow : arrows) {
        if (arrow.pair >= 0 && arrow.pair == m_selected)
            include(bounds, arrow.from + beforeRotation(arrow.pair));
    }
    if (arrows.empty() || std::max(bounds.width(), bounds.height()) <= 0.0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    // Equal units both ways, else angles would lie.
    const double scale = std::min((width() - 2.0 * kSide) / std::max(bounds.width(), 1e-12),
                                  (height() - 2.0 * kSide) / std::max(bounds.height(), 1e-12));
    QTransform toPixels;
    toPixels.translate(0.5 * width(), 0.5 * height());
    toPixels.scale(scale, -scale);
    toPixels.translate(-bounds.center().x(), -bounds.center().y());
    paintAxis(painter, toPixels);
    const PhasorArrow* selected = nullptr;
    for (const PhasorArrow& arrow : arrows) {
        if (arrow.pair >= 0 && arrow.pair == m_selected)
            selected = &arrow; // above all others
        else
            paintArrow(painter, arrow, toPixels);
    }
    if (m_layout == PhasorLayout::HeadToTail) {
        const QPointF end = toPixels.map(arrows.back().to);
        painter.setPen(QPen(m_theme.mutedText, 1.0, Qt::DotLine));
        painter.drawLine(end, toPixels.map(QPointF(m_cell.logit, 0.0)));
    }
    if (selected != nullptr) {
        paintTurn(painter, *selected, toPixels);
        paintArrow(painter, *selected, toPixels);
    }
}

/// Where a pair's vector points before the rotation, in units of the logit.
QPointF PhasorPlane::beforeRotation(int pair) const
{
    const CellPhasor& phasor = m_cell.phasors[static_cast<std::size_t>(pair)];
    return phasor.amplitude * QPointF(std::cos(phasor.phase), std::sin(phasor.phase));
}

/// The real axis, with 0 and the logit.
void PhasorPlane::paintAxis(QPainter& painter, const QTransform& toPixels) const
{
    const QPointF origin = toPixels.map(QPointF());
    const QPointF logit = toPixels.map(QPointF(m_cell.logit, 0.0));
    painter.setPen(QPen(m_theme.border, 1.0));
    painter.drawLine(QPointF(4.0, origin.y()), QPointF(width() - 4.0, origin.y()));
    painter.drawLine(QPointF(origin.x(), 4.0), QPointF(origin.x(), height() - 4.0));
    painter.setPen(QPen(m_theme.text, 1.6));
    painter.drawLine(logit - QPointF(0.0, 5.0), logit + QPointF(0.0, 5.0));
    const QString text = tr("logit %1").arg(fixedText(m_cell.logit, 2));
    const QFontMetricsF metrics(painter.font());
    const double room = metrics.horizontalAdvance(text);
    const double x = std::clamp(logit.x() - 0.5 * room, 2.0, std::max(2.0, width() - room - 2.0));
    // Where the chain ends above the axis there is room below it, and the other way round.
    double imaginary = 0.0;
    for (const CellPhasor& phasor : m_cell.phasors)
        imaginary += phasor.amplitude * std::sin(phasor.angle());
    const double y = imaginary >= 0.0 ? logit.y() + 7.0 + metrics.ascent() : logit.y() - 8.0;
    painter.drawText(QPointF(x, std::clamp(y, metrics.ascent(), height() - 3.0)), text);
}

void PhasorPlane::paintArrow(QPainter& painter, const PhasorArrow& arrow,
                             const QTransform& toPixels) const
{
    const bool selected = arrow.pair >= 0 && arrow.pair == m_selected;
    const QColor colour = selected            ? m_theme.predicted
        : arrow.pair < 0                      ? m_theme.mutedText
        : arrow.to.x() - arrow.from.x() < 0.0 ? m_theme.opposed
                                              : m_theme.measured;
    const QPointF from = toPixels.map(arrow.from);
    const QPointF to = toPixels.map(arrow.to);
    painter.setPen(QPen(colour, selected ? 2.4 : 1.5));
    painter.setBrush(colour);
    painter.drawLine(from, to);
    drawHead(painter, from, to);
}

/// Where the vector pointed before the rotation, and the way it went; more than a full turn is
/// drawn as the turn that is left, since the others change nothing.
void PhasorPlane::paintTurn(QPainter& painter, const PhasorArrow& arrow,
                            const QTransform& toPixels) const
{
    const CellPhasor& phasor = m_cell.phasors[static_cast<std::size_t>(arrow.pair)];
    const QPointF from = toPixels.map(arrow.from);
    const double scale = toPixels.m11();
    const double length = phasor.amplitude * scale;
    QColor pale = m_theme.predicted;
    pale.setAlphaF(0.75F);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(pale, 1.4, Qt::DashLine));
    painter.drawLine(from, toPixels.map(arrow.from + beforeRotation(arrow.pair)));
    const double radius = std::clamp(0.45 * length, 8.0, 34.0);
    const QRectF circle(from - QPointF(radius, radius), QSizeF(2.0 * radius, 2.0 * radius));
    const double sweep = std::fmod(phasor.turn, 2.0 * std::numbers::pi) * kDegrees;
    QPainterPath arc;
    arc.arcMoveTo(circle, phasor.phase * kDegrees);
    arc.arcTo(circle, phasor.phase * kDegrees, sweep);
    painter.setPen(QPen(pale, 1.4));
    painter.drawPath(arc);
}

} // namespace ropescope
