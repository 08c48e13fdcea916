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
#include <stop_token>

#include <hwy/highway.h>

#include "gpu/kernels/attention_map/logit_tile-inl.h"
#include "gpu/kernels/exp-inl.h"
#include "gpu/kernels/visible_cells.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

template <class T> void transpose(const T* from, int queries, T* to)
{
    std::copy_n(from, queries, to);
}

#else

/// One block of 16 bytes from each of p, p + stride, ...
template <class D>
HWY_INLINE hn::Vec<D> loadBlocks(D d, const hn::TFromD<D>* p, std::ptrdiff_t stride)
{
    constexpr std::size_t kBlock = 16 / sizeof(hn::TFromD<D>);
    if constexpr (hn::MaxLanes(D()) <= kBlock) {
        return hn::Load(d, p);
    } else {
        const hn::Half<D> half;
        constexpr std::ptrdiff_t kBlocks = hn::MaxLanes(hn::Half<D>()) / kBlock;
        return hn::Combine(d, loadBlocks(half, p + kBlocks * stride, stride),
                           loadBlocks(half, p, stride));
    }
}

/// to[lane][x] = from[x][lane], for as many x as a vector has lanes. Gathers would do the same, but
/// take longer than the product itself where a pixel has few cells.
template <class T> HWY_INLINE void transpose(const T* from, int queries, T* to)
{
    const Tag<T> d;
    constexpr int kBlock = 16 / static_cast<int>(sizeof(T));
    const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(kBlock) * queries;
    const auto lanes = static_cast<std::ptrdiff_t>(hn::Lanes(d));
    for (int lane = 0; lane < queries; lane += kBlock, from += kBlock, to += kBlock * lanes) {
        const auto a = loadBlocks(d, from, stride);
        const auto b = loadBlocks(d, from + queries, stride);
        if constexpr (kBlock == 2) {
            hn::Store(hn::InterleaveLower(d, a, b), d, to);
            hn::Store(hn::InterleaveUpper(d, a, b), d, to + lanes);
        } else {
            const auto c = loadBlocks(d, from + std::ptrdiff_t(2) * queries, stride);
            const auto e = loadBlocks(d, from + std::ptrdiff_t(3) * queries, stride);
            const auto acLower = hn::InterleaveLower(d, a, c);
            const auto beLower = hn::InterleaveLower(d, b, e);
            const auto acUpper = hn::InterleaveUpper(d, a, c);
            const auto beUpper = hn::InterleaveUpper(d, b, e);
            hn::Store(hn::InterleaveLower(d, acLower, beLower), d, to);
            hn::Store(hn::InterleaveUpper(d, acLower, beLower), d, to + lanes);
            hn::Store(hn::InterleaveLower(d, acUpper, beUpper), d, to + 2 * lanes);
            hn::Store(hn::InterleaveUpper(d, acUpper, beUpper), d, to + 3 * lanes);
        }
    }
}

#endif

