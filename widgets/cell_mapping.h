// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QPointF>
#include <QRectF>

#include "core/attention/map_region.h"

namespace ropescope {

/// A cell of a map.
struct Cell {
    int query = 0;
    int key = 0;
    bool operator==(const Cell&) const = default;
};

/// A part of a token axis, in cells: token p covers [p, p + 1).
struct CellSpan {
    double begin = 0.0;
    double end = 0.0;
    [[nodiscard]] double size() const { return end - begin; }
    bool operator==(const CellSpan&) const = default;
};

/// Where the cells of an n x n map lie on a rectangle of pixels: queries downward, keys rightward.
/// What is visible never leaves the map and never gets smaller than kSmallestSpan cells (or n).
class CellMapping {
public:
    static constexpr double kSmallestSpan = 4.0;

    CellMapping() = default;
    /// The whole map. area: logical pixels.
    CellMapping(int tokenCount, QRectF area);

    [[nodiscard]] int tokenCount() const { return m_tokenCount; }
    [[nodiscard]] QRectF area() const { return m_area; }
    [[nodiscard]] CellSpan rows() const { return m_rows; }
    [[nodiscard]] CellSpan columns() const { return m_columns; }
    /// Nothing can be mapped: no tokens, or no pixels.
    [[nodiscard]] bool isEmpty() const { return m_tokenCount <= 0 || m_area.isEmpty(); }

    /// The cell under a pixel; none outside the area.
    [[nodiscard]] std::optional<Cell> cellAt(QPointF pixel) const;
    /// The pixel of a place between cells: (0, 0) is the top-left corner of the map.
    [[nodiscard]] QPointF pixelAt(double query, double key) const;
    [[nodiscard]] QPointF centreOf(Cell cell) const;
    [[nodiscard]] QRectF rectOf(Cell cell) const;
    /// Logical pixels of one cell.
    [[nodiscard]] double cellWidth() const;
    [[nodiscard]] double cellHeight() const;

    [[nodiscard]] CellMapping withArea(QRectF area) const;
    [[nodiscard]] CellMapping fitted() const;
    [[nodiscard]] CellMapping withVisible(CellSpan rows, CellSpan columns) const;
    /// factor > 1 magnifies; the place under the pixel stays there where the map's edges allow it.
    [[nodiscard]] CellMapping zoomed(QPointF at, double factor) const;
    /// The picture follows the hand by that many pixels.
    [[nodiscard]] CellMapping panned(QPointF pixels) const;
    /// The least pan that shows the cell whole.
    [[nodiscard]] CellMapping showing(Cell cell) const;

    /// What to ask of a renderer for this view: whole cells that cover what is visible, in device
    /// pixels, and never more pixels than cells.
    [[nodiscard]] MapRegion region(double devicePixelRatio) const;

    bool operator==(const CellMapping&) const = default;

private:
    int m_tokenCount = 0;
    QRectF m_area;
    CellSpan m_rows;
    CellSpan m_columns;
};

} // namespace ropescope
