// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/colour_bar.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "widgets/colour_bar_handle.h"

namespace ropescope {

namespace {

constexpr int kRampWidth = 18;
constexpr int kTopMargin = 8;     ///< half a handle, half a line of text
constexpr int kLabelGap = 8;      ///< between ramp and label
constexpr int kBottomMargin = 30; ///< the label's, at least
constexpr int kLabelLeft = kRampWidth + ColourBarHandle::kSize.width() + 4;
constexpr int kHistogramWidth = 56;
constexpr double kSmallestRange = 1.0 / 256.0; ///< of the axis: a narrower ramp has no colours
constexpr double kNudge = 0.01;                ///< of the axis

QColor colourOf(std::uint32_t abgr)
{
    return QColor(static_cast<int>(abgr & 0xFFU), static_cast<int>(abgr >> 8U & 0xFFU),
                  static_cast<int>(abgr >> 16U & 0xFFU));
}

} // namespace

ColourBar::ColourBar(QWidget* parent)
    : QWidget(parent)
    , m_low(new ColourBarHandle(this))
    , m_high(new ColourBarHandle(this))
{
    setObjectName("colourBar");
    fitLabel();
    setAccessibleName(tr("Colour range"));
    setToolTip(tr("Drag the triangles to set the colour range, double click to fit it"));
    m_low->setObjectName("colourBarLow");
    m_high->setObjectName("colourBarHigh");
    m_low->setAccessibleName(tr("Low end of the colour range"));
    m_high->setAccessibleName(tr("High end of the colour range"));
    connectHandle(m_low, false);
    connectHandle(m_high, true);
    setTabOrder(m_low, m_high);
    placeHandles();
}

void ColourBar::connectHandle(ColourBarHandle* handle, bool high)
{
    connect(handle, &ColourBarHandle::grabbed, this, [this, handle] {
        m_heldRange = axis().range();
        m_edited = false;
        handle->raise(); // else two that stand close could not be parted
    });
    connect(handle, &ColourBarHandle::dragged, this, [this, high](double y) {
        const QRectF ramp = rampRect();
        setEnd(high, (ramp.bottom() - y) / ramp.height());
    });
    connect(handle, &ColourBarHandle::released, this, [this] {
        m_heldRange.reset();
        placeHandles();
        update();
        if (m_edited)
            emit rangeCommitted(m_state.scale.low, m_state.scale.high);
    });
    connect(handle, &ColourBarHandle::nudged, this,
            [this, high](int steps) { nudge(high, steps); });
    connect(handle, &ColourBarHandle::doubleClicked, this, &ColourBar::autofitRequested);
}

void ColourBar::setState(const ColourBarState& state)
{
    const ColourScale held = m_state.scale;
    m_state = state;
    if (m_heldRange) {
        m_state.scale.low = held.low;
        m_state.scale.high = held.high;
    }
    placeHandles();
    update();
}

void ColourBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_low->setTheme(theme);
    m_high->setTheme(theme);
    update();
}

void ColourBar::setHistogramShown(bool shown)
{
    m_showsHistogram = shown;
    updateGeometry();
    update();
}

double ColourBar::yOf(double value) const
{
    const QRectF ramp = rampRect();
    return ramp.bottom() - std::clamp(axis().positionOf(value), 0.0, 1.0) * ramp.height();
}

void ColourBar::fitLabel()
{
    const int label = kLabelGap + fontMetrics().height() + 2;
    setContentsMargins(0, kTopMargin, 0, std::max(kBottomMargin, label));
}

QSize ColourBar::sizeHint() const
{
    const int labels = QFontMetrics(font()).horizontalAdvance(QStringLiteral("−2.5e-4"));
    return { kLabelLeft + labels + (m_showsHistogram ? kHistogramWidth : 0), 300 };
}

QSize ColourBar::minimumSizeHint() const { return { sizeHint().width(), 120 }; }

QRectF ColourBar::rampRect() const
{
    const QRect inside = contentsRect();
    return { 0.0, 1.0 * inside.top(), kRampWidth, std::max(1.0, 1.0 * inside.height()) };
}

ScaleAxis ColourBar::axis() const
{
    if (m_heldRange)
        return { m_state.scale.kind, *m_heldRange };
    return { m_state.scale.kind,
             { std::min(m_state.dataRange.low, m_state.scale.low),
               std::max(m_state.dataRange.high, m_state.scale.high) } };
}

void ColourBar::setEnd(bool high, double position)
{
    const ScaleAxis scale = axis();
    const double low = std::clamp(scale.positionOf(m_state.scale.low), 0.0, 1.0);
    const double top = std::clamp(scale.positionOf(m_state.scale.high), 0.0, 1.0);
    const double from = high ? std::min(1.0, low + kSmallestRange) : 0.0;
    const double to = high ? 1.0 : std::max(0.0, top - kSmallestRange);
    const auto value = static_cast<float>(scale.valueAt(std::clamp(position, from, to)));
    float& end = high ? m_state.scale.high : m_state.scale.low;
    if (end == value)
        return;
    end = value;
    m_edited = true;
    placeHandles();
    update();
    emit rangeEdited(m_state.scale.low, m_state.scale.high);
}