/// Row sums and pooled columns of one panel of queries.
template <class T> class Panel {
public:
    Panel(const MapSweep<T>& sweep, SweepScratch<T>& scratch)
        : m_sweep(sweep)
        , m_tile(sweep, scratch)
        , m_maximum(scratch.rows.data())
        , m_part(m_maximum + panelQueries<T>())
        , m_sum(m_part + panelQueries<T>())
        , m_first(m_sum + panelQueries<T>())
        , m_shift(m_first + panelQueries<T>())
        , m_factor(m_shift + panelQueries<T>())
        , m_pooled(scratch.pooled.data())
    {
    }

    /// False when a stop was requested; nothing of the panel counts then.
    [[nodiscard]] bool sweep(TokenRange rows, const std::stop_token& stop)
    {
        if (stop.stop_requested())
            return false;
        m_rows = rows;
        m_tile.setQueries(rows);
        const TokenRange visible = visibleToAny(m_sweep.operands, rows);
        const TokenRange drawn = overlap(visible, m_sweep.region.columns);
        clearPooled(drawn);
        std::fill_n(m_shift, panelQueries<T>(), T(0));
        bool pooled = false;
        if (m_sweep.quantity.needsRowSums()) {
            const T* const known = m_sweep.logSumExp + rows.begin;
            if (std::none_of(known, known + rows.size(), [](T x) { return std::isnan(x); })) {
                std::copy_n(known, rows.size(), m_shift);
            } else {
                // One product for both, unless what is pooled needs the finished row sums.
                pooled = m_sweep.pool == Pool::Max || poolsPlainExponentials();
                if (!sweepRowSums(visible, pooled ? drawn : TokenRange {}, stop))
                    return false;
            }
        }
        for (int chunk = drawn.begin / kChunkKeys; !pooled && chunk * kChunkKeys < drawn.end;
             ++chunk) {
            if (chunk % kBlockChunks == 0 && stop.stop_requested())
                return false;
            m_tile.multiply(chunk);
            poolTile(chunk);
        }
        if (poolsPlainExponentials()) {
            for (int lane = 0; lane < rows.size(); ++lane)
                m_factor[lane] = std::exp(-m_shift[lane]);
        }
        return true;
    }

    /// Makes columns from `first` on, one vector of them, ready for reduce().
    void turn(int first)
    {
        const int queries = panelQueries<T>();
        transpose(m_pooled + static_cast<std::ptrdiff_t>(first) * queries, queries, m_turned);
    }

    /// Pools queries [begin, end) of the panel into one vector of pixels.
    void reduce(TokenRange lanes, T* pixels) const
    {
        const Tag<T> d;
        const auto stride = static_cast<std::ptrdiff_t>(hn::Lanes(d));
        auto pixel = hn::Load(d, pixels);
        const T* values = m_turned + lanes.begin * stride;
        if (m_sweep.pool == Pool::Max) {
            for (int lane = lanes.begin; lane < lanes.end; ++lane, values += stride) {
                const auto shift = hn::Set(d, m_shift[lane]);
                pixel = hn::Max(pixel, hn::Sub(hn::Load(d, values), shift));
            }
        } else if (poolsPlainExponentials()) {
            for (int lane = lanes.begin; lane < lanes.end; ++lane, values += stride)
                pixel = hn::MulAdd(hn::Load(d, values), hn::Set(d, m_factor[lane]), pixel);
        } else {
            for (int lane = lanes.begin; lane < lanes.end; ++lane, values += stride)
                pixel = hn::Add(pixel, hn::Load(d, values));
        }
        hn::Store(pixel, d, pixels);
    }

private:
    /// Chunks between two looks at the stop request, a fraction of a millisecond; float sums are
    /// also kept apart so long, so that rounding does not grow with the length of the row.
    static constexpr int kBlockChunks = 128;
    /// Float logits lie within kFloatLogits of 0, so e^z and its sums need no largest logit first.
    static constexpr bool kBounded = sizeof(T) == sizeof(float);

    /// Whether e^z itself is pooled and divided by the row sums afterwards.
    [[nodiscard]] bool poolsPlainExponentials() const
    {
        return kBounded && m_sweep.pool == Pool::Mean
            && m_sweep.quantity.kind == QuantityKind::Probability;
    }

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

    [[nodiscard]] bool sweepRowSums(TokenRange keys, TokenRange drawn, const std::stop_token& stop)
    {
        const int queries = panelQueries<T>();
        std::fill_n(m_maximum, queries, kBounded ? T(0) : std::numeric_limits<T>::lowest());
        std::fill_n(m_part, queries, T(0));
        std::fill_n(m_sum, queries, T(0));
        std::fill_n(m_first, queries, -std::numeric_limits<T>::infinity());
        for (int chunk = keys.begin / kChunkKeys; chunk * kChunkKeys < keys.end; ++chunk) {
            // Counted from key 0, so that a row's sum does not depend on the panel it is in.
            if (chunk % kBlockChunks == 0) {
                closePart();
                if (stop.stop_requested())
                    return false;
            }
            m_tile.multiply(chunk);
            if (chunk == 0)
                std::copy_n(m_tile.logits(), queries, m_first);
            const bool isDrawn
                = chunk * kChunkKeys < drawn.end && (chunk + 1) * kChunkKeys > drawn.begin;
            if (isDrawn && !poolsPlainExponentials())
                poolTile(chunk);
            addToRowSums();
            if (isDrawn && poolsPlainExponentials())
                addTile(chunk);
        }
        closePart();
        for (int lane = 0; lane < m_rows.size(); ++lane) {
            T sum = m_sum[lane];
            if (m_sweep.keyWeight != T(1)) {
                const T first = std::exp(m_first[lane] - m_maximum[lane]);
                sum = m_sweep.keyWeight * (sum - first) + first;
            }
            m_shift[lane] = m_maximum[lane] + std::log(sum);
            m_sweep.logSumExp[m_rows.begin + lane] = m_shift[lane];
        }
        return true;
    }

    void closePart()
    {
        for (int lane = 0; lane < panelQueries<T>(); ++lane) {
            m_sum[lane] += m_part[lane];
            m_part[lane] = T(0);
        }
    }

    void addToRowSums()
    {
        if constexpr (kBounded)
            addExponentials();
        else
            addShiftedExponentials();
    }

    /// Leaves the exponentials in the tile where they are pooled too.
    void addExponentials()
    {
        const Tag<T> d;
        const int lanes = static_cast<int>(hn::Lanes(d));
        const bool keeps = poolsPlainExponentials();
        for (int lane = 0; lane < 2 * lanes; lane += lanes) {
            T* const cells = m_tile.logits() + lane;
            auto sum = hn::Zero(d);
            for (int j = 0; j < kChunkKeys; ++j) {
                const auto exponential = expBounded(d, hn::Load(d, cells + j * 2 * lanes));
                sum = hn::Add(sum, exponential);
                if (keeps)
                    hn::Store(exponential, d, cells + j * 2 * lanes);
            }
            hn::Store(hn::Add(hn::Load(d, m_part + lane), sum), d, m_part + lane);
        }
    }

    void addShiftedExponentials()
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
                sum = hn::Add(sum, expBounded(d, hn::Sub(logit, maximum)));
            }
            const auto rescale = expBounded(d, hn::Sub(before, maximum));
            hn::Store(hn::MulAdd(hn::Load(d, m_sum + lane), rescale, sum), d, m_sum + lane);
            hn::Store(maximum, d, m_maximum + lane);
        }
    }

    void poolTile(int chunk)
    {
        const auto maximum
            = [](auto, auto pooled, auto logit, auto) { return hn::Max(pooled, logit); };
        const auto sumExp = [](auto d, auto pooled, auto logit, auto) {
            return hn::Add(pooled, expBounded(d, logit));
        };
        const auto sumShiftedExp = [](auto d, auto pooled, auto logit, auto shift) {
            return hn::Add(pooled, expBounded(d, hn::Sub(logit, shift)));
        };
        const auto sum = [](auto d, auto pooled, auto logit, auto shift) {
            const auto hidden = hn::Set(d, -std::numeric_limits<T>::infinity());
            return hn::Add(pooled,
                           hn::IfThenElseZero(hn::Gt(logit, hidden), hn::Sub(logit, shift)));
        };
        if (m_sweep.pool == Pool::Max)
            poolTile(chunk, maximum);
        else if (poolsPlainExponentials())
            poolTile(chunk, sumExp);
        else if (m_sweep.quantity.kind == QuantityKind::Probability)
            poolTile(chunk, sumShiftedExp);
        else
            poolTile(chunk, sum);
    }

    void addTile(int chunk)
    {
        poolTile(chunk, [](auto, auto pooled, auto value, auto) { return hn::Add(pooled, value); });
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
    T* m_maximum; ///< [query] what exponents are counted from; 0 where logits are bounded
    T* m_part;    ///< [query] of the sum, its newest block
    T* m_sum;     ///< [query] of exp(logit - maximum)
    T* m_first;   ///< [query] the logit of key 0
    T* m_shift;   ///< [query] logsumexp, or 0 without softmax
    T* m_factor;  ///< [query] exp(-logsumexp), where plain exponentials are pooled
    T* m_pooled;  ///< [pixel column][query]; the last column takes the keys outside the region
    TokenRange m_rows;
    HWY_ALIGN T m_turned[kMaxPanelQueries<T> * hn::MaxLanes(Tag<T>())]; ///< [query][pixel column]
};

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
