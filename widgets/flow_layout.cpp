// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/flow_layout.h"

#include <algorithm>

#include <QWidget>

namespace ropescope {

FlowLayout::FlowLayout(int spacing, QWidget* parent)
    : QLayout(parent)
{
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) { m_items.emplace_back(item); }

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* const item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange({ 0, 0, width, 0 }, false); }

/// All in one line.
QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const int gap = size.width() > 0 ? spacing() : 0;
        size = { size.width() + gap + item->sizeHint().width(),
                 std::max(size.height(), item->sizeHint().height()) };
    }
    return size;
}

/// One below the other.
QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto& item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect& place)
{
    QLayout::setGeometry(place);
    arrange(place, true);
}

int FlowLayout::arrange(const QRect& place, bool move) const
{
    std::vector<QLayoutItem*> line;
    int lineWidth = 0;
    int lineHeight = 0;
    int y = place.top();
    const auto endLine = [&] {
        int x = place.right() + 1 - lineWidth;
        for (QLayoutItem* const item : line) {
            const QSize size = item->sizeHint().boundedTo({ place.width(), QWIDGETSIZE_MAX });
            if (move)
                item->setGeometry({ QPoint(x, y), size });
            x += size.width() + spacing();
        }
        y += lineHeight + spacing();
        line.clear();
        lineWidth = lineHeight = 0;
    };
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint().boundedTo({ place.width(), QWIDGETSIZE_MAX });
        if (!line.empty() && lineWidth + spacing() + size.width() > place.width())
            endLine();
        lineWidth += size.width() + (line.empty() ? 0 : spacing());
        lineHeight = std::max(lineHeight, size.height());
        line.push_back(item.get());
    }
    if (!line.empty())
        endLine();
    return std::max(0, y - spacing() - place.top());
}

} // namespace ropescope
