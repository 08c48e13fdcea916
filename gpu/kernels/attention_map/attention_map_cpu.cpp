// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// This file includes itself once for each instruction set; the processor chooses at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "gpu/kernels/attention_map/attention_map_cpu.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <hwy/highway.h>

#include "gpu/cpu/exp-inl.h"
#include "gpu/cpu/visible_cells.h"
#include "gpu/kernels/attention_map/attention_map_cpu.h"
#include "gpu/kernels/attention_map/logit_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

/// Row sums and pooled columns of one panel of queries.
template <class T> class Panel {
public:
    Panel(const MapSweep<T>& sweep, SweepScratch<T>& scratch)
        : m_sweep(sweep)
        , m_tile(sweep, scratch)
        , m_maximum(scratch.rows.data())
        , m_sum(m_maximum + panelQueries<T>())
        , m_shift(m_sum + panelQueries<T>())
        , m_pooled(scratch.pooled.data())
    {
    }

    void sweep(TokenRange rows)
    {
        m_rows = rows;
        m_tile.setQueries(rows);
        const TokenRange visible = visibleToAny(m_sweep.operands, rows);
        const TokenRange drawn = overlap(visible, m_sweep.region.columns);
        clearPooled(drawn);
        std::fill_n(m_shift, panelQueries<T>(), T(0));
        if (m_sweep.quantity.needsRowSums()) {
            const T* const known = m_sweep.logSumExp + rows.begin;
            if (std::none_of(known, known + rows.size(), [](T x) { return std::isnan(x); })) {
                std::copy_n(known, rows.size(), m_shift);
            } else if (m_sweep.pool == Pool::Max) {
                sweepRowSums(visible, drawn); // one product for both
                return;
            } else {
                // Sums of exponentials need the finished row sums, or they could overflow.
                sweepRowSums(visible, {});
            }
        }
        for (int chunk = drawn.begin / kChunkKeys; chunk * kChunkKeys < drawn.end; ++chunk) {
            m_tile.multiply(chunk);
            poolTile(chunk);
        }
    }

    /// Pools the queries of pixel row y into `pixels`, columns [first, first + a vector).
    void reduce(int y, int first, T* pixels) const
    {
        const Tag<T> d;
        const hn::RebindToSigned<Tag<T>> di;
        const int queries = panelQueries<T>();
        const auto column
            = hn::Mul(hn::Iota(di, 0), hn::Set(di, static_cast<hn::TFromD<decltype(di)>>(queries)));
        const T* const block = m_pooled + static_cast<std::ptrdiff_t>(first) * queries;
        const TokenRange lanes = overlap(m_sweep.region.rowCells(y), m_rows);
        auto pixel = hn::Load(d, pixels + first);
        for (int t = lanes.begin; t < lanes.end; ++t) {
            const int lane = t - m_rows.begin;
            const auto value = hn::GatherIndex(d, block + lane, column);
            pixel = m_sweep.pool == Pool::Max
                ? hn::Max(pixel, hn::Sub(value, hn::Set(d, m_shift[lane])))
                : hn::Add(pixel, value);
        }
        hn::Store(pixel, d, pixels + first);
    }

private:
    void clearPooled(TokenRange drawn)
    {
        const std::ptrdiff_t queries = panelQueries<T>();
        const int lanes = panelQueries<T>() / 2;
        const T empty = m_sweep.pool == Pool::Max ? -std::numeric_limits<T>::infinity() : T(0);
        std::fill_n(m_pooled + m_sweep.region.width * queries, queries, empty);
        if (drawn.size() == 0)
            return;
        const int begin = m_sweep.pixelOfKey[drawn.begin] / lanes * lanes;
        const int end = (m_sweep.pixelOfKey[drawn.end - 1] / lanes + 1) * lanes;
        std::fill(m_pooled + begin * queries, m_pooled + end * queries, empty);
    }

    void sweepRowSums(TokenRange keys, TokenRange drawn)
    {
        std::fill_n(m_maximum, panelQueries<T>(), std::numeric_limits<T>::lowest());
        std::fill_n(m_sum, panelQueries<T>(), T(0));
        for (int chunk = keys.begin / kChunkKeys; chunk * kChunkKeys < keys.end; ++chunk) {
            m_tile.multiply(chunk);
            addToRowSums();
            if (chunk * kChunkKeys < drawn.end && (chunk + 1) * kChunkKeys > drawn.begin)
                poolTile(chunk);
        }
        for (int lane = 0; lane < m_rows.size(); ++lane) {
            m_shift[lane] = m_maximum[lane] + std::log(m_sum[lane]);
            m_sweep.logSumExp[m_rows.begin + lane] = m_shift[lane];
        }
    }

    void addToRowSums()
    {
        const Tag<T> d;
        const int lanes = static_cast<int>(hn::Lanes(d));
        for (int lane = 0; lane < 2 * lanes; lane += lanes) {
            const T* const cells = m_tile.logits() + lane;
            const auto before = hn::Load(d, m_maximum + lane);
            auto maximum = before;
            for (int j = 0; j < kChunkKeys; ++j)
                maximum = hn::Max(maximum, hn::Load(d, cells + j * 2 * lanes));
            auto sum = hn::Zero(d);
            for (int j = 0; j < kChunkKeys; ++j) {
                const auto logit = hn::Load(d, cells + j * 2 * lanes);
                sum = hn::Add(sum, expNonPositive(d, hn::Sub(logit, maximum)));
            }
            const auto rescale = expNonPositive(d, hn::Sub(before, maximum));
            hn::Store(hn::MulAdd(hn::Load(d, m_sum + lane), rescale, sum), d, m_sum + lane);
            hn::Store(maximum, d, m_maximum + lane);
        }
    }

    void poolTile(int chunk)
    {
        const auto maximum
            = [](auto, auto pooled, auto logit, auto) { return hn::Max(pooled, logit); };
        const auto sumExp = [](auto d, auto pooled, auto logit, auto shift) {
            return hn::Add(pooled, expNonPositive(d, hn::Sub(logit, shift)));
        };
        const auto sum = [](auto d, auto pooled, auto logit, auto shift) {
            const auto hidden = hn::Set(d, -std::numeric_limits<T>::infinity());
            return hn::Add(pooled,
                           hn::IfThenElseZero(hn::Gt(logit, hidden), hn::Sub(logit, shift)));
        };
        if (m_sweep.pool == Pool::Max)
            poolTile(chunk, maximum);
        else if (m_sweep.quantity.kind == QuantityKind::Probability)
            poolTile(chunk, sumExp);
        else
            poolTile(chunk, sum);
    }

    template <class Combine> void poolTile(int chunk, Combine combine)
    {
        const Tag<T> d;
        const std::size_t lanes = hn::Lanes(d);
        const auto shiftLeft = hn::Load(d, m_shift);
        const auto shiftRight = hn::Load(d, m_shift + lanes);
        const int* const pixel
            = m_sweep.pixelOfKey + static_cast<std::ptrdiff_t>(chunk) * kChunkKeys;
        const T* cells = m_tile.logits();
        for (int j = 0; j < kChunkKeys; ++j, cells += 2 * lanes) {
            T* const left = m_pooled + static_cast<std::size_t>(pixel[j]) * 2 * lanes;
            T* const right = left + lanes;
            hn::Store(combine(d, hn::Load(d, left), hn::Load(d, cells), shiftLeft), d, left);
            hn::Store(combine(d, hn::Load(d, right), hn::Load(d, cells + lanes), shiftRight), d,
                      right);
        }
    }

    const MapSweep<T>& m_sweep;
    LogitTile<T> m_tile;
    T* m_maximum; ///< [query]
    T* m_sum;     ///< [query] of exp(logit - maximum)
    T* m_shift;   ///< [query] logsumexp, or 0 without softmax
    T* m_pooled;  ///< [pixel column][query]; the last column takes the keys outside the region
    TokenRange m_rows;
};

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

    void take(const Panel<T>& panel, TokenRange rows)
    {
        while (m_sweep.region.rowCells(m_next).end <= rows.begin)
            ++m_next;
        const PixelRows x = columns(rows);
        // Columns outside, rows inside: a block of the panel stays in the first cache.
        for (int first = x.begin; first < x.end; first += m_lanes) {
            for (int y = m_next; y < m_strip.end; ++y) {
                if (m_sweep.region.rowCells(y).begin >= rows.end)
                    break;
                panel.reduce(y, first, row(y));
            }
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
            const auto value = exponential ? expNonPositive(d, pixel) : hn::Max(pixel, lowest);
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
        for (int column = x.begin; column < x.end; ++column) {
            const long long count
                = visibleCellCount(m_sweep.operands, rows, m_sweep.region.columnCells(column));
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
        if (stop.stop_requested())
            return;
        const TokenRange rows { t, std::min(t + panelQueries<T>(), queries.end) };
        panel.sweep(rows);
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
    scratch.rows.reserve(3 * queries);
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
