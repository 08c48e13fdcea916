// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How one goes from head to head in the grid.
#include <algorithm>

#include <QKeyEvent>

#include "widgets/head_grid.h"

namespace ropescope {

std::optional<HeadId> HeadGrid::neighbour(HeadId id, int step) const
{
    const int count = m_layout.slotCount();
    const int from = m_layout.slotOf(id).value_or(step > 0 ? -1 : count);
    for (int tried = 1; tried <= count; ++tried) {
        const int slot = ((from + tried * step) % count + count) % count;
        const HeadId next = m_layout.headInSlot(slot);
        if (next != id && isThere(next) && !isDimmed(next))
            return next;
    }
    return std::nullopt;
}

/// By that many slots, and on in the same direction over heads that are not there.
void HeadGrid::moveSelection(int by, int direction)
{
    const int count = m_layout.slotCount();
    const auto slot = m_layout.slotOf(m_selected);
    if (count == 0 || heads() == 0)
        return;
    for (int next = slot ? *slot + by : 0; next >= 0 && next < count; next += direction) {
        if (isThere(m_layout.headInSlot(next)))
            return pick(m_layout.headInSlot(next));
    }
}

void HeadGrid::keyPressEvent(QKeyEvent* event)
{
    const int page = std::max(1, viewport()->height() / std::max(1, m_layout.cell())) * heads();
    const int current = m_layout.slotOf(m_selected).value_or(0);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveSelection(-1, -1);
    case Qt::Key_Right:
        return moveSelection(1, 1);
    case Qt::Key_Up:
        return moveSelection(-heads(), -heads());
    case Qt::Key_Down:
        return moveSelection(heads(), heads());
    case Qt::Key_Home:
        return moveSelection(-current, 1);
    case Qt::Key_End:
        return moveSelection(m_layout.slotCount() - 1 - current, -1);
    case Qt::Key_PageUp:
        return moveSelection(std::max(-page, -current / std::max(1, heads()) * heads()), heads());
    case Qt::Key_PageDown: {
        const int below = (m_layout.slotCount() - 1 - current) / std::max(1, heads()) * heads();
        return moveSelection(std::min(page, below), -heads());
    }
    case Qt::Key_M:
        if (event->modifiers() == Qt::NoModifier && isThere(m_selected))
            emit maskToggled(m_selected);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace ropescope
