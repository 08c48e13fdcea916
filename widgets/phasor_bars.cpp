// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/phasor_bars.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kSide = 10.0; ///< pixels left and right
constexpr double kWidestColumn = 26.0;

} // namespace

std::vector<int> orderedPairs(const std::vector<CellPhasor>& phasors, PairOrder order)
{
    std::vector<int> pairs(phasors.size());
    std::iota(pairs.begin(), pairs.end(), 0);
    if (order == PairOrder::BySize)
        std::ranges::stable_sort(pairs, std::greater {}, [&](int pair) {
            return phasors[static_cast<std::size_t>(pair)].amplitude;
        });
    return pairs;
}

PhasorBars::PhasorBars(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("phasorBars"));
    setAccessibleName(tr("What each pair adds to the logit"));
    setToolTip(tr("Pale: the most that a pair could add or take, s |q| |k|. Full: what it does at "
                  "this angle. Click a pair to see its angle."));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void PhasorBars::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void PhasorBars::setCell(const CellPhasors& cell, PairOrder order)
{
    m_cell = cell;
    m_order = orderedPairs(cell.phasors, order);
    update();
}

void PhasorBars::setSelected(int pair)
{
    m_selected = pair;
    update();
}

QSize PhasorBars::minimumSizeHint() const { return { 160, 90 }; }

QRectF PhasorBars::area() const
{
    const double label = QFontMetricsF(smallFont(font())).height() + 2.0;
    return QRectF(rect()).adjusted(kSide, 4.0, -kSide, -label);
}

double PhasorBars::column() const
{
    const auto count = static_cast<double>(m_order.size()) + (m_cell.unrotated != 0.0 ? 1.5 : 0.0);
    return std::min(kWidestColumn, area().width() / std::max(1.0, count));
}

int PhasorBars::pairAt(double x) const
{
    const double place = std::floor((x - area().left()) / column());
    if (place < 0.0 || place >= static_cast<double>(m_order.size()))
        return -1;
    return m_order[static_cast<std::size_t>(place)];
}

QPointF PhasorBars::placeOf(int pair) const
{
    const auto place = std::ranges::find(m_order, pair) - m_order.begin();
    return { area().left() + (static_cast<double>(place) + 0.5) * column(), area().center().y() };
}

void PhasorBars::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const QRectF whole = area();
    const double width = column();
    const double zero = std::round(whole.center().y()) + 0.5;
    double largest = std::abs(m_cell.unrotated);
    for (const CellPhasor& phasor : m_cell.phasors)
        largest = std::max(largest, phasor.amplitude);
    const double scale = largest > 0.0 ? 0.5 * whole.height() / largest : 0.0;
    const double bar = std::max(1.0, width - std::clamp(0.25 * width, 0.0, 4.0));
    const auto fill = [&](double middle, double from, double to, const QColor& colour) {
        painter.fillRect(QRectF(QPointF(middle - 0.5 * bar, zero - scale * std::max(from, to)),
                                QPointF(middle + 0.5 * bar, zero - scale * std::min(from, to))),
                         colour);
    };
    const QFont small = smallFont(font());
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    const QRectF labels(0.0, whole.bottom() + 1.0, this->width(), metrics.height());
    double free = 0.0; // where the next label may begin
    for (std::size_t place = 0; place < m_order.size(); ++place) {
        const int pair = m_order[place];
        const CellPhasor& phasor = m_cell.phasors[static_cast<std::size_t>(pair)];
        const double middle = whole.left() + (static_cast<double>(place) + 0.5) * width;
        const double contribution = phasor.contribution();
        const bool selected = pair == m_selected;
        fill(middle, -phasor.amplitude, phasor.amplitude,
             mixed(m_theme.window, selected ? m_theme.predicted : m_theme.measured, 0.22));
        fill(middle, 0.0, contribution,
             selected                 ? m_theme.predicted
                 : contribution < 0.0 ? m_theme.opposed
                                      : m_theme.measured);
        const QString text = QString::number(pair);
        const double room = metrics.horizontalAdvance(text);
        if (middle - 0.5 * room < free)
            continue;
        painter.setPen(selected ? m_theme.predicted : m_theme.mutedText);
        painter.drawText(QRectF(middle - room, labels.top(), 2.0 * room, labels.height()),
                         Qt::AlignCenter, text);
        free = middle + 0.5 * room + 4.0;
    }
    if (m_cell.unrotated != 0.0) {
        const double middle = whole.left() + (static_cast<double>(m_order.size()) + 1.0) * width;
        fill(middle, 0.0, m_cell.unrotated, m_theme.mutedText);
    }
    painter.setPen(QPen(m_theme.mutedText, 1.0));
    painter.drawLine(QPointF(whole.left(), zero), QPointF(whole.right(), zero));
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.measured, 1.0));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void PhasorBars::mousePressEvent(QMouseEvent* event)
{
    if (const int pair = pairAt(event->position().x()); pair >= 0)
        emit pairSelected(pair);
}

void PhasorBars::mouseMoveEvent(QMouseEvent* event)
{
    emit pairHovered(pairAt(event->position().x()));
}

void PhasorBars::leaveEvent(QEvent* /*event*/) { emit pairHovered(-1); }

void PhasorBars::keyPressEvent(QKeyEvent* event)
{
    const bool left = event->key() == Qt::Key_Left;
    if ((!left && event->key() != Qt::Key_Right) || m_order.empty())
        return QWidget::keyPressEvent(event);
    const auto at = std::ranges::find(m_order, m_selected);
    const auto last = static_cast<std::ptrdiff_t>(m_order.size()) - 1;
    const std::ptrdiff_t place = at == m_order.end()
        ? 0
        : std::clamp<std::ptrdiff_t>(at - m_order.begin() + (left ? -1 : 1), 0, last);
    emit pairSelected(m_order[static_cast<std::size_t>(place)]);
}

} // namespace ropescope
