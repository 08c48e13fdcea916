// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QPoint>
#include <QRect>

#include "core/base/ids.h"

namespace ropescope {

/// Where the heads of a model stand in a grid: slots in reading order, `heads` to a row. Without an
/// order, a row is a layer. Pixels count from the top left of the whole grid, labels included.
class HeadGridLayout {
public:
    HeadGridLayout() = default;
    HeadGridLayout(int layers, int heads);

    /// Sorted or filtered; heads that do not exist are left out.
    void setOrder(const std::optional<std::vector<HeadId>>& order);
    /// Cells as large as the room allows, within the limits; where rows do not fit even with the
    /// smallest cells, as large as its width allows.
    void fit(QSize room, int labelWidth, int smallestCell, int largestCell);

    [[nodiscard]] int layers() const { return m_layers; }
    [[nodiscard]] int heads() const { return m_heads; }
    [[nodiscard]] bool isOrdered() const { return m_order.has_value(); }
    /// Of all rows with cells as large as the width alone allows.
    [[nodiscard]] int heightByWidth() const { return rowCount() * m_wideCell + gap(); }
    [[nodiscard]] int cell() const { return m_cell; }
    /// Between two cells; less where space is dear.
    [[nodiscard]] int gap() const { return m_cell >= 24 ? 3 : 1; }
    [[nodiscard]] int labelWidth() const { return m_labelWidth; }
    [[nodiscard]] QSize size() const;

    [[nodiscard]] bool contains(HeadId id) const;
    [[nodiscard]] int slotCount() const;
    [[nodiscard]] int rowCount() const;
    [[nodiscard]] HeadId headInSlot(int slot) const;
    [[nodiscard]] std::optional<int> slotOf(HeadId id) const;
    [[nodiscard]] QRect slotRect(int slot) const;
    [[nodiscard]] std::optional<HeadId> headAt(QPoint pixel) const;

private:
    int m_layers = 0;
    int m_heads = 0;
    int m_cell = 1;     ///< logical pixels, gap included
    int m_wideCell = 1; ///< as large as the width alone allows
    int m_labelWidth = 0;
    std::optional<std::vector<HeadId>> m_order;
};

} // namespace ropescope
