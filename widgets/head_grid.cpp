// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/head_grid.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "widgets/head_grid_painter.h"
#include "widgets/pattern_look.h"
#include "widgets/scale_axis.h"

namespace ropescope {

namespace {

constexpr int kUsualCell = 28;
constexpr int kRightMargin = 3; ///< for the frame of the last column

} // namespace

HeadGrid::HeadGrid(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setObjectName("headGrid");
    setAccessibleName(tr("Heads"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setObjectName("headGridCells");
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
}

void HeadGrid::setShape(int layers, int heads)
{
    m_layout = HeadGridLayout(layers, heads);
    m_thumbnails.assign(static_cast<std::size_t>(m_layout.slotCount()), {});
    setScores({}, {});
    m_patterns.clear();
    m_dimmed.clear();
    m_notes.clear();
    m_enabled.clear();
    m_gains.clear();
    m_hovered.reset();
    m_selected = {};
    layOut();
    updateGeometry();
}

void HeadGrid::setMode(Mode mode)
{
    m_mode = mode;
    viewport()->update();
}

void HeadGrid::setThumbnail(HeadId id, const QImage& image)
{
    if (const auto index = indexOf(id)) {
        m_thumbnails[*index] = image;
        viewport()->update(cellRect(id));
    }
}

void HeadGrid::clearThumbnails()
{
    std::fill(m_thumbnails.begin(), m_thumbnails.end(), QImage());
    viewport()->update();
}

void HeadGrid::setScores(const std::vector<double>& scores, const QString& name)
{
    m_scores = scores;
    m_scoreName = name;
    m_scores.resize(m_scores.empty() ? 0 : m_thumbnails.size(), std::nan(""));
    m_scoreRange = rangeOf(m_scores);
    setAccessibleName(name.isEmpty() ? tr("Heads") : tr("Heads by %1").arg(name));
    viewport()->update();
    describeSelection();
}

void HeadGrid::setPatterns(const std::vector<std::optional<Pattern>>& patterns)
{
    m_patterns = patterns;
    viewport()->update();
    describeSelection();
}

void HeadGrid::setDimmed(const std::vector<bool>& dimmed)
{
    m_dimmed = dimmed;
    viewport()->update();
    describeSelection();
}

bool HeadGrid::isDimmed(HeadId id) const
{
    const auto index = indexOf(id);
    return index && *index < m_dimmed.size() && m_dimmed[*index];
}

void HeadGrid::setColourMap(const ColourMap* map)
{
    m_colourMap = map;
    viewport()->update();
}

void HeadGrid::setNotes(const std::vector<QString>& notes) { m_notes = notes; }

void HeadGrid::setEnabledHeads(const std::vector<bool>& enabled)
{
    m_enabled = enabled;
    viewport()->update();
}

void HeadGrid::setGains(const std::map<HeadId, double>& gains, bool inForce)
{
    if (gains == m_gains && inForce == m_gainsInForce)
        return;
    m_gains = gains;
    m_gainsInForce = inForce;
    viewport()->update();
    describeSelection();
}

double HeadGrid::gainOf(HeadId id) const
{
    const auto gain = m_gains.find(id);
    return gain == m_gains.end() ? 1.0 : gain->second;
}

void HeadGrid::setOrder(const std::optional<std::vector<HeadId>>& order)
{
    m_layout.setOrder(order);
    layOut();
    setSelected(m_selected);
    emit visibleHeadsChanged();
}

void HeadGrid::setSelected(HeadId id)
{
    m_selected = id;
    describeSelection();
    viewport()->update();
    const QRect cell = cellRect(id);
    if (cell.isEmpty())
        return;
    const QRect view = viewport()->rect();
    const auto reveal = [](QScrollBar* bar, int low, int high, int size) {
        if (low < 0)
            bar->setValue(bar->value() + low);
        else if (high > size)
            bar->setValue(bar->value() + high - size);
    };
    const int margin = m_layout.gap();
    reveal(verticalScrollBar(), cell.top() - margin, cell.bottom() + 1 + margin, view.height());
    reveal(horizontalScrollBar(), cell.left() - labelWidth(), cell.right() + 1 + margin,
           view.width());
}

void HeadGrid::setTheme(const Theme& theme)
{
    m_theme = theme;
    viewport()->update();
}

std::optional<std::size_t> HeadGrid::indexOf(HeadId id) const
{
    if (!m_layout.contains(id))
        return std::nullopt;
    return static_cast<std::size_t>(id.layer.value) * static_cast<std::size_t>(heads())
        + static_cast<std::size_t>(id.head.value);
}

bool HeadGrid::isThere(HeadId id) const
{
    const auto index = indexOf(id);
    return index && (*index >= m_enabled.size() || m_enabled[*index]);
}

QPoint HeadGrid::scrolled() const
{
    return { horizontalScrollBar()->value(), verticalScrollBar()->value() };
}

QRect HeadGrid::slotRect(int slot) const { return m_layout.slotRect(slot).translated(-scrolled()); }

QRect HeadGrid::cellRect(HeadId id) const
{
    const auto slot = m_layout.slotOf(id);
    return slot ? slotRect(*slot) : QRect();
}

int HeadGrid::labelWidth() const
{
    const int last = m_layout.isOrdered() ? m_layout.slotCount() : layers();
    return fontMetrics().horizontalAdvance(QString::number(std::max(10, last - 1))) + 8;
}

void HeadGrid::layOut()
{
    const QSize view = viewport()->size();
    const int before = m_layout.heightByWidth();
    m_layout.fit({ view.width() - kRightMargin, view.height() }, labelWidth(), kSmallestCell,
                 kLargestCell);
    const auto arrange = [this](QScrollBar* bar, int whole, int seen) {
        bar->setRange(0, std::max(0, whole - seen));
        bar->setPageStep(seen);
        bar->setSingleStep(m_layout.cell());
    };
    arrange(horizontalScrollBar(), m_layout.size().width(), view.width());
    arrange(verticalScrollBar(), m_layout.size().height(), view.height());
    viewport()->update();
    if (m_layout.heightByWidth() != before)
        updateGeometry();
}

std::vector<HeadId> HeadGrid::visibleHeads() const
{
    std::vector<HeadId> result;
    const QRect view = viewport()->rect();
    for (int slot = 0; slot < m_layout.slotCount(); ++slot) {
        const HeadId id = m_layout.headInSlot(slot);
        if (isThere(id) && slotRect(slot).intersects(view))
            result.push_back(id);
    }
    return result;
}

std::optional<HeadId> HeadGrid::headAt(QPoint viewportPixel) const
{
    if (viewportPixel.x() < m_layout.labelWidth()) // a head that was scrolled below the labels
        return std::nullopt;
    return m_layout.headAt(viewportPixel + scrolled());
}

QString HeadGrid::describe(HeadId id) const
{
    QString text = tr("Layer %1 · Head %2").arg(id.layer.value).arg(id.head.value);
    const auto index = indexOf(id);
    if (!index)
        return text;
    if (!isThere(id))
        return text + QLatin1Char('\n') + tr("not in this trace");
    if (const double gain = gainOf(id); gain == 0.0)
        text += QLatin1Char('\n') + tr("masked");
    else if (gain != 1.0)
        text += QLatin1Char('\n') + tr("gain %1").arg(gain);
    if (*index < m_scores.size() && std::isfinite(m_scores[*index]))
        text += QStringLiteral("\n%1 %2").arg(m_scoreName, valueText(m_scores[*index]));
    if (*index < m_patterns.size() && m_patterns[*index])
        text += QLatin1Char('\n') + patternTitle(*m_patterns[*index]);
    if (isDimmed(id))
        text += QLatin1Char('\n') + tr("filtered out");
    if (*index < m_notes.size() && !m_notes[*index].isEmpty())
        text += QLatin1Char('\n') + m_notes[*index];
    return text;
}

void HeadGrid::describeSelection()
{
    setAccessibleDescription(describe(m_selected).replace(QLatin1Char('\n'), QLatin1String(", ")));
}

QSize HeadGrid::sizeHint() const
{
    // As wide as usual, and as high as all rows would be at the width that there is.
    return { labelWidth() + std::max(1, heads()) * kUsualCell + kRightMargin,
             std::max(kUsualCell, m_layout.heightByWidth() + kRightMargin) };
}

QSize HeadGrid::minimumSizeHint() const
{
    return { labelWidth() + 4 * kSmallestCell, 4 * kSmallestCell };
}

void HeadGrid::pick(HeadId id)
{
    if (!isThere(id))
        return;
    setSelected(id);
    emit headPicked(id);
}

void HeadGrid::mousePressEvent(QMouseEvent* event)
{
    const auto id = headAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && id)
        pick(*id);
}

void HeadGrid::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const auto id = byMouse ? headAt(event->pos()) : std::optional(m_selected);
    if (!id || !isThere(*id))
        return;
    emit menuRequested(
        *id, byMouse ? event->globalPos() : viewport()->mapToGlobal(cellRect(*id).bottomLeft()));
}

void HeadGrid::mouseMoveEvent(QMouseEvent* event) { hover(headAt(event->position().toPoint())); }

void HeadGrid::hover(std::optional<HeadId> id)
{
    if (id == m_hovered)
        return;
    m_hovered = id;
    viewport()->update();
}

bool HeadGrid::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        if (const auto id = headAt(help->pos()))
            QToolTip::showText(help->globalPos(), describe(*id), viewport(), cellRect(*id));
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave)
        hover(std::nullopt);
    return QAbstractScrollArea::viewportEvent(event);
}

void HeadGrid::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
    emit visibleHeadsChanged();
}

void HeadGrid::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        layOut();
        updateGeometry();
    }
}

void HeadGrid::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update(); // the labels stay when scrolling sideways, so no pixels can be moved
    emit visibleHeadsChanged();
}

void HeadGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setFont(font());
    paintHeadGrid(painter,
                  { .layout = m_layout,
                    .theme = m_theme,
                    .shows = m_mode,
                    .thumbnails = m_thumbnails,
                    .scores = m_scores,
                    .range = m_scoreRange,
                    .colourMap = m_colourMap,
                    .patterns = m_patterns,
                    .enabled = m_enabled,
                    .dimmed = m_dimmed,
                    .gains = m_gains,
                    .gainsInForce = m_gainsInForce,
                    .selected = m_selected,
                    .hovered = m_hovered,
                    .scrolled = scrolled(),
                    .view = viewport()->rect(),
                    .dirty = event->rect(),
                    .labelWidth = labelWidth() });
}

} // namespace ropescope
