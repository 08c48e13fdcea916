// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/colour_bar_handle.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace ropescope {

ColourBarHandle::ColourBarHandle(QWidget* parent)
    : QWidget(parent)
{
    setFixedSize(kSize);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SizeVerCursor);
    setAttribute(Qt::WA_Hover);
}

void ColourBarHandle::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void ColourBarHandle::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0;
    QPainterPath triangle;
    triangle.moveTo(1.5, middle);
    triangle.lineTo(11.5, middle - 5.5);
    triangle.lineTo(11.5, middle + 5.5);
    triangle.closeSubpath();
    const bool active = hasFocus() || underMouse() || m_held;
    painter.setPen(QPen(active ? m_theme.text : m_theme.window, 1.5, Qt::SolidLine, Qt::SquareCap,
                        Qt::RoundJoin));
    painter.setBrush(m_theme.measured);
    painter.drawPath(triangle);
}

void ColourBarHandle::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_held = true;
    m_grip = event->position().y() - height() / 2.0;
    emit grabbed();
}

void ColourBarHandle::mouseMoveEvent(QMouseEvent* event)
{
    if (m_held)
        emit dragged(mapToParent(event->position().toPoint()).y() - m_grip);
}

void ColourBarHandle::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_held)
        return;
    m_held = false;
    emit released();
    update();
}

void ColourBarHandle::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit doubleClicked();
}

void ColourBarHandle::keyPressEvent(QKeyEvent* event)
{
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Right:
        emit nudged(step);
        return;
    case Qt::Key_Down:
    case Qt::Key_Left:
        emit nudged(-step);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ropescope
