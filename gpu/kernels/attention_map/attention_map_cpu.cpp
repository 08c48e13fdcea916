// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// This file includes itself once for each instruction set; the processor chooses at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "gpu/kernels/attention_map/attention_map_cpu.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <array>
#include <limits>

#include <hwy/highway.h>

#include "gpu/kernels/attention_map/attention_map_cpu.h"
#include "gpu/kernels/attention_map/panel-inl.h"
#include "gpu/kernels/exp-inl.h"
#include "gpu/kernels/visible_cells.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

/// Pixel rows and columns with room for whole vectors, and how they become values.
template <class T> class PixelStrip {
public:
    PixelStrip(const MapSweep<T>& sweep, PixelRows rows, T* pixels)
        : m_sweep(sweep)
        , m_strip(rows)
        , m_pixels(pixels)
        , m_lanes(static_cast<int>(hn::Lanes(Tag<T>())))
        , m_stride((sweep.region.width + m_lanes - 1) / m_lanes * m_lanes)
    {
        const T empty = sweep.pool == Pool::Max ? -std::numeric_limits<T>::infinity() : T(0);
        std::fill_n(pixels, static_cast<std::ptrdiff_t>(rows.end - rows.begin) * m_stride, empty);
    }

    [[nodiscard]] TokenRange queries() const
    {
        return { m_sweep.region.rowCells(m_strip.begin).begin,
                 m_sweep.region.rowCells(m_strip.end - 1).end };
    }

    /// The columns of pixels that these queries see, in whole vectors.
    [[nodiscard]] PixelRows columns(TokenRange rows) const
    {
        const TokenRange drawn
            = overlap(visibleToAny(m_sweep.operands, rows), m_sweep.region.columns);
        if (drawn.size() == 0)
            return {};
        return { m_sweep.pixelOfKey[drawn.begin] / m_lanes * m_lanes,
                 m_sweep.pixelOfKey[drawn.end - 1] + 1 };
    }

    void take(Panel<T>& panel, TokenRange rows)
    {
        // The pixel rows under the panel and their lanes.
        std::array<std::pair<T*, TokenRange>, kMaxPanelQueries<T>> parts;
        std::size_t count = 0;
        for (;; ++m_next) {
            const TokenRange cells = m_sweep.region.rowCells(m_next);
            if (cells.end > rows.begin) {
                const TokenRange part = overlap(cells, rows);
                parts[count++]
                    = { row(m_next), { part.begin - rows.begin, part.end - rows.begin } };
            }
            if (cells.end >= rows.end)
                break;
        }
        const PixelRows x = columns(rows);
        // Columns outside, rows inside: a block of the panel stays in the first cache.
        for (int first = x.begin; first < x.end; first += m_lanes) {
            panel.turn(first);
            for (std::size_t i = 0; i < count; ++i)
                panel.reduce(parts[i].second, parts[i].first + first);
        }
    }

    void finish()
    {
        const PixelRows x = columns(queries());
        for (int y = m_strip.begin; y < m_strip.end; ++y) {
            float* const values
                = m_sweep.values + static_cast<std::ptrdiff_t>(y) * m_sweep.region.width;
            if (m_sweep.pool == Pool::Max)
                finishMaximum(x, row(y), values);
            else
                finishMean(x, y, values);
        }
    }

private:
    [[nodiscard]] T* row(int y) const
    {
        return m_pixels + static_cast<std::ptrdiff_t>(y - m_strip.begin) * m_stride;
    }

    void finishMaximum(PixelRows x, const T* pixels, float* values) const
    {
        const Tag<T> d;
        const hn::Rebind<float, Tag<T>> df;
        HWY_ALIGN float block[hn::MaxLanes(Tag<T>())];
        const auto none = hn::Set(d, std::numeric_limits<T>::quiet_NaN());
        const auto hidden = hn::Set(d, -std::numeric_limits<T>::infinity());
        // Double logits may lie below all floats and are still visible.
        const auto lowest = hn::Set(d, static_cast<T>(std::numeric_limits<float>::lowest()));
        const bool exponential = m_sweep.quantity.kind == QuantityKind::Probability;
        for (int first = x.begin; first < x.end; first += m_lanes) {
            const auto pixel = hn::Load(d, pixels + first);
            const auto value = exponential ? expBounded(d, pixel) : hn::Max(pixel, lowest);
            const auto shown = hn::IfThenElse(hn::Gt(pixel, hidden), value, none);
            if constexpr (sizeof(T) == sizeof(float))
                hn::Store(shown, df, block);
            else
                hn::Store(hn::DemoteTo(df, shown), df, block);
            std::copy_n(block, std::min(m_lanes, m_sweep.region.width - first), values + first);
        }
    }

    void finishMean(PixelRows x, int y, float* values) const
    {
        const T* const pixels = row(y);
        const TokenRange rows = m_sweep.region.rowCells(y);
        const TokenRange everywhere = visibleToAll(m_sweep.operands, rows);
        for (int column = x.begin; column < x.end; ++column) {
            const TokenRange keys { m_sweep.keyOfPixel[column], m_sweep.keyOfPixel[column + 1] };
            const bool full = keys.begin >= everywhere.begin && keys.end <= everywhere.end;
            const long long count = full ? static_cast<long long>(rows.size()) * keys.size()
                                         : visibleCellCount(m_sweep.operands, rows, keys);
            if (count > 0)
                values[column] = static_cast<float>(pixels[column] / static_cast<T>(count));
        }
    }

    const MapSweep<T>& m_sweep;
    PixelRows m_strip;
    T* m_pixels; ///< [row][m_stride]
    int m_lanes;
    int m_stride;
    int m_next = m_strip.begin;
};

