// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/score_map.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/scale_axis.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr int kRowHeight = 13;       ///< where there is room
constexpr int kMostHeight = 13 * 12; ///< models of more layers have lower rows
constexpr int kGapFrom = 6;          ///< rows and columns below that stand without a gap

/// The edges of equal parts of a length, in whole pixels.
int edge(int part, int parts, int length) { return part * length / std::max(1, parts); }

} // namespace

ScoreMap::ScoreMap(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("scoreMap");
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Layers by heads"));
}

void ScoreMap::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void ScoreMap::setColourMap(const ColourMap* map)
{
    m_map = map;
    update();
}

void ScoreMap::setScores(int layers, int heads, std::vector<double> scores, const QString& name)
{
    m_layers = layers;
    m_heads = heads;
    m_scores = std::move(scores);
    m_name = name;
    m_range = rangeOf(m_scores);
    setAccessibleName(tr("%1, layers by heads").arg(name));
    setAccessibleDescription(describe(m_selected));
    updateGeometry();
    update();
}

void ScoreMap::setPlaceholder(const QString& sentence)
{
    m_placeholder = sentence;
    update();
}

void ScoreMap::setSelected(HeadId id)
{
    m_selected = id;
    setAccessibleDescription(describe(id));
    update();
}

bool ScoreMap::contains(HeadId id) const
{
    return id.layer.value >= 0 && id.layer.value < m_layers && id.head.value >= 0
        && id.head.value < m_heads;
}

std::size_t ScoreMap::indexOf(HeadId id) const
{
    return static_cast<std::size_t>(id.layer.value) * static_cast<std::size_t>(m_heads)
        + static_cast<std::size_t>(id.head.value);
}

QRect ScoreMap::cellRect(HeadId id) const
{
    if (!contains(id))
        return {};
    const int left = edge(id.head.value, m_heads, width());
    const int top = edge(id.layer.value, m_layers, height());
    const int right = edge(id.head.value + 1, m_heads, width());
    const int bottom = edge(id.layer.value + 1, m_layers, height());
    const bool gaps = width() / m_heads >= kGapFrom && height() / m_layers >= kGapFrom;
    return { left, top, right - left - (gaps ? 1 : 0), bottom - top - (gaps ? 1 : 0) };
}

std::optional<HeadId> ScoreMap::headAt(QPoint pixel) const
{
    if (!rect().contains(pixel) || m_layers == 0 || m_heads == 0)
        return std::nullopt;
    // By the same edges as cellRect(), whatever the rounding.
    const auto part = [](int at, int parts, int length) {
        int guess = std::clamp(at * parts / std::max(1, length), 0, parts - 1);
        while (guess + 1 < parts && edge(guess + 1, parts, length) <= at)
            ++guess;
        return guess;
    };
    return HeadId { { part(pixel.y(), m_layers, height()) },
                    { part(pixel.x(), m_heads, width()) } };
}

QString ScoreMap::describe(HeadId id) const
{
    if (!contains(id) || m_scores.size() <= indexOf(id))
        return m_placeholder;
    const double score = m_scores[indexOf(id)];
    const QString value = std::isfinite(score) ? valueText(score) : tr("none");
    return tr("Layer %1 · Head %2, %3 %4")
        .arg(id.layer.value)
        .arg(id.head.value)
        .arg(m_name, value);
}

QSize ScoreMap::sizeHint() const
{
    const int rows = m_layers > 0 ? m_layers : 8;
    return { 200, std::min(rows * kRowHeight, kMostHeight) };
}

QSize ScoreMap::minimumSizeHint() const { return { 80, sizeHint().height() }; }

bool ScoreMap::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        if (const auto id = headAt(help->pos()); id && !m_scores.empty())
            QToolTip::showText(help->globalPos(), describe(*id), this, cellRect(*id));
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void ScoreMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (!m_range) {
        painter.setFont(smallFont(font()));
        painter.setPen(m_theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
        return;
    }
    for (int layer = 0; layer < m_layers; ++layer) {
        for (int head = 0; head < m_heads; ++head) {
            const HeadId id { { layer }, { head } };
            const double score = m_scores[indexOf(id)];
            if (std::isfinite(score))
                painter.fillRect(cellRect(id),
                                 rampColour(m_map, m_theme, m_range->position(score)));
            else
                painter.fillRect(cellRect(id), QBrush(m_theme.border, Qt::BDiagPattern));
        }
    }
    if (!contains(m_selected))
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    // Two colours, so that it is seen on every colour of the map.
    const QRectF frame = QRectF(cellRect(m_selected)).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(m_theme.window, 3.0));
    painter.drawRect(frame);
    painter.setPen(QPen(hasFocus() ? m_theme.text : m_theme.measured, 1.5));
    painter.drawRect(frame);
}

void ScoreMap::mousePressEvent(QMouseEvent* event)
{
    if (const auto id = headAt(event->position().toPoint());
        id && event->button() == Qt::LeftButton && !m_scores.empty())
        emit headPicked(*id);
}

void ScoreMap::keyPressEvent(QKeyEvent* event)
{
    HeadId next = m_selected;
    switch (event->key()) {
    case Qt::Key_Left:
        --next.head.value;
        break;
    case Qt::Key_Right:
        ++next.head.value;
        break;
    case Qt::Key_Up:
        --next.layer.value;
        break;
    case Qt::Key_Down:
        ++next.layer.value;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (contains(next))
        emit headPicked(next);
}

void ScoreMap::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ScoreMap::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace ropescope
