// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gpu/bench/double_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "core/attention/operands.h"

namespace ropescope::test {
namespace {

constexpr int kCheckedRows = 3000; // queries, over all pixel rows

/// One pixel row in float64; NaN where nothing is visible.
std::vector<double> pixelRow(const MapOperands& operands, const MatrixRMd& keys,
                             const MapRequest& request, int y)
{
    const MapRegion& region = request.region;
    const auto width = static_cast<std::size_t>(region.width);
    std::vector<double> values(width, 0.0);
    std::vector<int> counts(width, 0);
    const TokenRange cells = region.rowCells(y);
    for (int t = cells.begin; t < cells.end; ++t) {
        const TokenRange seen = operands.visibleKeys(t);
        Eigen::ArrayXd row = (keys.middleRows(seen.begin, seen.size())
                              * operands.query.row(t).cast<double>().transpose())
                                 .array();
        row = (row - row.maxCoeff()).exp();
        row /= row.sum();
        for (int x = 0; x < region.width; ++x) {
            const TokenRange columns = region.columnCells(x);
            const int begin = std::max(columns.begin, seen.begin) - seen.begin;
            const int end = std::min(columns.end, seen.end) - seen.begin;
            if (begin >= end)
                continue;
            const auto at = static_cast<std::size_t>(x);
            const auto part = row.segment(begin, end - begin);
            values[at] = request.pool == Pool::Max ? std::max(values[at], part.maxCoeff())
                                                   : values[at] + part.sum();
            counts[at] += end - begin;
        }
    }
    for (std::size_t x = 0; x < width; ++x) {
        if (counts[x] == 0)
            values[x] = std::numeric_limits<double>::quiet_NaN();
        else if (request.pool == Pool::Mean)
            values[x] /= counts[x];
    }
    return values;
}

} // namespace

double largestError(const ValueMap& map, const MapRequest& request)
{
    const MapOperands operands
        = prepareOperands(*request.head, request.rope, request.quantity).value();
    const MatrixRMd keys = operands.key.cast<double>();
    const MapRegion& region = request.region;
    const int queries = std::max(1, region.rows.size() / region.height);
    const int step = std::max(1, region.height * queries / kCheckedRows);
    const auto threads = std::max(1U, std::thread::hardware_concurrency());
    std::vector<double> errors(threads, 0.0);
    std::vector<std::jthread> workers;
    for (unsigned worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
            double& largest = errors[worker];
            for (int y = static_cast<int>(worker) * step; y < region.height;
                 y += static_cast<int>(threads) * step) {
                const std::vector<double> expected = pixelRow(operands, keys, request, y);
                for (int x = 0; x < region.width; ++x) {
                    const double value = map.at(x, y);
                    const double wanted = expected[static_cast<std::size_t>(x)];
                    if (std::isnan(value) != std::isnan(wanted))
                        largest = HUGE_VAL;
                    else if (!std::isnan(wanted))
                        largest = std::max(largest, std::abs(value - wanted));
                }
            }
        });
    }
    workers.clear();
    return *std::ranges::max_element(errors);
}

} // namespace ropescope::test
