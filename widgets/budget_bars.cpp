// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/budget_bars.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/curve_chart.h"
#include "widgets/curve_look.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kGroup = 0.84; ///< of a layer's width that bars take
constexpr int kLeapStep = 8;
constexpr double kHeadroom = 1.08;

/// Of no method: neither a look nor an accent.
QColor handColour(const Theme& theme) { return mixed(theme.window, theme.text, 0.3); }

} // namespace

BudgetBars::BudgetBars(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("budgetBars"));
    setAccessibleName(tr("Entries that each layer keeps"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void BudgetBars::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void BudgetBars::setContent(BudgetBarsContent content)
{
    m_content = std::move(content);
    m_selected = std::clamp(m_selected, 0, std::max(0, count() - 1));
    fitScale();
    setAccessibleDescription(describe(m_selected));
    update();
}

void BudgetBars::setHand(std::vector<int> hand)
{
    m_content.hand = std::move(hand);
    if (!m_dragging)
        fitScale();
    setAccessibleDescription(describe(m_selected));
    update();
}

void BudgetBars::setSelectedLayer(int index)
{
    m_selected = std::clamp(index, 0, std::max(0, count() - 1));
    update();
}

void BudgetBars::fitScale()
{
    int highest = 1;
    for (const BudgetShares& method : m_content.methods) {
        for (const int budget : method.budgets)
            highest = std::max(highest, budget);
    }
    for (const int budget : m_content.hand)
        highest = std::max(highest, budget);
    m_top = kHeadroom * highest;
}

QRectF BudgetBars::area() const
{
    const QFontMetricsF metrics(smallFont(font()));
    const double left = metrics.horizontalAdvance(QStringLiteral("00000")) + 8.0;
    const double right = metrics.horizontalAdvance(QStringLiteral("0.0")) + 12.0;
    return QRectF(rect()).adjusted(left, metrics.height() / 2.0 + 4.0, -right,
                                   -(metrics.height() * 2.0 + 6.0));
}

QRectF BudgetBars::groupRect(int index) const
{
    const QRectF all = area();
    const double width = all.width() / std::max(1, count());
    const double room = (1.0 - kGroup) / 2.0 * width;
    return { all.left() + index * width + room, all.top(), kGroup * width, all.height() };
}

double BudgetBars::yOf(double entries) const
{
    const QRectF all = area();
    return all.bottom() - all.height() * entries / m_top;
}

int BudgetBars::entriesAt(double y) const
{
    const QRectF all = area();
    return static_cast<int>(std::lround((all.bottom() - y) / all.height() * m_top));
}

int BudgetBars::layerAt(double x) const
{
    const QRectF all = area();
    if (count() == 0 || x < all.left() || x >= all.right())
        return -1;
    return static_cast<int>((x - all.left()) / all.width() * count());
}

/// The last and widest bar of the group.
QRectF BudgetBars::handRect(int index) const
{
    if (index < 0 || index >= static_cast<int>(m_content.hand.size()))
        return {};
    const QRectF group = groupRect(index);
    const double width = group.width() / (static_cast<double>(m_content.methods.size()) + 2.0);
    const double top = yOf(m_content.hand[static_cast<std::size_t>(index)]);
    return { group.right() - 2.0 * width, top, 2.0 * width, area().bottom() - top };
}

QString BudgetBars::describe(int index) const
{
    if (index < 0 || index >= count())
        return {};
    const auto at = static_cast<std::size_t>(index);
    QStringList parts;
    if (at < m_content.hand.size())
        parts << tr("by hand %1").arg(m_content.hand[at]);
    for (const BudgetShares& method : m_content.methods)
        parts << QStringLiteral("%1 %2").arg(method.name).arg(method.budgets[at]);
    if (at < m_content.similarity.size() && std::isfinite(m_content.similarity[at]))
        parts << tr("q-similarity %1").arg(m_content.similarity[at], 0, 'f', 2);
    return tr("Layer %1: ").arg(m_content.layers[at]) + parts.join(QStringLiteral(" · "));
}

QSize BudgetBars::sizeHint() const { return { 420, 160 }; }

QSize BudgetBars::minimumSizeHint() const { return { 180, 90 }; }

void BudgetBars::paintEvent(QPaintEvent* /*event*/)
{
    if (count() == 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    paintAxis(painter);
    for (int index = 0; index < count(); ++index)
        paintGroup(painter, index);
    paintSimilarity(painter);
}

void BudgetBars::paintAxis(QPainter& painter) const
{
    const QRectF all = area();
    const double line = QFontMetricsF(painter.font()).height();
    CurveChart scale;
    scale.curves = { { {}, 0, { { 0.0, 0.0 }, { 1.0, m_top } } } };
    for (const ChartTick& tick : yTicks(scale)) {
        if (tick.value < 0.0 || tick.value > m_top)
            continue;
        const double y = yOf(tick.value);
        painter.setPen(QPen(mixed(m_theme.window, m_theme.border, 0.6), 1.0));
        painter.drawLine(QPointF(all.left(), y), QPointF(all.right(), y));
        painter.setPen(m_theme.mutedText);
        painter.drawText(QRectF(0, y - line / 2.0, all.left() - 6.0, line),
                         Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    for (const double value : { 0.0, 0.5, 1.0 }) {
        const double y = all.bottom() - value * all.height();
        painter.setPen(m_theme.predicted);
        painter.drawText(
            QRectF(all.right() + 6.0, y - line / 2.0, width() - all.right() - 6.0, line),
            Qt::AlignLeft | Qt::AlignVCenter, QString::number(value, 'f', 1));
    }
    painter.setPen(m_theme.mutedText);
    painter.drawText(QRectF(all.left(), all.bottom() + line + 2.0, all.width(), line),
                     Qt::AlignCenter, tr("layer"));
}

void BudgetBars::paintGroup(QPainter& painter, int index) const
{
    const auto at = static_cast<std::size_t>(index);
    const QRectF group = groupRect(index);
    const double bottom = area().bottom();
    if (index == m_selected) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(m_theme.window, m_theme.border, 0.45));
        painter.drawRect(group.adjusted(-3, 0, 3, 0));
    }
    const double width = group.width() / (static_cast<double>(m_content.methods.size()) + 2.0);
    double x = group.left();
    for (const BudgetShares& method : m_content.methods) {
        const CurveLook look = curveLook(method.look);
        const QColor colour = look.on(m_theme.dark);
        const double top = yOf(method.budgets[at]);
        painter.setPen(QPen(colour, 1.0));
        painter.setBrush(look.isFilled ? QBrush(colour) : QBrush(colour, Qt::BDiagPattern));
        painter.drawRect(QRectF(x + 0.5, top, std::max(1.0, width - 2.0), bottom - top));
        x += width;
    }
    const QRectF hand = handRect(index);
    if (!hand.isEmpty()) {
        painter.setPen(QPen(m_theme.text, 1.0));
        painter.setBrush(handColour(m_theme));
        painter.drawRect(hand.adjusted(0.5, 0, -1.5, 0));
        painter.setPen(
            QPen(index == m_selected && hasFocus() ? m_theme.predicted : m_theme.text, 3.0));
        painter.drawLine(hand.topLeft() + QPointF(0.5, 0), hand.topRight() - QPointF(1.5, 0));
        const QString value = QString::number(m_content.hand[at]);
        const QFontMetricsF metrics(painter.font());
        if (metrics.horizontalAdvance(value) <= hand.width() - 4.0
            && metrics.height() <= hand.height() - 4.0) {
            painter.setPen(m_theme.text);
            painter.drawText(hand.adjusted(0, 0, 0, -2), Qt::AlignHCenter | Qt::AlignBottom, value);
        }
    }
    painter.setPen(index == m_selected ? m_theme.text : m_theme.mutedText);
    painter.drawText(QRectF(group.left() - 6.0, bottom + 2.0, group.width() + 12.0,
                            QFontMetricsF(painter.font()).height()),
                     Qt::AlignCenter, QString::number(m_content.layers[at]));
}

void BudgetBars::paintSimilarity(QPainter& painter) const
{
    const QRectF all = area();
    QList<QPointF> points;
    for (int index = 0; index < static_cast<int>(m_content.similarity.size()); ++index) {
        const double value = m_content.similarity[static_cast<std::size_t>(index)];
        if (std::isfinite(value))
            points << QPointF(groupRect(index).center().x(),
                              all.bottom() - std::clamp(value, 0.0, 1.0) * all.height());
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.window, 4.0));
    painter.drawPolyline(points.data(), static_cast<int>(points.size()));
    painter.setPen(QPen(m_theme.predicted, 1.6, Qt::DashLine));
    painter.drawPolyline(points.data(), static_cast<int>(points.size()));
    painter.setPen(QPen(m_theme.window, 1.5));
    painter.setBrush(m_theme.predicted);
    for (const QPointF& point : points)
        painter.drawEllipse(point, 4.0, 4.0);
}

bool BudgetBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const QString text = describe(layerAt(help->pos().x()));
        QToolTip::showText(help->globalPos(),
                           text.isEmpty() ? QString()
                                          : text + u'\n'
                                   + tr("Drag the grey bar, or Up and Down: the others give or "
                                        "take, the sum stays"),
                           this);
        return true;
    }
    return QWidget::event(event);
}

