// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Included once for each instruction set, as Highway's -inl.h files are.
#if defined(ROPESCOPE_GPU_LOGIT_TILE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ROPESCOPE_GPU_LOGIT_TILE_INL_H
#undef ROPESCOPE_GPU_LOGIT_TILE_INL_H
#else
#define ROPESCOPE_GPU_LOGIT_TILE_INL_H
#endif

#include <algorithm>
#include <limits>

#include <hwy/highway.h>

#include "gpu/kernels/attention_map/attention_map_cpu.h"

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T> using Tag = hn::ScalableTag<T>;

/// Queries of a panel: two vectors, lane = query.
template <class T> int panelQueries() { return 2 * static_cast<int>(hn::Lanes(Tag<T>())); }

template <class T> inline constexpr std::size_t kMaxPanelQueries = 2 * hn::MaxLanes(Tag<T>());

/// Keys whose sums stay in registers at once: 2 * 12 of 32 registers, else 2 * 6 of 16.
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL || HWY_TARGET == HWY_NEON
inline constexpr int kRegisterKeys = kChunkKeys;
#else
inline constexpr int kRegisterKeys = kChunkKeys / 2;
#endif

/// Logits of a panel of queries with one chunk of keys at a time.
template <class T> class LogitTile {
public:
    LogitTile(const MapSweep<T>& sweep, SweepScratch<T>& scratch)
        : m_operands(sweep.operands)
        , m_packedKeys(sweep.packedKeys)
        , m_channels(static_cast<int>(sweep.operands.query.cols()))
        , m_queries(scratch.queries.data())
        , m_logits(scratch.tile.data())
    {
    }

    /// [key][query], -inf where the key is not visible.
    [[nodiscard]] T* logits() { return m_logits; }

    /// Queries [begin, end), at most panelQueries(); lanes past them are zero.
    void setQueries(TokenRange rows)
    {
        m_rows = rows;
        const int queries = panelQueries<T>();
        const Eigen::Index stride = m_operands.query.cols();
        for (int lane = 0; lane < queries; ++lane) {
            const bool inside = lane < rows.size();
            const float* const row
                = m_operands.query.data() + (inside ? rows.begin + lane : 0) * stride;
            for (int c = 0; c < m_channels; ++c)
                m_queries[c * queries + lane] = inside ? static_cast<T>(row[c]) : T(0);
        }
    }

    void multiply(int chunk)
    {
        const T* const keys = m_packedKeys
            + static_cast<std::size_t>(chunk) * static_cast<std::size_t>(m_channels * kChunkKeys);
        for (int first = 0; first < kChunkKeys; first += kRegisterKeys)
            multiplyInRegisters(keys + first, m_logits + first * panelQueries<T>());
        if (isPartlyHidden(chunk))
            hideInvisible(chunk);
    }

private:
    void multiplyInRegisters(const T* HWY_RESTRICT key, T* HWY_RESTRICT logits) const
    {
        const Tag<T> d;
        const std::size_t lanes = hn::Lanes(d);
        hn::Vec<Tag<T>> left[kRegisterKeys];
        hn::Vec<Tag<T>> right[kRegisterKeys];
#pragma GCC unroll 12
        for (int j = 0; j < kRegisterKeys; ++j)
            left[j] = right[j] = hn::Zero(d);
        const T* HWY_RESTRICT query = m_queries;
        for (int c = 0; c < m_channels; ++c, key += kChunkKeys, query += 2 * lanes) {
            const auto queryLeft = hn::Load(d, query);
            const auto queryRight = hn::Load(d, query + lanes);
#pragma GCC unroll 12
            for (int j = 0; j < kRegisterKeys; ++j) {
                const auto value = hn::Set(d, key[j]);
                left[j] = hn::MulAdd(queryLeft, value, left[j]);
                right[j] = hn::MulAdd(queryRight, value, right[j]);
            }
        }
#pragma GCC unroll 12
        for (int j = 0; j < kRegisterKeys; ++j, logits += 2 * lanes) {
            hn::Store(left[j], d, logits);
            hn::Store(right[j], d, logits + lanes);
        }
    }

    [[nodiscard]] bool isPartlyHidden(int chunk) const
    {
        const int firstKey = chunk * kChunkKeys;
        const int lastKey = firstKey + kChunkKeys - 1;
        if (!m_operands.causal)
            return lastKey >= m_operands.tokenCount();
        return lastKey > m_rows.begin || firstKey < m_operands.visibleKeys(m_rows.end - 1).begin;
    }

    void hideInvisible(int chunk)
    {
        const Tag<T> d;
        const int lanes = static_cast<int>(hn::Lanes(d));
        const auto hidden = hn::Set(d, -std::numeric_limits<T>::infinity());
        for (int lane = 0; lane < 2 * lanes; ++lane) {
            const int query = std::min(m_rows.begin + lane, m_rows.end - 1);
            const TokenRange visible = m_operands.visibleKeys(query);
            m_begin[lane] = static_cast<T>(visible.begin - chunk * kChunkKeys);
            m_end[lane] = static_cast<T>(visible.end - chunk * kChunkKeys);
        }
        for (int j = 0; j < kChunkKeys; ++j) {
            const auto key = hn::Set(d, static_cast<T>(j));
            for (int lane = 0; lane < 2 * lanes; lane += lanes) {
                T* const cells = m_logits + j * 2 * lanes + lane;
                const auto visible = hn::And(hn::Ge(key, hn::Load(d, m_begin + lane)),
                                             hn::Lt(key, hn::Load(d, m_end + lane)));
                hn::Store(hn::IfThenElse(visible, hn::Load(d, cells), hidden), d, cells);
            }
        }
    }

    const MapOperands& m_operands;
    const T* m_packedKeys;
    int m_channels;
    T* m_queries; ///< [channel][query]
    T* m_logits;
    TokenRange m_rows;
    /// Keys that each query sees, counted from the chunk's first.
    HWY_ALIGN T m_begin[kMaxPanelQueries<T>];
    HWY_ALIGN T m_end[kMaxPanelQueries<T>];
};

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
