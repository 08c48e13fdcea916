// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/coarse_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gpu/kernels/visible_cells.h"

namespace ropescope {

namespace {

int roundedUp(int value, int divisor) { return (value + divisor - 1) / divisor; }

MatrixRM everyRow(const MatrixRM& rows, int stride)
{
    MatrixRM sample(roundedUp(static_cast<int>(rows.rows()), stride), rows.cols());
    for (Eigen::Index row = 0; row < sample.rows(); ++row)
        sample.row(row) = rows.row(row * stride);
    return sample;
}

/// The sampled tokens of a range; where it has none, the one before it.
TokenRange sampled(TokenRange range, int stride)
{
    const TokenRange inside { roundedUp(range.begin, stride), roundedUp(range.end, stride) };
    if (inside.size() > 0)
        return inside;
    return { range.begin / stride, range.begin / stride + 1 };
}

/// Sample j stands at position j * stride, so its pairs turn stride times as fast from one sample
/// to the next.
MapRequest sampledRequest(const MapRequest& request, int stride)
{
    const HeadTrace& whole = *request.head;
    HeadTrace head;
    head.id = whole.id;
    head.rope = whole.rope;
    head.attentionScale = whole.attentionScale;
    head.q = everyRow(whole.q, stride);
    head.k = everyRow(whole.k, stride);
    if (whole.slidingWindow > 0)
        head.slidingWindow = std::max(1, (whole.slidingWindow + stride / 2) / stride);
    RopeTable rope = request.rope;
    for (double& theta : rope.theta)
        theta *= stride;
    return { .head = std::make_shared<const HeadTrace>(std::move(head)),
             .rope = std::move(rope),
             .quantity = request.quantity,
             .pool = request.pool,
             .region
             = { sampled(request.region.rows, stride), sampled(request.region.columns, stride),
                 request.region.width, request.region.height } };
}

/// How many keys a sampled one stands for.
double keyWeight(const HeadTrace& whole, const HeadTrace& sample, int stride)
{
    if (sample.slidingWindow == 0)
        return stride;
    return static_cast<double>(whole.slidingWindow) / sample.slidingWindow;
}

/// Gives each row values on the pixels that have some in the exact map, from their neighbours where
/// the sample has none, and on no others.
void matchVisiblePixels(const MapOperands& visibility, const MapRegion& region, ValueMap& map)
{
    const float none = std::numeric_limits<float>::quiet_NaN();
    for (int y = 0; y < region.height; ++y) {
        float* const row = map.values.data() + static_cast<std::ptrdiff_t>(y) * region.width;
        const TokenRange visible = visibleToAny(visibility, region.rowCells(y));
        int begin = 0;
        while (begin < region.width && region.columnCells(begin).end <= visible.begin)
            row[begin++] = none;
        int end = region.width;
        while (end > begin && region.columnCells(end - 1).begin >= visible.end)
            row[--end] = none;
        for (int x = begin + 1; x < end; ++x)
            row[x] = std::isnan(row[x]) ? row[x - 1] : row[x];
        for (int x = end - 2; x >= begin; --x)
            row[x] = std::isnan(row[x]) ? row[x + 1] : row[x];
    }
}

} // namespace

Result<ValueMap> coarseMap(const MapRequest& request, int stride, ThreadPool& pool,
                           CoarseMemory& memory, const std::stop_token& stop)
{
    const MapRequest sample = sampledRequest(request, stride);
    Result<PreparedHead> prepared = prepareHead(sample, pool, stop, memory.head);
    if (!prepared)
        return tl::unexpected(prepared.error());
    const double weight = keyWeight(*request.head, *sample.head, stride);
    MapJob job(*prepared, sample, memory.sweep, pool.threadCount(), weight);
    job.draw(job.strips(), pool, stop);
    if (stop.stop_requested())
        return cancelled();
    ValueMap map = job.take();
    // Of the whole head: at the edges of the visible part the sample sees something else.
    const MapOperands visibility { .query = MatrixRM(request.head->tokenCount(), 0),
                                   .key = {},
                                   .causal = prepared->operands.causal,
                                   .slidingWindow = request.head->slidingWindow };
    matchVisiblePixels(visibility, request.region, map);
    memory.head.operands.query = std::move(prepared->operands.query);
    memory.head.packed = std::move(prepared->packed);
    return map;
}

double coarseCost(const MapRequest& request, int stride)
{
    const MapCost whole = mapCost(request, nullptr);
    return (whole.preparation + whole.sweep / stride) / stride;
}

int strideWithin(const MapRequest& request, double limit)
{
    // The root of coarseCost() = limit.
    const MapCost whole = mapCost(request, nullptr);
    const double half = 0.5 * whole.preparation;
    const double stride = (half + std::sqrt(half * half + limit * whole.sweep)) / limit;
    const int window = request.head->slidingWindow;
    const int longest = window > 0 ? window : request.head->tokenCount();
    return static_cast<int>(std::clamp(std::ceil(stride), 1.0, static_cast<double>(longest)));
}

} // namespace ropescope
