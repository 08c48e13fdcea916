// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pair_bars.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/number_text.h"
#include "widgets/pair_bars_painter.h"

namespace ropescope {

namespace {

constexpr double kGainStep = 0.1;
constexpr double kLargestGain = 10.0;

} // namespace

PairBars::PairBars(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("pairBars");
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("RoPE channel pairs"));
    updateAccessibleText();
}

void PairBars::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void PairBars::setContent(PairBarsContent content)
{
    const bool sameShape = content.pairCount() == m_content.pairCount();
    m_content = std::move(content);
    if (!sameShape) {
        abandonDrag();
        m_hovered = -1;
    }
    if (m_selected >= m_content.pairCount())
        m_selected = -1;
    updateAccessibleText();
    update();
}

void PairBars::setParts(const std::optional<PairParts>& parts)
{
    if (parts == m_parts)
        return;
    m_parts = parts;
    updateAccessibleText();
    update();
}

const PairParts* PairBars::shownParts() const
{
    const bool fits = m_parts && !m_parts->parts.empty()
        && m_parts->parts.size() == m_content.slotOfPair.size();
    return fits ? &*m_parts : nullptr;
}

void PairBars::setSelectedPair(int pair)
{
    m_selected = pair >= 0 && pair < m_content.pairCount() ? pair : -1;
    updateAccessibleText();
    update();
}

PairBarsLayout PairBars::places() const
{
    return { m_content, pairBarsArea(QRectF(rect()), font()) };
}

QRect PairBars::slotColumn(int slot) const
{
    const PairBarsLayout bars = places();
    const int width = std::max(10, static_cast<int>(std::lround(bars.barWidth())));
    const int centre = static_cast<int>(std::lround(bars.slotX(slot)));
    return { centre - width / 2, 0, width, height() };
}

QSize PairBars::sizeHint() const { return { 330, 190 }; }

QSize PairBars::minimumSizeHint() const { return { 160, 130 }; }

QString PairBars::describe(int pair) const
{
    const auto m = static_cast<std::size_t>(pair);
    const double now = m_content.wavelength(pair);
    const double before = m_content.originalWavelength[m];
    QString text = tr("pair %1 · dims %2, %3 · T %4")
                       .arg(pair)
                       .arg(m_content.coordinates[m].first)
                       .arg(m_content.coordinates[m].second)
                       .arg(wavelengthText(before));
    if (m_content.hasNewWavelength(pair))
        text += QStringLiteral(" → ") + wavelengthText(now);
    if (!m_content.share.empty())
        text += tr(" · %1 of energy").arg(shareText(m_content.share[m]));
    if (m_content.isStill(pair))
        text += tr(" · stands still");
    if (m_content.isMean(pair))
        text += tr(" · replaced by its mean");
    text += tr(" · gain %1").arg(m_content.gain[m], 0, 'g', 3);
    if (const PairParts* const parts = shownParts())
        text += tr(" · %1 to the logit").arg(partText(parts->parts[m]));
    return text;
}

void PairBars::updateAccessibleText()
{
    QString text = m_selected < 0 ? tr("no pair selected") : describe(m_selected);
    if (const PairParts* const parts = shownParts())
        text += QStringLiteral("; ") + partsCaption(*parts);
    setAccessibleDescription(text);
}

void PairBars::select(int pair)
{
    if (pair < 0 || pair == m_selected)
        return;
    setSelectedPair(pair);
    emit pairSelected(pair);
}

bool PairBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        const int slot = places().slotToGrab(help->pos().x());
        const int pair = m_content.pairAtSlot(slot);
        if (pair >= 0 && isEnabled())
            QToolTip::showText(help->globalPos(), describe(pair), this, slotColumn(slot));
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && m_drag
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // Escape ends the drag here and nothing elsewhere
        return true;
    }
    if (event->type() == QEvent::EnabledChange && !isEnabled())
        cancelDrag();
    return QWidget::event(event);
}

void PairBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintPairBars(painter,
                  { .content = m_content,
                    .area = pairBarsArea(QRectF(rect()), font()),
                    .theme = m_theme,
                    .selectedPair = m_selected,
                    .hoveredPair = m_hovered,
                    .enabled = isEnabled(),
                    .focused = hasFocus(),
                    .frame = QRectF(rect()),
                    .parts = shownParts() });
}

void PairBars::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int slot = places().slotToGrab(event->position().x());
    const int pair = m_content.pairAtSlot(slot);
    if (pair < 0)
        return;
    select(pair);
    m_drag = Drag { .pair = pair, .slot = slot, .pressX = event->pos().x() };
    setCursor(Qt::ClosedHandCursor);
}

void PairBars::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_drag) {
        const int pair = m_content.pairAtSlot(places().slotToGrab(event->position().x()));
        if (pair != m_hovered) {
            m_hovered = pair;
            if (pair >= 0)
                setCursor(Qt::OpenHandCursor);
            else
                unsetCursor();
            update();
        }
        return;
    }
    if (!m_drag->moving) {
        if (std::abs(event->pos().x() - m_drag->pressX) < QApplication::startDragDistance() / 2)
            return;
        m_drag->moving = true;
        QToolTip::hideText();
        emit moveStarted(m_drag->pair);
    }
    const int slot = places().slotAt(event->position().x());
    if (!m_drag || slot == m_drag->slot)
        return;
    m_drag->slot = slot;
    emit moved(m_drag->pair, slot);
}

void PairBars::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_drag)
        return;
    const Drag drag = *std::exchange(m_drag, std::nullopt);
    setCursor(Qt::OpenHandCursor);
    if (drag.moving)
        emit moveFinished(drag.pair);
}

void PairBars::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void PairBars::abandonDrag()
{
    m_drag.reset();
    unsetCursor();
}

void PairBars::cancelDrag()
{
    if (!m_drag)
        return;
    const Drag drag = *m_drag;
    abandonDrag();
    if (drag.moving)
        emit moveCancelled(drag.pair);
}

void PairBars::moveSelected(int step)
{
    const int slot = m_content.slotOfPair[static_cast<std::size_t>(m_selected)] + step;
    if (slot < 0 || slot >= m_content.pairCount())
        return;
    const int pair = m_selected;
    emit moveStarted(pair);
    emit moved(pair, slot);
    emit moveFinished(pair);
}

void PairBars::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (key == Qt::Key_Escape && m_drag) {
        cancelDrag();
        return;
    }
    if (key == Qt::Key_R && event->modifiers() == Qt::NoModifier) {
        emit resetRequested();
        return;
    }
    const bool known = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up
        || key == Qt::Key_Down || key == Qt::Key_Delete;
    if (!known || m_content.pairCount() == 0 || m_drag) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (m_selected < 0) {
        select(m_content.pairAtSlot(0));
        return;
    }
    const auto selected = static_cast<std::size_t>(m_selected);
    const double gain = m_content.gain[selected];
    if (key == Qt::Key_Delete) {
        emit gainRequested(m_selected, gain == 0.0 ? 1.0 : 0.0);
    } else if (key == Qt::Key_Up || key == Qt::Key_Down) {
        const double wanted = gain + (key == Qt::Key_Up ? kGainStep : -kGainStep);
        const double rounded = std::round(wanted * 1000.0) / 1000.0;
        emit gainRequested(m_selected, std::clamp(rounded, -kLargestGain, kLargestGain));
    } else {
        const int step = key == Qt::Key_Right ? 1 : -1;
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            moveSelected(step);
        else
            select(m_content.pairAtSlot(m_content.slotOfPair[selected] + step));
    }
}

void PairBars::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void PairBars::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace ropescope