template <class T>
void sweepStripOf(const MapSweep<T>& sweep, PixelRows strip, SweepScratch<T>& scratch,
                  const std::stop_token& stop)
{
    PixelStrip<T> pixels(sweep, strip, scratch.pixels.data());
    const TokenRange queries = pixels.queries();
    if (pixels.columns(queries).end == 0)
        return;
    Panel<T> panel(sweep, scratch);
    for (int t = queries.begin; t < queries.end; t += panelQueries<T>()) {
        const TokenRange rows { t, std::min(t + panelQueries<T>(), queries.end) };
        if (!panel.sweep(rows, stop))
            return;
        pixels.take(panel, rows);
    }
    pixels.finish();
}

void sweepFloat(const MapSweep<float>& sweep, PixelRows strip, SweepScratch<float>& scratch,
                const std::stop_token& stop)
{
    sweepStripOf(sweep, strip, scratch, stop);
}

void sweepDouble(const MapSweep<double>& sweep, PixelRows strip, SweepScratch<double>& scratch,
                 const std::stop_token& stop)
{
    sweepStripOf(sweep, strip, scratch, stop);
}

std::size_t floatLanes() { return hn::Lanes(Tag<float>()); }

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ropescope {

HWY_EXPORT(sweepFloat);
HWY_EXPORT(sweepDouble);
HWY_EXPORT(floatLanes);

namespace {

template <class T>
void reserveFor(SweepScratch<T>& scratch, const MapSweep<T>& sweep, int pixelRows)
{
    // Panels of double are half as wide; the same sizes serve both.
    const std::size_t lanes = HWY_DYNAMIC_DISPATCH(floatLanes)();
    const std::size_t queries = 2 * lanes;
    const std::size_t columns = static_cast<std::size_t>(sweep.region.width) + 1 + lanes;
    scratch.queries.reserve(static_cast<std::size_t>(sweep.operands.query.cols()) * queries);
    scratch.tile.reserve(kChunkKeys * queries);
    scratch.rows.reserve(6 * queries);
    scratch.pooled.reserve(columns * queries);
    scratch.pixels.reserve(columns * static_cast<std::size_t>(pixelRows));
}

} // namespace

void reserve(SweepScratch<float>& scratch, const MapSweep<float>& sweep, int pixelRows)
{
    reserveFor(scratch, sweep, pixelRows);
}

void reserve(SweepScratch<double>& scratch, const MapSweep<double>& sweep, int pixelRows)
{
    reserveFor(scratch, sweep, pixelRows);
}

void sweepStrip(const MapSweep<float>& sweep, PixelRows strip, SweepScratch<float>& scratch,
                const std::stop_token& stop)
{
    HWY_DYNAMIC_DISPATCH(sweepFloat)(sweep, strip, scratch, stop);
}

void sweepStrip(const MapSweep<double>& sweep, PixelRows strip, SweepScratch<double>& scratch,
                const std::stop_token& stop)
{
    HWY_DYNAMIC_DISPATCH(sweepDouble)(sweep, strip, scratch, stop);
}

} // namespace ropescope
#endif
