// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/reference_map.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace ropescope {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

} // namespace

double phase(const Eigen::RowVector2f& query, const Eigen::RowVector2f& key)
{
    const Eigen::RowVector2d q = query.cast<double>();
    const Eigen::RowVector2d k = key.cast<double>();
    const double angle = std::atan2(q[1] * k[0] - q[0] * k[1], q.dot(k));
    return angle > -std::numbers::pi ? angle : std::numbers::pi;
}

MatrixRMd referenceMap(const MapOperands& operands, const Quantity& quantity)
{
    const int n = operands.tokenCount();
    MatrixRMd map = MatrixRMd::Constant(n, n, kNan);
    for (int t = 0; t < n; ++t) {
        const TokenRange keys = operands.visibleKeys(t);
        auto visible = map.row(t).segment(keys.begin, keys.size());
        for (int i = keys.begin; i < keys.end; ++i) {
            visible[i - keys.begin]
                = operands.query.row(t).cast<double>().dot(operands.key.row(i).cast<double>());
        }
        if (quantity.kind == QuantityKind::Phase) {
            for (int i = keys.begin; i < keys.end; ++i)
                visible[i - keys.begin] = phase(operands.query.row(t), operands.key.row(i));
        }
        if (quantity.needsRowSums()) {
            const double largest = visible.maxCoeff();
            const double logSum = largest + std::log((visible.array() - largest).exp().sum());
            visible.array() -= logSum;
            if (quantity.kind == QuantityKind::Probability)
                visible = visible.array().exp().matrix().eval();
        }
    }
    return map;
}

ValueMap poolCells(const MatrixRMd& map, const MapRegion& region, Pool pool)
{
    ValueMap pooled { .width = region.width, .height = region.height };
    pooled.values.reserve(static_cast<std::size_t>(region.width)
                          * static_cast<std::size_t>(region.height));
    for (int y = 0; y < region.height; ++y) {
        const TokenRange queries = region.rowCells(y);
        for (int x = 0; x < region.width; ++x) {
            const TokenRange keys = region.columnCells(x);
            double sum = 0.0;
            double largest = -std::numeric_limits<double>::infinity();
            int count = 0;
            for (int t = queries.begin; t < queries.end; ++t) {
                for (int i = keys.begin; i < keys.end; ++i) {
                    const double value = map(t, i);
                    if (std::isnan(value))
                        continue;
                    sum += value;
                    largest = std::max(largest, value);
                    ++count;
                }
            }
            const double value = count == 0 ? kNan : pool == Pool::Max ? largest : sum / count;
            pooled.values.push_back(static_cast<float>(value));
        }
    }
    return pooled;
}

ValueMap middleCells(const MatrixRMd& map, const MapRegion& region)
{
    ValueMap cells { .width = region.width, .height = region.height };
    for (int y = 0; y < region.height; ++y) {
        for (int x = 0; x < region.width; ++x) {
            const auto value = map(region.rowCells(y).middle(), region.columnCells(x).middle());
            cells.values.push_back(static_cast<float>(value));
        }
    }
    return cells;
}

} // namespace ropescope
