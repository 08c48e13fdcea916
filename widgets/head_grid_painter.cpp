// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/head_grid_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetrics>
#include <QPainter>

#include "widgets/pattern_look.h"

namespace ropescope {

namespace {

constexpr float kVeil = 0.82F;     ///< over what a filter leaves out
constexpr int kSmallestNamed = 24; ///< cells that have room for a name

class Painting {
public:
    Painting(QPainter& painter, const HeadGridPicture& picture)
        : m_painter(painter)
        , m_picture(picture)
        , m_layout(picture.layout)
        , m_theme(picture.theme)
        , m_firstRow(std::max(0, (picture.dirty.top() + picture.scrolled.y()) / m_layout.cell()))
        , m_lastRow(std::min(m_layout.rowCount() - 1,
                             (picture.dirty.bottom() + picture.scrolled.y()) / m_layout.cell()))
    {
    }

    void heads();
    void names();
    void gains();
    void frames();
    void rowLabels();

private:
    [[nodiscard]] QRect slotRect(int slot) const
    {
        return m_layout.slotRect(slot).translated(-m_picture.scrolled);
    }
    [[nodiscard]] QRect cellRect(HeadId id) const
    {
        const auto slot = m_layout.slotOf(id);
        return slot ? slotRect(*slot) : QRect();
    }
    [[nodiscard]] std::size_t indexOf(HeadId id) const
    {
        return static_cast<std::size_t>(id.layer.value) * static_cast<std::size_t>(m_layout.heads())
            + static_cast<std::size_t>(id.head.value);
    }
    [[nodiscard]] bool isThere(HeadId id) const
    {
        return m_layout.contains(id)
            && (indexOf(id) >= m_picture.enabled.size() || m_picture.enabled[indexOf(id)]);
    }
    void head(HeadId id, QRect rect);
    void gain(double gain, QRect rect);
    void frame(HeadId id, const QColor& colour, double width);

