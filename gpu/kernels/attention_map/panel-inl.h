// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Included once for each instruction set, as Highway's -inl.h files are.
#if defined(ROPESCOPE_GPU_PANEL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ROPESCOPE_GPU_PANEL_INL_H
#undef ROPESCOPE_GPU_PANEL_INL_H
#else
#define ROPESCOPE_GPU_PANEL_INL_H
#endif

#include <algorithm>
#include <cmath>
#include <limits>

#include <hwy/highway.h>

#include "gpu/cpu/exp-inl.h"
#include "gpu/cpu/visible_cells.h"
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

    /// Pools queries [begin, end) of the panel into a vector of pixels, columns from `first` on.
    void reduce(TokenRange lanes, int first, T* pixels) const
    {
        const Tag<T> d;
        const hn::RebindToSigned<Tag<T>> di;
        const int queries = panelQueries<T>();
        const auto column
            = hn::Mul(hn::Iota(di, 0), hn::Set(di, static_cast<hn::TFromD<decltype(di)>>(queries)));
        const T* const block = m_pooled + static_cast<std::ptrdiff_t>(first) * queries;
        auto pixel = hn::Load(d, pixels + first);
        for (int lane = lanes.begin; lane < lanes.end; ++lane) {
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

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
