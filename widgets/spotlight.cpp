// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/spotlight.h"

#include <QApplication>
#include <QCursor>
#include <QEvent>
#include <QPainter>

namespace ropescope {

namespace {

constexpr int kDarkness = 150;  ///< of 255
constexpr double kRadius = 7.0; ///< of the light at the pointer, in lines of text
constexpr double kFrame = 2.5;

} // namespace

Spotlight::Spotlight(QWidget* window)
    : QWidget(window)
{
    setObjectName(QStringLiteral("spotlight"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void Spotlight::pointAt(Place place)
{
    m_place = std::move(place);
    refresh();
    raise();
}

void Spotlight::setDark(bool dark)
{
    m_dark = dark;
    refresh();
}

void Spotlight::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void Spotlight::refresh()
{
    setVisible(m_place || m_dark);
    setGeometry(parentWidget()->rect());
    if (m_place) {
        m_lit = m_place();
    } else {
        const double radius = kRadius * fontMetrics().lineSpacing();
        m_lit = {};
        m_lit.addEllipse(QPointF(parentWidget()->mapFromGlobal(QCursor::pos())), radius, radius);
    }
    update();
}

bool Spotlight::eventFilter(QObject* object, QEvent* event)
{
    const bool pointerMoved = event->type() == QEvent::MouseMove && !m_place;
    const bool windowChanged = object == parentWidget() && event->type() == QEvent::Resize;
    const bool layoutChanged = event->type() == QEvent::LayoutRequest && m_place;
    if (pointerMoved || windowChanged)
        refresh();
    else if (layoutChanged) // the layout itself comes after this event
        QMetaObject::invokeMethod(this, &Spotlight::refresh, Qt::QueuedConnection);
    return QWidget::eventFilter(object, event);
}

void Spotlight::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_dark) {
        QPainterPath dark;
        dark.addRect(rect());
        painter.fillPath(dark.subtracted(m_lit), QColor(0, 0, 0, kDarkness));
    }
    if (m_place)
        painter.strokePath(m_lit, QPen(m_theme.predicted, kFrame));
}

void Spotlight::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    raise();
    qApp->installEventFilter(this);
}

void Spotlight::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    qApp->removeEventFilter(this);
}

} // namespace ropescope
