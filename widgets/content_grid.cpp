// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/content_grid.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kGap = 2.0;
constexpr double kWidest = 64.0;
constexpr double kHighest = 26.0;

/// One letter a pattern; the cell's tool tip spells it out.
QString letter(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return ContentGrid::tr("A");
    case Pattern::Sequential:
        return ContentGrid::tr("D");
    case Pattern::Periodic:
        return ContentGrid::tr("P");
    case Pattern::Seasonal:
        return ContentGrid::tr("S");
    case Pattern::Unpredictable:
        break;
    }
    return QStringLiteral("·");
}

} // namespace

QString patternText(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return ContentGrid::tr("re-access");
    case Pattern::Sequential:
        return ContentGrid::tr("sequential");
    case Pattern::Periodic:
        return ContentGrid::tr("periodic");
    case Pattern::Seasonal:
        return ContentGrid::tr("seasonal");
    case Pattern::Unpredictable:
        break;
    }
    return ContentGrid::tr("unpredictable");
}

ContentGrid::ContentGrid(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("contentGrid");
    setAccessibleName(tr("Patterns of the heads on the text and on random tokens"));
    setToolTip(tr("A re-access · D diagonal (sequential) · P periodic · S seasonal · a dot: none"));
    setFocusPolicy(Qt::StrongFocus);
}

void ContentGrid::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void ContentGrid::setComparison(const ContentComparison& comparison)
{
    m_comparison = comparison;
    m_selected = -1;
    update();
}

QSize ContentGrid::sizeHint() const { return { 480, 150 }; }
QSize ContentGrid::minimumSizeHint() const { return { 160, 60 }; }

int ContentGrid::headsALayer() const
{
    const auto& heads = m_comparison.heads;
    if (heads.empty())
        return 1;
    const auto next = std::ranges::find_if(
        heads, [&](const HeadContent& head) { return head.id.layer != heads.front().id.layer; });
    return static_cast<int>(next - heads.begin());
}

QRectF ContentGrid::cell(int index) const
{
    const int columns = headsALayer();
    const int rows = std::max(1, static_cast<int>(m_comparison.heads.size()) / columns);
    const double left = fontMetrics().horizontalAdvance(QStringLiteral("L00 "));
    const double w = std::min(kWidest, (width() - left) / columns);
    const double h = std::min(kHighest, static_cast<double>(height()) / rows);
    const int row = index / columns;
    return { left + (index % columns) * w, row * h, w - kGap, h - kGap };
}

int ContentGrid::at(const QPointF& position) const
{
    for (int index = 0; index < static_cast<int>(m_comparison.heads.size()); ++index) {
        if (cell(index).contains(position))
            return index;
    }
    return -1;
}

QString ContentGrid::describe(int index) const
{
    const HeadContent& head = m_comparison.heads[static_cast<std::size_t>(index)];
    const auto line = [](const QString& name, double text, double random) {
        return tr("%1: %2 on text, %3 on random tokens")
            .arg(name)
            .arg(text, 0, 'f', 2)
            .arg(random, 0, 'f', 2);
    };
    return QStringList {
        tr("Layer %1 · Head %2: %3 on text, %4 on random tokens")
            .arg(head.id.layer.value)
            .arg(head.id.head.value)
            .arg(patternText(head.onText), patternText(head.onRandom)),
        line(patternText(Pattern::ReAccess), head.text.reAccess, head.random.reAccess),
        line(patternText(Pattern::Sequential), head.text.sequential, head.random.sequential),
        line(patternText(Pattern::Periodic), head.text.periodic, head.random.periodic),
        line(patternText(Pattern::Seasonal), head.text.seasonal, head.random.seasonal)
    }
        .join('\n');
}

void ContentGrid::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const int columns = headsALayer();
    for (int index = 0; index < static_cast<int>(m_comparison.heads.size()); ++index) {
        const HeadContent& head = m_comparison.heads[static_cast<std::size_t>(index)];
        const QRectF area = cell(index);
        if (index % columns == 0) {
            painter.setFont(smallFont(font()));
            painter.setPen(m_theme.mutedText);
            painter.drawText(QRectF(0, area.top(), area.left() - 4.0, area.height()),
                             Qt::AlignVCenter | Qt::AlignRight, tr("L%1").arg(head.id.layer.value));
        }
        const bool keeps = head.keepsPattern();
        const bool none = head.onText == head.onRandom && !keeps;
        painter.setPen(
            QPen(index == m_selected && hasFocus() ? m_theme.text : m_theme.border, 1.0));
        painter.setBrush(keeps ? m_theme.measured : none ? m_theme.window : m_theme.field);
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
        painter.setFont(smallFont(font()));
        painter.setPen(keeps ? m_theme.onMeasured : none ? m_theme.mutedText : m_theme.predicted);
        const QString text = head.onText == head.onRandom
            ? letter(head.onText)
            : letter(head.onText) + QStringLiteral(" → ") + letter(head.onRandom);
        painter.drawText(area, Qt::AlignCenter, text);
    }
}

void ContentGrid::select(int index)
{
    if (index < 0 || index >= static_cast<int>(m_comparison.heads.size()))
        return;
    m_selected = index;
    setAccessibleDescription(describe(index));
    update();
}

void ContentGrid::mousePressEvent(QMouseEvent* event)
{
    const int index = at(event->position());
    select(index);
    if (index >= 0)
        emit headPicked(m_comparison.heads[static_cast<std::size_t>(index)].id);
}

void ContentGrid::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return select(m_selected - 1);
    case Qt::Key_Right:
        return select(m_selected + 1);
    case Qt::Key_Up:
        return select(m_selected - headsALayer());
    case Qt::Key_Down:
        return select(m_selected < 0 ? 0 : m_selected + headsALayer());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected >= 0)
            emit headPicked(m_comparison.heads[static_cast<std::size_t>(m_selected)].id);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool ContentGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        if (const int index = at(help->pos()); index >= 0) {
            QToolTip::showText(help->globalPos(), describe(index), this, cell(index).toRect());
            return true;
        }
    }
    return QWidget::event(event);
}

} // namespace ropescope
