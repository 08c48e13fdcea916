// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cell_mapping.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

namespace {

/// The span of that size nearest to `begin`, inside [0, tokenCount].
CellSpan clamped(double begin, double size, int tokenCount)
{
    const double whole = tokenCount;
    const double length = std::clamp(size, std::min(CellMapping::kSmallestSpan, whole), whole);
    const double from = std::clamp(begin, 0.0, whole - length);
    return { from, from + length };
}

/// The cells that cover a span. Rounding noise of zooming back and forth adds no cell.
TokenRange covering(CellSpan span, int tokenCount)
{
    constexpr double kNoise = 1e-6;
    return { std::max(0, static_cast<int>(std::floor(span.begin + kNoise))),
             std::min(tokenCount, static_cast<int>(std::ceil(span.end - kNoise))) };
}

int pixelsFor(TokenRange cells, double devicePixelsPerCell)
{
    const double pixels = std::round(cells.size() * devicePixelsPerCell);
    return static_cast<int>(std::clamp(pixels, 1.0, static_cast<double>(cells.size())));
}

/// `size` moved the least so that [cell, cell + 1) lies inside.
CellSpan showingCell(CellSpan span, int cell, int tokenCount)
{
    const double begin
        = std::max(std::min(span.begin, static_cast<double>(cell)), cell + 1.0 - span.size());
    return clamped(begin, span.size(), tokenCount);
}

} // namespace

CellMapping::CellMapping(int tokenCount, QRectF area)
    : m_tokenCount(std::max(0, tokenCount))
    , m_area(area)
    , m_rows { 0.0, static_cast<double>(m_tokenCount) }
    , m_columns(m_rows)
{
}

double CellMapping::cellWidth() const { return m_area.width() / m_columns.size(); }

double CellMapping::cellHeight() const { return m_area.height() / m_rows.size(); }

std::optional<Cell> CellMapping::cellAt(QPointF pixel) const
{
    if (isEmpty() || pixel.x() < m_area.left() || pixel.x() >= m_area.right()
        || pixel.y() < m_area.top() || pixel.y() >= m_area.bottom())
        return std::nullopt;
    const double query = m_rows.begin + (pixel.y() - m_area.top()) / cellHeight();
    const double key = m_columns.begin + (pixel.x() - m_area.left()) / cellWidth();
    return Cell { std::clamp(static_cast<int>(query), 0, m_tokenCount - 1),
                  std::clamp(static_cast<int>(key), 0, m_tokenCount - 1) };
}

QPointF CellMapping::pixelAt(double query, double key) const
{
    return { m_area.left() + (key - m_columns.begin) * cellWidth(),
             m_area.top() + (query - m_rows.begin) * cellHeight() };
}

QPointF CellMapping::centreOf(Cell cell) const { return pixelAt(cell.query + 0.5, cell.key + 0.5); }

QRectF CellMapping::rectOf(Cell cell) const
{
    return { pixelAt(cell.query, cell.key), pixelAt(cell.query + 1.0, cell.key + 1.0) };
}

CellMapping CellMapping::withArea(QRectF area) const
{
    CellMapping result = *this;
    result.m_area = area;
    return result;
}

CellMapping CellMapping::fitted() const { return { m_tokenCount, m_area }; }

CellMapping CellMapping::withVisible(CellSpan rows, CellSpan columns) const
{
    CellMapping result = *this;
    result.m_rows = clamped(rows.begin, rows.size(), m_tokenCount);
    result.m_columns = clamped(columns.begin, columns.size(), m_tokenCount);
    return result;
}

CellMapping CellMapping::zoomed(QPointF at, double factor) const
{
    if (isEmpty() || !(factor > 0.0))
        return *this;
    const double down = (at.y() - m_area.top()) / m_area.height();
    const double right = (at.x() - m_area.left()) / m_area.width();
    const auto around = [&](CellSpan span, double part) {
        const double smallest = std::min(kSmallestSpan, static_cast<double>(m_tokenCount));
        const double size
            = std::clamp(span.size() / factor, smallest, static_cast<double>(m_tokenCount));
        const double begin = span.begin + part * (span.size() - size);
        return CellSpan { begin, begin + size };
    };
    return withVisible(around(m_rows, down), around(m_columns, right));
}

CellMapping CellMapping::panned(QPointF pixels) const
{
    if (isEmpty())
        return *this;
    const double down = pixels.y() / cellHeight();
    const double right = pixels.x() / cellWidth();
    return withVisible({ m_rows.begin - down, m_rows.end - down },
                       { m_columns.begin - right, m_columns.end - right });
}

CellMapping CellMapping::showing(Cell cell) const
{
    if (isEmpty())
        return *this;
    CellMapping result = *this;
    result.m_rows = showingCell(m_rows, cell.query, m_tokenCount);
    result.m_columns = showingCell(m_columns, cell.key, m_tokenCount);
    return result;
}

MapRegion CellMapping::region(double devicePixelRatio) const
{
    if (isEmpty())
        return {};
    const TokenRange rows = covering(m_rows, m_tokenCount);
    const TokenRange columns = covering(m_columns, m_tokenCount);
    return { .rows = rows,
             .columns = columns,
             .width = pixelsFor(columns, cellWidth() * devicePixelRatio),
             .height = pixelsFor(rows, cellHeight() * devicePixelRatio) };
}

} // namespace ropescope
