// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/log_slider.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/number_text.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kSideMargin = 16.0;
constexpr double kGrooveY = 13.0;
constexpr double kHandleRadius = 7.0;
constexpr double kArrowFactor = 1.05;
constexpr double kPageFactor = 10.0;

} // namespace

LogSlider::LogSlider(double minimum, double maximum, QWidget* parent)
    : QWidget(parent)
    , m_minimum(minimum)
    , m_maximum(maximum)
    , m_value(minimum)
    , m_reference(minimum)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LogSlider::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void LogSlider::setValue(double value)
{
    m_value = std::clamp(value, m_minimum, m_maximum);
    setAccessibleDescription(baseText(m_value));
    update();
}

void LogSlider::setReference(double value)
{
    m_reference = std::clamp(value, m_minimum, m_maximum);
    update();
}

QSize LogSlider::sizeHint() const
{
    return { 300, static_cast<int>(kGrooveY) + 14 + QFontMetrics(smallFont(font())).height() };
}

QSize LogSlider::minimumSizeHint() const { return { 140, sizeHint().height() }; }

double LogSlider::xOf(double value) const
{
    const double part = std::log(value / m_minimum) / std::log(m_maximum / m_minimum);
    return kSideMargin + std::clamp(part, 0.0, 1.0) * (width() - 2.0 * kSideMargin);
}

double LogSlider::valueAt(double x) const
{
    const double part = std::clamp((x - kSideMargin) / (width() - 2.0 * kSideMargin), 0.0, 1.0);
    const double value = m_minimum * std::pow(m_maximum / m_minimum, part);
    // The reference and the decades are easy to hit: they pull from three pixels away.
    constexpr double kPull = 3.0;
    if (std::abs(xOf(m_reference) - x) <= kPull)
        return m_reference;
    const double decade = std::pow(10.0, std::round(std::log10(value)));
    if (std::abs(xOf(decade) - x) <= kPull)
        return decade;
    const double digit = std::pow(10.0, std::floor(std::log10(value)) - 2.0);
    return std::round(value / digit) * digit; // three digits are as fine as a pixel
}

void LogSlider::edit(double value)
{
    value = std::clamp(value, m_minimum, m_maximum);
    if (value == m_value)
        return;
    setValue(value);
    emit edited(value);
}

void LogSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    const auto shaded = [this](const QColor& colour) {
        return isEnabled() ? colour : mixed(colour, m_theme.field, 0.65);
    };
    const QFontMetricsF metrics(painter.font());
    const double left = xOf(m_minimum);
    const double right = xOf(m_maximum);
    const double handle = xOf(m_value);

    const auto last = std::lround(std::log10(m_maximum));
    for (auto power = std::lround(std::log10(m_minimum)); power <= last; ++power) {
        const double x = xOf(std::pow(10.0, static_cast<double>(power)));
        painter.setPen(QPen(shaded(mixed(m_theme.border, m_theme.mutedText, 0.35)), 1.0));
        painter.drawLine(QPointF(x, kGrooveY + 6.0), QPointF(x, kGrooveY + 10.0));
        const QString text = QStringLiteral("1e%1").arg(power);
        painter.setPen(shaded(m_theme.mutedText));
        painter.drawText(
            QPointF(x - 0.5 * metrics.horizontalAdvance(text), kGrooveY + 11.0 + metrics.ascent()),
            text);
    }

    painter.setPen(Qt::NoPen);
    painter.setBrush(shaded(m_theme.border));
    painter.drawRoundedRect(QRectF(left, kGrooveY - 2.0, right - left, 4.0), 2.0, 2.0);
    painter.setBrush(shaded(m_theme.measured));
    painter.drawRoundedRect(QRectF(left, kGrooveY - 2.0, handle - left, 4.0), 2.0, 2.0);

    // Where the config stands, once the handle has left it.
    const double reference = xOf(m_reference);
    painter.setBrush(shaded(m_theme.predicted));
    painter.drawRoundedRect(QRectF(reference - 1.0, kGrooveY - 6.0, 2.0, 12.0), 1.0, 1.0);

    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.measured, 1.5));
        painter.drawEllipse(QPointF(handle, kGrooveY), kHandleRadius + 2.5, kHandleRadius + 2.5);
    }
    painter.setPen(QPen(m_theme.field, 1.0));
    painter.setBrush(shaded(m_theme.text));
    painter.drawEllipse(QPointF(handle, kGrooveY), kHandleRadius, kHandleRadius);
}

void LogSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_dragging = true;
    edit(valueAt(event->position().x()));
}

void LogSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragging)
        edit(valueAt(event->position().x()));
}

void LogSlider::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_dragging)
        return;
    m_dragging = false;
    emit committed(m_value);
}

void LogSlider::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    edit(m_reference);
    emit committed(m_value);
}

void LogSlider::wheelEvent(QWheelEvent* event)
{
    // Only with the focus: scrolling past the panel must not turn the base.
    if (!hasFocus() || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    edit(m_value * std::pow(kArrowFactor, event->angleDelta().y() / 120.0));
    emit committed(m_value);
}

void LogSlider::keyPressEvent(QKeyEvent* event)
{
    double value = m_value;
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up:
        value *= kArrowFactor;
        break;
    case Qt::Key_Left:
    case Qt::Key_Down:
        value /= kArrowFactor;
        break;
    case Qt::Key_PageUp:
        value *= kPageFactor;
        break;
    case Qt::Key_PageDown:
        value /= kPageFactor;
        break;
    case Qt::Key_Home:
        value = m_reference;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    edit(value);
    emit committed(m_value);
}

void LogSlider::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void LogSlider::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void LogSlider::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::EnabledChange)
        m_dragging = false;
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace ropescope
