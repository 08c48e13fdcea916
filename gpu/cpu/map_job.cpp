// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/map_job.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gpu/cpu/map_layout.h"
#include "gpu/kernels/visible_cells.h"

namespace ropescope {

namespace {

/// Exponential and pooling of a cell, in multiplications of the product.
constexpr double kCellCost = 24.0;
/// Rotation and packing of one channel of one token: bound by memory, not by arithmetic.
constexpr double kChannelPreparationCost = 600.0;

double costOfCells(long long cells, Eigen::Index channels)
{
    return static_cast<double>(cells) * (static_cast<double>(channels) + kCellCost);
}

/// Who sees whom, without the vectors.
MapOperands visibilityOf(const MapRequest& request)
{
    const QuantityKind kind = request.quantity.kind;
    return { .query = MatrixRM(request.head->tokenCount(), 0),
             .key = {},
             .causal = kind != QuantityKind::QuerySimilarity && kind != QuantityKind::KeySimilarity,
             .slidingWindow = request.head->slidingWindow };
}

bool knowsRowSums(const PreparedHead& head, TokenRange rows)
{
    return std::visit(
        [&](const auto& packed) {
            const auto* const sums = packed.logSumExp.data();
            return std::none_of(sums + rows.begin, sums + rows.end,
                                [](auto sum) { return std::isnan(sum); });
        },
        head.packed);
}

} // namespace

MapJob::MapJob(PreparedHead& head, const MapRequest& request, SweepMemory& memory, int threads,
               double keyWeight)
    : m_head(head)
    , m_request(request)
    , m_memory(memory)
    , m_keyWeight(keyWeight)
    , m_region(withoutRepeats(request.region))
    , m_pixelOfKey(pixelOfKey(m_region, head.operands.tokenCount()))
    , m_keyOfPixel(keyOfPixel(m_region))
    , m_strips(stripsOf(m_region, head.operands, threads))
    , m_values { .width = m_region.width, .height = m_region.height, .values = {} }
{
    m_values.values.assign(static_cast<std::size_t>(m_region.width)
                               * static_cast<std::size_t>(m_region.height),
                           std::numeric_limits<float>::quiet_NaN());
}

double MapJob::cost(const PixelRows& strip) const
{
    const TokenRange rows { m_region.rowCells(strip.begin).begin,
                            m_region.rowCells(strip.end - 1).end };
    const bool wholeRows = m_request.quantity.needsRowSums() && !knowsRowSums(m_head, rows);
    const TokenRange all { 0, m_head.operands.tokenCount() };
    return costOfCells(visibleCellCount(m_head.operands, rows, wholeRows ? all : m_region.columns),
                       m_head.operands.query.cols());
}

void MapJob::draw(std::span<const PixelRows> strips, ThreadPool& pool, const std::stop_token& stop)
{
    std::visit(
        [&]<class T>(PackedKeys<T>& packed) {
            const MapSweep<T> sweep { .operands = m_head.operands,
                                      .packedKeys = packed.keys.data(),
                                      .quantity = m_request.quantity,
                                      .pool = m_request.pool,
                                      .region = m_region,
                                      .pixelOfKey = m_pixelOfKey.data(),
                                      .keyOfPixel = m_keyOfPixel.data(),
                                      .logSumExp = packed.logSumExp.data(),
                                      .keyWeight = static_cast<T>(m_keyWeight),
                                      .values = m_values.values.data() };
            int pixelRows = 0;
            for (const PixelRows& strip : strips)
                pixelRows = std::max(pixelRows, strip.end - strip.begin);
            auto& scratch = std::get<std::vector<SweepScratch<T>>>(m_memory.ofWorkers);
            const auto threads = static_cast<std::size_t>(pool.threadCount());
            if (scratch.size() < threads)
                scratch.resize(threads);
            // Here and not in the workers, where running out of memory could not be reported.
            for (std::size_t worker = 0; worker < threads; ++worker)
                reserve(scratch[worker], sweep, pixelRows);
            pool.forEach(static_cast<int>(strips.size()), [&](int index, int worker) {
                sweepStrip(sweep, strips[static_cast<std::size_t>(index)],
                           scratch[static_cast<std::size_t>(worker)], stop);
            });
        },
        m_head.packed);
}

void MapJob::copyRows(const PixelRows& strip, ValueMap& map) const
{
    repeatPixels(m_values, m_request.region, strip, map);
}

ValueMap MapJob::take()
{
    if (m_region == m_request.region)
        return std::move(m_values);
    const MapRegion& region = m_request.region;
    ValueMap map { .width = region.width, .height = region.height, .values = {} };
    map.values.resize(static_cast<std::size_t>(region.width)
                      * static_cast<std::size_t>(region.height));
    repeatPixels(m_values, region, { 0, m_region.height }, map);
    return map;
}

MapCost mapCost(const MapRequest& request, const PreparedHead* known)
{
    const bool onePair = request.quantity.kind == QuantityKind::Contribution;
    const int channels = onePair ? 2 : request.head->headDim();
    const TokenRange all { 0, request.head->tokenCount() };
    const bool wholeRows = request.quantity.needsRowSums()
        && (known == nullptr || !knowsRowSums(*known, request.region.rows));
    const long long cells = visibleCellCount(visibilityOf(request), request.region.rows,
                                             wholeRows ? all : request.region.columns);
    MapCost cost { .preparation = 0.0, .sweep = costOfCells(cells, channels) };
    if (known == nullptr)
        cost.preparation = kChannelPreparationCost * static_cast<double>(all.size()) * channels;
    return cost;
}

} // namespace ropescope
