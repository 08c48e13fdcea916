// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/dock_title.h"

#include <QPainter>

namespace ropescope {

namespace {

constexpr int kHeight = 9;
constexpr int kDots = 5;
constexpr qreal kDotSpacing = 6.0;
constexpr qreal kDotRadius = 1.1;

} // namespace

DockTitle::DockTitle(const QString& title, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("dockTitle"));
    setToolTip(tr("%1: drag to move, double click to float; View > Panels hides it").arg(title));
    setAccessibleName(title);
    setCursor(Qt::OpenHandCursor);
}

QSize DockTitle::sizeHint() const { return { 40, kHeight }; }

QSize DockTitle::minimumSizeHint() const { return sizeHint(); }

void DockTitle::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Disabled, QPalette::Text));
    const QPointF middle = QRectF(rect()).center();
    for (int i = 0; i < kDots; ++i) {
        const qreal x = middle.x() + (i - (kDots - 1) / 2.0) * kDotSpacing;
        painter.drawEllipse(QPointF(x, middle.y()), kDotRadius, kDotRadius);
    }
}

} // namespace ropescope