void BudgetBars::select(int index)
{
    if (index < 0 || index >= count() || index == m_selected)
        return;
    m_selected = index;
    setAccessibleDescription(describe(index));
    emit layerSelected(index);
    update();
}

void BudgetBars::move(int index, int wanted)
{
    const int bounded = std::clamp(wanted, m_content.least, m_content.most);
    if (index >= 0 && index < static_cast<int>(m_content.hand.size())
        && bounded != m_content.hand[static_cast<std::size_t>(index)])
        emit budgetMoved(index, bounded);
}

void BudgetBars::mousePressEvent(QMouseEvent* event)
{
    const int index = layerAt(event->position().x());
    if (event->button() != Qt::LeftButton || index < 0)
        return;
    select(index);
    m_dragging = true;
    mouseMoveEvent(event);
}

void BudgetBars::mouseMoveEvent(QMouseEvent* event)
{
    const int over = layerAt(event->position().x());
    setCursor(m_dragging || over >= 0 ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (m_dragging)
        move(m_selected, entriesAt(event->position().y()));
}

void BudgetBars::mouseReleaseEvent(QMouseEvent* /*event*/)
{
    m_dragging = false;
    fitScale();
    update();
}

void BudgetBars::keyPressEvent(QKeyEvent* event)
{
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? kLeapStep : 1;
    const int has = m_selected < static_cast<int>(m_content.hand.size())
        ? m_content.hand[static_cast<std::size_t>(m_selected)]
        : 0;
    switch (event->key()) {
    case Qt::Key_Left:
        return select(m_selected - 1);
    case Qt::Key_Right:
        return select(m_selected + 1);
    case Qt::Key_Up:
        return move(m_selected, has + step);
    case Qt::Key_Down:
        return move(m_selected, has - step);
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ropescope
