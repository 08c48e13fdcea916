// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/head_grid_layout.h"

#include <algorithm>

namespace ropescope {

HeadGridLayout::HeadGridLayout(int layers, int heads)
    : m_layers(heads > 0 ? std::max(0, layers) : 0)
    , m_heads(layers > 0 ? std::max(0, heads) : 0)
{
}

void HeadGridLayout::setOrder(const std::optional<std::vector<HeadId>>& order)
{
    m_order = order;
    if (m_order)
        std::erase_if(*m_order, [this](HeadId id) { return !contains(id); });
}

void HeadGridLayout::fit(QSize room, int labelWidth, int smallestCell, int largestCell)
{
    m_labelWidth = labelWidth;
    const int byWidth = m_heads > 0 ? (room.width() - labelWidth) / m_heads : largestCell;
    m_wideCell = std::clamp(byWidth, smallestCell, largestCell);
    const int byHeight = rowCount() > 0 ? (room.height() - gap()) / rowCount() : largestCell;
    m_cell = byHeight >= smallestCell ? std::min(m_wideCell, byHeight) : m_wideCell;
}

QSize HeadGridLayout::size() const
{
    return { m_labelWidth + m_heads * m_cell, rowCount() * m_cell + gap() };
}

bool HeadGridLayout::contains(HeadId id) const
{
    return id.layer.value >= 0 && id.layer.value < m_layers && id.head.value >= 0
        && id.head.value < m_heads;
}

int HeadGridLayout::slotCount() const
{
    return m_order ? static_cast<int>(m_order->size()) : m_layers * m_heads;
}

int HeadGridLayout::rowCount() const
{
    return m_heads > 0 ? (slotCount() + m_heads - 1) / m_heads : 0;
}

HeadId HeadGridLayout::headInSlot(int slot) const
{
    if (m_order)
        return (*m_order)[static_cast<std::size_t>(slot)];
    return { { slot / m_heads }, { slot % m_heads } };
}

std::optional<int> HeadGridLayout::slotOf(HeadId id) const
{
    if (!contains(id))
        return std::nullopt;
    if (!m_order)
        return id.layer.value * m_heads + id.head.value;
    const auto found = std::find(m_order->begin(), m_order->end(), id);
    if (found == m_order->end())
        return std::nullopt;
    return static_cast<int>(found - m_order->begin());
}

QRect HeadGridLayout::slotRect(int slot) const
{
    const int side = m_cell - gap();
    return { m_labelWidth + slot % m_heads * m_cell, slot / m_heads * m_cell + gap(), side, side };
}

std::optional<HeadId> HeadGridLayout::headAt(QPoint pixel) const
{
    const int x = pixel.x() - m_labelWidth;
    if (x < 0 || pixel.y() < 0 || x >= m_heads * m_cell)
        return std::nullopt;
    const int slot = pixel.y() / m_cell * m_heads + x / m_cell;
    return slot < slotCount() ? std::optional(headInSlot(slot)) : std::nullopt;
}

} // namespace ropescope
