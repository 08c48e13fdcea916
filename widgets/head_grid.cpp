// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/head_grid.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "widgets/scale_axis.h"

namespace ropescope {

namespace {

constexpr int kUsualCell = 28;
constexpr int kMostRowsHinted = 12;

/// Between the thumbnails; less where space is dear.
int gapFor(int cell) { return cell >= 24 ? 3 : 1; }

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
    m_layers = std::max(0, layers);
    m_heads = std::max(0, heads);
    const auto count = static_cast<std::size_t>(m_layers) * static_cast<std::size_t>(m_heads);
    m_thumbnails.assign(count, {});
    m_scores.clear();
    m_scoreName.clear();
    m_notes.clear();
    m_enabled.clear();
    m_order.reset();
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
    m_lowScore = std::numeric_limits<double>::infinity();
    m_highScore = -m_lowScore;
    for (const double score : m_scores) {
        if (!std::isfinite(score))
            continue;
        m_lowScore = std::min(m_lowScore, score);
        m_highScore = std::max(m_highScore, score);
    }
    viewport()->update();
    describeSelection();
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

void HeadGrid::setOrder(const std::optional<std::vector<HeadId>>& order)
{
    m_order = order;
    if (m_order)
        std::erase_if(*m_order, [this](HeadId id) { return !indexOf(id); });
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
    const int margin = gapFor(m_cell);
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
    if (id.layer.value < 0 || id.layer.value >= m_layers || id.head.value < 0
        || id.head.value >= m_heads)
        return std::nullopt;
    return static_cast<std::size_t>(id.layer.value) * static_cast<std::size_t>(m_heads)
        + static_cast<std::size_t>(id.head.value);
}

bool HeadGrid::isThere(HeadId id) const
{
    const auto index = indexOf(id);
    return index && (*index >= m_enabled.size() || m_enabled[*index]);
}

int HeadGrid::slotCount() const
{
    return m_order ? static_cast<int>(m_order->size()) : m_layers * m_heads;
}

HeadId HeadGrid::headInSlot(int slot) const
{
    if (m_order)
        return (*m_order)[static_cast<std::size_t>(slot)];
    return { { slot / m_heads }, { slot % m_heads } };
}

std::optional<int> HeadGrid::slotOf(HeadId id) const
{
    if (!m_order) {
        const auto index = indexOf(id);
        return index ? std::optional(static_cast<int>(*index)) : std::nullopt;
    }
    const auto found = std::find(m_order->begin(), m_order->end(), id);
    return found == m_order->end() ? std::nullopt
                                   : std::optional(static_cast<int>(found - m_order->begin()));
}

QRect HeadGrid::slotRect(int slot) const
{
    const int gap = gapFor(m_cell);
    return { labelWidth() + slot % m_heads * m_cell - horizontalScrollBar()->value(),
             slot / m_heads * m_cell + gap - verticalScrollBar()->value(), m_cell - gap,
             m_cell - gap };
}

QRect HeadGrid::cellRect(HeadId id) const
{
    const auto slot = slotOf(id);
    return slot ? slotRect(*slot) : QRect();
}

int HeadGrid::labelWidth() const
{
    const int widest = m_order ? m_layers * m_heads : m_layers;
    return fontMetrics().horizontalAdvance(QString::number(std::max(10, widest - 1))) + 8;
}

int HeadGrid::rowCount() const { return m_heads > 0 ? (slotCount() + m_heads - 1) / m_heads : 0; }

void HeadGrid::layOut()
{
    const int gap = gapFor(kUsualCell);
    const int room = viewport()->width() - labelWidth() - gap;
    m_cell = m_heads > 0 ? std::clamp(room / m_heads, kSmallestCell, kLargestCell) : kSmallestCell;
    const int wide = labelWidth() + m_heads * m_cell;
    const int tall = rowCount() * m_cell + gapFor(m_cell);
    horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_cell);
    verticalScrollBar()->setRange(0, std::max(0, tall - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_cell);
    viewport()->update();
}

std::vector<HeadId> HeadGrid::visibleHeads() const
{
    std::vector<HeadId> result;
    const QRect view = viewport()->rect();
    for (int slot = 0; slot < slotCount(); ++slot) {
        const HeadId id = headInSlot(slot);
        if (isThere(id) && slotRect(slot).intersects(view))
            result.push_back(id);
    }
    return result;
}

std::optional<HeadId> HeadGrid::headAt(QPoint viewportPixel) const
{
    if (m_heads == 0)
        return std::nullopt;
    const int x = viewportPixel.x() + horizontalScrollBar()->value() - labelWidth();
    const int y = viewportPixel.y() + verticalScrollBar()->value();
    if (viewportPixel.x() < labelWidth() || x < 0 || y < 0 || x >= m_heads * m_cell)
        return std::nullopt;
    const int slot = y / m_cell * m_heads + x / m_cell;
    return slot < slotCount() ? std::optional(headInSlot(slot)) : std::nullopt;
}

QString HeadGrid::describe(HeadId id) const
{
    QString text = tr("Layer %1 · Head %2").arg(id.layer.value).arg(id.head.value);
    const auto index = indexOf(id);
    if (!index)
        return text;
    if (!isThere(id))
        return text + QLatin1Char('\n') + tr("not in this trace");
    if (*index < m_scores.size() && std::isfinite(m_scores[*index]))
        text += QStringLiteral("\n%1 %2").arg(m_scoreName, valueText(m_scores[*index]));
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
    const int rows = std::clamp(m_layers, 1, kMostRowsHinted);
    return { labelWidth() + std::max(1, m_heads) * kUsualCell,
             rows * kUsualCell + gapFor(kUsualCell) };
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

/// By that many slots, and on in the same direction over heads that are not there.
void HeadGrid::moveSelection(int by, int direction)
{
    const int count = slotCount();
    const auto slot = slotOf(m_selected);
    if (count == 0 || m_heads == 0)
        return;
    for (int next = slot ? *slot + by : 0; next >= 0 && next < count; next += direction) {
        if (isThere(headInSlot(next)))
            return pick(headInSlot(next));
    }
}

void HeadGrid::keyPressEvent(QKeyEvent* event)
{
    const int page = std::max(1, viewport()->height() / std::max(1, m_cell)) * m_heads;
    const int current = slotOf(m_selected).value_or(0);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveSelection(-1, -1);
    case Qt::Key_Right:
        return moveSelection(1, 1);
    case Qt::Key_Up:
        return moveSelection(-m_heads, -m_heads);
    case Qt::Key_Down:
        return moveSelection(m_heads, m_heads);
    case Qt::Key_Home:
        return moveSelection(-current, 1);
    case Qt::Key_End:
        return moveSelection(slotCount() - 1 - current, -1);
    case Qt::Key_PageUp:
        return moveSelection(std::max(-page, -current / std::max(1, m_heads) * m_heads), m_heads);
    case Qt::Key_PageDown: {
        const int below = (slotCount() - 1 - current) / std::max(1, m_heads) * m_heads;
        return moveSelection(std::min(page, below), -m_heads);
    }
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void HeadGrid::mousePressEvent(QMouseEvent* event)
{
    const auto id = headAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && id)
        pick(*id);
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

QColor HeadGrid::scoreColour(double score) const
{
    const double range = m_highScore - m_lowScore;
    const double position = range > 0 ? (score - m_lowScore) / range : 0.5;
    if (m_colourMap) {
        const auto last = m_colourMap->colours.size() - 1;
        const std::uint32_t c = m_colourMap->colours[static_cast<std::size_t>(
            std::lround(position * static_cast<double>(last)))];
        return QColor(static_cast<int>(c & 0xFFU), static_cast<int>(c >> 8U & 0xFFU),
                      static_cast<int>(c >> 16U & 0xFFU));
    }
    const auto blend = [position](int a, int b) { return qRound(a + position * (b - a)); };
    return QColor(blend(m_theme.field.red(), m_theme.measured.red()),
                  blend(m_theme.field.green(), m_theme.measured.green()),
                  blend(m_theme.field.blue(), m_theme.measured.blue()));
}

void HeadGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_heads == 0)
        return;
    const int offset = verticalScrollBar()->value();
    const int first = std::max(0, (event->rect().top() + offset) / m_cell);
    const int last = std::min(rowCount() - 1, (event->rect().bottom() + offset) / m_cell);

    painter.save();
    painter.setClipRect(viewport()->rect().adjusted(labelWidth() - gapFor(m_cell), 0, 0, 0));
    for (int slot = first * m_heads; slot < std::min(slotCount(), (last + 1) * m_heads); ++slot)
        paintHead(painter, headInSlot(slot), slotRect(slot));
    paintFrame(painter);
    painter.restore();

    QFont small = font();
    small.setPointSizeF(std::max(6.0, small.pointSizeF() * 0.85));
    painter.setFont(small);
    painter.setPen(m_theme.mutedText);
    // Not every row has room for its number when cells are small.
    const int stride = std::max(1, (QFontMetrics(small).height() + m_cell - 1) / m_cell);
    for (int row = first; row <= last; ++row) {
        if (row % stride != 0)
            continue;
        const QRect cell = slotRect(row * m_heads);
        painter.drawText(QRect(0, cell.center().y() - 10, labelWidth() - 7, 21),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(m_order ? row * m_heads : row));
    }
}

void HeadGrid::paintHead(QPainter& painter, HeadId id, QRect rect) const
{
    const std::size_t index = *indexOf(id);
    if (!isThere(id)) {
        painter.fillRect(rect, QBrush(m_theme.border, Qt::BDiagPattern));
        return;
    }
    const bool scored = index < m_scores.size() && std::isfinite(m_scores[index]);
    if (m_mode == Mode::Scores && scored) {
        painter.fillRect(rect, scoreColour(m_scores[index]));
        return;
    }
    painter.fillRect(rect, m_theme.field);
    if (m_mode == Mode::Thumbnails && !m_thumbnails[index].isNull()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(rect, m_thumbnails[index]);
    }
}

void HeadGrid::paintFrame(QPainter& painter) const
{
    const auto frame = [&](HeadId id, const QColor& colour, double width) {
        const QRect cell = cellRect(id);
        if (cell.isEmpty())
            return;
        const double out = width / 2.0;
        painter.setPen(QPen(colour, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(cell).adjusted(-out, -out, out, out), 3.0, 3.0);
    };
    if (m_hovered && isThere(*m_hovered) && m_hovered != m_selected)
        frame(*m_hovered, m_theme.mutedText, 1.0);
    if (isThere(m_selected))
        frame(m_selected, m_theme.measured, 2.0);
}

} // namespace ropescope