void ColourBar::nudge(bool high, int steps)
{
    const float before = high ? m_state.scale.high : m_state.scale.low;
    setEnd(high, axis().positionOf(before) + steps * kNudge);
    if (before != (high ? m_state.scale.high : m_state.scale.low))
        emit rangeCommitted(m_state.scale.low, m_state.scale.high);
}

void ColourBar::placeHandles()
{
    const auto place = [this](ColourBarHandle* handle, float value, const QString& what) {
        handle->move(kRampWidth, qRound(yOf(value) - handle->height() / 2.0));
        const QString text = what.arg(valueText(value));
        handle->setToolTip(text);
        handle->setAccessibleDescription(text);
    };
    place(m_low, m_state.scale.low, tr("Darkest at %1"));
    place(m_high, m_state.scale.high, tr("Brightest at %1"));
}

void ColourBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintRamp(painter);
    paintHistogram(painter);
    paintAxis(painter);
}

void ColourBar::paintRamp(QPainter& painter) const
{
    const QRectF ramp = rampRect();
    if (m_state.scale.map) {
        // As wide as the handles; what lies beyond them has the end's colour, as in the picture.
        // On whole pixels, else the joints show.
        const double top = std::round(yOf(m_state.scale.high));
        const double bottom = std::max(top + 1.0, std::round(yOf(m_state.scale.low)));
        const auto& colours = m_state.scale.map->colours;
        QImage column(1, static_cast<int>(colours.size()), QImage::Format_RGB32);
        for (std::size_t i = 0; i < colours.size(); ++i)
            column.setPixelColor(0, static_cast<int>(colours.size() - 1 - i), colourOf(colours[i]));
        painter.fillRect(QRectF(ramp.topLeft(), QPointF(ramp.right(), top)),
                         colourOf(colours.back()));
        painter.fillRect(QRectF(QPointF(ramp.left(), bottom), ramp.bottomRight()),
                         colourOf(colours.front()));
        painter.drawImage(QRectF(QPointF(ramp.left(), top), QPointF(ramp.right(), bottom)), column);
    }
    painter.setPen(QPen(m_theme.border, 1.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(ramp.adjusted(0.5, 0.5, -0.5, -0.5));
}

void ColourBar::paintAxis(QPainter& painter) const
{
    const QRectF ramp = rampRect();
    const QFontMetricsF metrics(font());
    const int wanted = std::max(2, static_cast<int>(ramp.height() / (metrics.height() * 3.0)));
    painter.setPen(m_theme.mutedText);
    for (const ScaleTick& tick : scaleTicks(m_state.scale.kind, axis().range(), wanted)) {
        const double y = yOf(tick.value);
        painter.drawText(
            QRectF(kLabelLeft, y - metrics.height() / 2.0, width() - kLabelLeft, metrics.height()),
            Qt::AlignLeft | Qt::AlignVCenter, tick.text);
    }
    painter.drawText(QRectF(0, ramp.bottom() + kLabelGap, width(), metrics.height() + 2.0),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_state.label, Qt::ElideRight, width()));
}

void ColourBar::paintHistogram(QPainter& painter) const
{
    const auto most = std::max_element(m_state.histogram.begin(), m_state.histogram.end());
    if (!m_showsHistogram || most == m_state.histogram.end() || *most <= 0)
        return;
    const ScaleAxis scale = axis();
    const QRectF ramp = rampRect();
    const double from
        = scale.positionOf(ScaleAxis(m_state.scale.kind, m_state.dataRange).range().low);
    const double to = scale.positionOf(m_state.dataRange.high);
    const double left = width() - kHistogramWidth;
    const double step = (to - from) / static_cast<double>(m_state.histogram.size());
    // Square roots: rare values stay visible beside a crowd.
    const auto length = [&](int count) {
        return std::sqrt(static_cast<double>(count) / *most) * (kHistogramWidth - 2.0);
    };
    QPainterPath shape;
    shape.moveTo(left, ramp.bottom() - from * ramp.height());
    for (std::size_t i = 0; i < m_state.histogram.size(); ++i) {
        const double x = left + length(m_state.histogram[i]);
        const double position = from + static_cast<double>(i) * step;
        shape.lineTo(x, ramp.bottom() - position * ramp.height());
        shape.lineTo(x, ramp.bottom() - (position + step) * ramp.height());
    }
    shape.lineTo(left, ramp.bottom() - to * ramp.height());
    shape.closeSubpath();
    QColor fill = m_theme.mutedText;
    fill.setAlphaF(0.3F);
    painter.fillPath(shape, fill);
}

void ColourBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeHandles();
}

void ColourBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitLabel();
        updateGeometry();
    }
}

void ColourBar::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit autofitRequested();
}

} // namespace ropescope
