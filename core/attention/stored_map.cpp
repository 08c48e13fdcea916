// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/stored_map.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace ropescope {

namespace {

class CellPool {
public:
    explicit CellPool(Pool pool)
        : m_pool(pool)
    {
    }

    void add(double value)
    {
        m_count += 1;
        m_sum += value;
        m_highest = std::max(m_highest, value);
    }

    [[nodiscard]] float result() const
    {
        if (m_count == 0)
            return std::numeric_limits<float>::quiet_NaN();
        return static_cast<float>(m_pool == Pool::Max ? m_highest : m_sum / m_count);
    }

private:
    Pool m_pool;
    int m_count = 0;
    double m_sum = 0.0;
    double m_highest = -std::numeric_limits<double>::infinity();
};

float pixel(const HeadTrace& head, const Quantity& quantity, Pool pool, TokenRange queries,
            TokenRange keys)
{
    CellPool cells(pool);
    for (int query = queries.begin; query < queries.end; ++query) {
        const int first = head.slidingWindow > 0 ? query - head.slidingWindow + 1 : 0;
        for (int key = std::max(keys.begin, first); key < std::min(keys.end, query + 1); ++key) {
            const double probability = head.attention(query, key);
            // What the file rounded to 0 was above it.
            constexpr double kLeast = std::numeric_limits<float>::min();
            cells.add(quantity.kind == QuantityKind::Probability
                          ? probability
                          : std::log(std::max(probability, kLeast)));
        }
    }
    return cells.result();
}

} // namespace

Result<ValueMap> storedMap(const HeadTrace& head, const Quantity& quantity, Pool pool,
                           const MapRegion& region)
{
    assert(head.holdsMapOnly());
    if (quantity.kind != QuantityKind::Probability
        && quantity.kind != QuantityKind::LogProbability) {
        return fail(ErrorCode::InvalidArgument,
                    "This trace holds finished attention maps, without queries and keys: "
                    "probability and log-probability can be shown.");
    }
    ValueMap map { .width = region.width, .height = region.height, .values = {} };
    map.values.reserve(static_cast<std::size_t>(region.width)
                       * static_cast<std::size_t>(region.height));
    for (int y = 0; y < region.height; ++y) {
        for (int x = 0; x < region.width; ++x)
            map.values.push_back(
                pixel(head, quantity, pool, region.rowCells(y), region.columnCells(x)));
    }
    return map;
}

} // namespace ropescope
