// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/evidence_bar.h"

#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/plain_tip.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr double kLeast = 0.01; ///< a threshold of 0 would be met by no evidence at all
constexpr double kStep = 0.01;
constexpr double kLargeStep = 0.1;
constexpr double kGroove = 5.0;
constexpr double kGap = 10.0;
constexpr double kTickWidth = 4.0;

double onGrid(double threshold)
{
    return std::clamp(std::round(threshold / kStep) * kStep, kLeast, 1.0);
}

} // namespace

EvidenceBar::EvidenceBar(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::SizeHorCursor);
}

void EvidenceBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void EvidenceBar::setContent(const EvidenceContent& content)
{
    m_content = content;
    describe();
}

void EvidenceBar::describe()
{
    setAccessibleName(tr("%1, evidence and threshold").arg(m_content.name));
    setAccessibleDescription(
        m_content.isKnown ? tr("Evidence %1, threshold %2")
                                .arg(m_content.evidence, 0, 'f', 2)
                                .arg(m_content.threshold, 0, 'f', 2)
                          : tr("No evidence, threshold %1").arg(m_content.threshold, 0, 'f', 2));
    setToolTip(plainTip(tr("%1\n%2. Drag the tick or use the arrow keys; Home brings %3 back.")
                            .arg(m_content.meaning, accessibleDescription())
                            .arg(m_content.standard, 0, 'f', 2)));
    update();
}

QString EvidenceBar::readout() const
{
    const QString evidence
        = m_content.isKnown ? QString::number(m_content.evidence, 'f', 2) : QStringLiteral("–");
    return tr("%1 of %2").arg(evidence).arg(m_content.threshold, 0, 'f', 2);
}

QRectF EvidenceBar::groove() const
{
    const QFontMetricsF metrics(smallFont(font()));
    const double left = metrics.horizontalAdvance(QStringLiteral("Sequential MM"));
    const double right = metrics.horizontalAdvance(tr("%1 of %2").arg("0.00", "0.00")) + kGap;
    return { left, (height() - kGroove) / 2.0, std::max(20.0, width() - left - right), kGroove };
}

double EvidenceBar::xOf(double value) const
{
    const QRectF place = groove();
    return place.left() + std::clamp(value, 0.0, 1.0) * place.width();
}

double EvidenceBar::thresholdAt(double x) const
{
    const QRectF place = groove();
    // The standard one is easy to hit: it pulls from two pixels away.
    if (std::abs(x - xOf(m_content.standard)) <= 2.0)
        return m_content.standard;
    return onGrid((x - place.left()) / place.width());
}

void EvidenceBar::edit(double threshold)
{
    if (threshold == m_content.threshold)
        return;
    m_content.threshold = threshold;
    describe();
    emit thresholdEdited(threshold);
}

QSize EvidenceBar::sizeHint() const
{
    return { 260, QFontMetrics(smallFont(font())).height() + 6 };
}

QSize EvidenceBar::minimumSizeHint() const { return { 180, sizeHint().height() }; }

void EvidenceBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF place = groove();
    QFont name = smallFont(font());
    name.setBold(m_content.isLabel);
    painter.setFont(name);
    painter.setPen(m_content.isLabel ? m_theme.text : m_theme.mutedText);
    const QRectF names(0.0, 0.0, place.left() - 4.0, height());
    painter.drawText(names, Qt::AlignVCenter | Qt::AlignLeft, m_content.name);
    painter.setFont(smallFont(font()));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignRight, readout());

    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.border);
    painter.drawRoundedRect(place, kGroove / 2.0, kGroove / 2.0);
    if (m_content.isKnown && m_content.evidence > 0.0) {
        painter.setBrush(m_content.isLabel ? m_theme.measured : restingColour(m_theme));
        painter.drawRoundedRect(
            QRectF(place.left(), place.top(), xOf(m_content.evidence) - place.left(), kGroove),
            kGroove / 2.0, kGroove / 2.0);
    }
    const QRectF tick(xOf(m_content.threshold) - kTickWidth / 2.0, 2.0, kTickWidth, height() - 4.0);
    painter.setBrush(m_theme.predicted);
    painter.setPen(hasFocus() ? QPen(m_theme.text, 1.5) : QPen(m_theme.field, 1.0));
    painter.drawRoundedRect(tick, kTickWidth / 2.0, kTickWidth / 2.0);
}

void EvidenceBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_beforeDrag = m_content.threshold;
    edit(thresholdAt(event->position().x()));
}

void EvidenceBar::mouseMoveEvent(QMouseEvent* event)
{
    if (m_beforeDrag)
        edit(thresholdAt(event->position().x()));
}

void EvidenceBar::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_beforeDrag)
        return;
    m_beforeDrag.reset();
    emit thresholdCommitted(m_content.threshold);
}

void EvidenceBar::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    edit(m_content.standard);
    emit thresholdCommitted(m_content.threshold);
}

void EvidenceBar::keyPressEvent(QKeyEvent* event)
{
    double threshold = m_content.threshold;
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up:
        threshold = onGrid(threshold + kStep);
        break;
    case Qt::Key_Left:
    case Qt::Key_Down:
        threshold = onGrid(threshold - kStep);
        break;
    case Qt::Key_PageUp:
        threshold = onGrid(threshold + kLargeStep);
        break;
    case Qt::Key_PageDown:
        threshold = onGrid(threshold - kLargeStep);
        break;
    case Qt::Key_Home:
        threshold = m_content.standard;
        break;
    case Qt::Key_Escape:
        if (m_beforeDrag) {
            threshold = *std::exchange(m_beforeDrag, std::nullopt);
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    edit(threshold);
    emit thresholdCommitted(threshold);
}

void EvidenceBar::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void EvidenceBar::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void EvidenceBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace ropescope