    QPainter& m_painter;
    const HeadGridPicture& m_picture;
    const HeadGridLayout& m_layout;
    const Theme& m_theme;
    int m_firstRow;
    int m_lastRow;
};

void Painting::heads()
{
    const int end = std::min(m_layout.slotCount(), (m_lastRow + 1) * m_layout.heads());
    for (int slot = m_firstRow * m_layout.heads(); slot < end; ++slot)
        head(m_layout.headInSlot(slot), slotRect(slot));
}

void Painting::head(HeadId id, QRect rect)
{
    const std::size_t index = indexOf(id);
    if (!isThere(id)) {
        m_painter.fillRect(rect, QBrush(m_theme.border, Qt::BDiagPattern));
        return;
    }
    m_painter.fillRect(rect, m_theme.field);
    switch (m_picture.shows) {
    case HeadGridMode::Scores:
        if (const auto& scores = m_picture.scores;
            m_picture.range && index < scores.size() && std::isfinite(scores[index]))
            m_painter.fillRect(
                rect,
                rampColour(m_picture.colourMap, m_theme, m_picture.range->position(scores[index])));
        break;
    case HeadGridMode::Patterns:
        if (const auto& patterns = m_picture.patterns; index < patterns.size() && patterns[index])
            paintPatternMark(m_painter, rect, *patterns[index], m_theme);
        break;
    case HeadGridMode::Thumbnails:
        if (!m_picture.thumbnails[index].isNull()) {
            m_painter.setRenderHint(QPainter::SmoothPixmapTransform);
            m_painter.drawImage(rect, m_picture.thumbnails[index]);
        }
    }
    if (index < m_picture.dimmed.size() && m_picture.dimmed[index]) {
        QColor veil = m_theme.panel;
        veil.setAlphaF(kVeil);
        m_painter.fillRect(rect, veil);
    }
}

/// Where heads do not stand by layer, each says which it is: above the diagonal, where maps are
/// empty.
void Painting::names()
{
    if (!m_layout.isOrdered() || m_layout.cell() < kSmallestNamed)
        return;
    QFont tiny = m_painter.font();
    tiny.setPixelSize(std::clamp(m_layout.cell() / 3, 8, 11));
    m_painter.setFont(tiny);
    const QFontMetrics metrics(tiny);
    const int end = std::min(m_layout.slotCount(), (m_lastRow + 1) * m_layout.heads());
    for (int slot = m_firstRow * m_layout.heads(); slot < end; ++slot) {
        const HeadId id = m_layout.headInSlot(slot);
        const QString name = QStringLiteral("%1·%2").arg(id.layer.value).arg(id.head.value);
        const QRect rect = slotRect(slot);
        QRect plate(0, rect.top(), metrics.horizontalAdvance(name) + 2, metrics.height() - 1);
        plate.moveRight(rect.right());
        QColor behind = m_theme.panel;
        behind.setAlphaF(0.7F);
        m_painter.fillRect(plate, behind);
        m_painter.setPen(m_theme.text);
        m_painter.drawText(plate, Qt::AlignCenter, name);
    }
}

void Painting::gains()
{
    for (const auto& [id, factor] : m_picture.gains) {
        if (const QRect cell = cellRect(id); isThere(id) && !cell.isEmpty())
            gain(factor, cell);
    }
}

/// A masked head is covered and crossed out, a scaled one has a bar as long as its gain.
void Painting::gain(double gain, QRect rect)
{
    QColor colour = m_theme.predicted;
    QColor veil = m_theme.panel;
    colour.setAlphaF(m_picture.gainsInForce ? 1.0F : 0.45F);
    veil.setAlphaF(m_picture.gainsInForce ? 0.75F : 0.35F);
    if (gain == 0.0) {
        m_painter.fillRect(rect, veil);
        m_painter.setPen(QPen(colour, 1.5));
        const QRectF inside = QRectF(rect).adjusted(4, 4, -4, -4);
        m_painter.drawLine(inside.topLeft(), inside.bottomRight());
        m_painter.drawLine(inside.topRight(), inside.bottomLeft());
        return;
    }
    constexpr double kFullGain = 2.0;
    const double part = std::clamp(std::abs(gain) / kFullGain, 0.1, 1.0);
    QRectF bar(rect);
    bar.setTop(bar.bottom() - 3.0);
    m_painter.fillRect(bar, veil);
    bar.setWidth(part * bar.width());
    m_painter.fillRect(bar, colour);
}

void Painting::frame(HeadId id, const QColor& colour, double width)
{
    const QRect cell = cellRect(id);
    if (cell.isEmpty())
        return;
    const double out = width / 2.0;
    m_painter.setPen(QPen(colour, width));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(QRectF(cell).adjusted(-out, -out, out, out), 3.0, 3.0);
}

void Painting::frames()
{
    const auto& hovered = m_picture.hovered;
    if (hovered && isThere(*hovered) && hovered != m_picture.selected)
        frame(*hovered, m_theme.mutedText, 1.0);
    if (isThere(m_picture.selected))
        frame(m_picture.selected, m_theme.measured, 2.0);
}

void Painting::rowLabels()
{
    QFont small = m_painter.font();
    small.setPointSizeF(std::max(6.0, small.pointSizeF() * 0.85));
    m_painter.setFont(small);
    m_painter.setPen(m_theme.mutedText);
    // Not every row has room for its number when cells are small.
    const int stride
        = std::max(1, (QFontMetrics(small).height() + m_layout.cell() - 1) / m_layout.cell());
    for (int row = m_firstRow; row <= m_lastRow; ++row) {
        if (row % stride != 0)
            continue;
        const QRect cell = slotRect(row * m_layout.heads());
        m_painter.drawText(QRect(0, cell.center().y() - 10, m_picture.labelWidth - 7, 21),
                           Qt::AlignRight | Qt::AlignVCenter,
                           QString::number(m_layout.isOrdered() ? row * m_layout.heads() : row));
    }
}

} // namespace

void paintHeadGrid(QPainter& painter, const HeadGridPicture& picture)
{
    painter.setRenderHint(QPainter::Antialiasing);
    if (picture.layout.heads() == 0)
        return;
    Painting painting(painter, picture);
    painter.save();
    painter.setClipRect(picture.view.adjusted(picture.labelWidth - picture.layout.gap(), 0, 0, 0));
    painting.heads();
    painting.names();
    painting.gains();
    painting.frames();
    painter.restore();
    painting.rowLabels();
}

} // namespace ropescope
