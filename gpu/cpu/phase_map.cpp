// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/cpu/phase_map.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/core.h>

#include "core/attention/operands.h"

namespace ropescope {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// One pair of a token's row after rotation, as an angle; NaN where the pair is zero.
double angleOf(const MatrixRM& raw, int position, const RopeTable& table, int pair)
{
    const auto [a, b] = table.coordinates(pair);
    const double x = raw(position, a);
    const double y = raw(position, b);
    if (x == 0.0 && y == 0.0)
        return kNan;
    return std::atan2(y, x) + table.theta[static_cast<std::size_t>(pair)] * position;
}

/// Into (-pi, pi].
double wrapped(double angle)
{
    const double rest = std::remainder(angle, 2.0 * std::numbers::pi);
    return rest > -std::numbers::pi ? rest : std::numbers::pi;
}

} // namespace

Result<ValueMap> phaseMap(const MapRequest& request)
{
    const int pair = request.quantity.pair;
    if (pair < 0 || pair >= request.rope.pairCount()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Channel pair {} does not exist: this head has {} pairs.", pair,
                                request.rope.pairCount()));
    }
    const HeadTrace& head = *request.head;
    const MapOperands visibility { .query = MatrixRM(head.tokenCount(), 0),
                                   .key = {},
                                   .slidingWindow = head.slidingWindow };
    const MapRegion& region = request.region;
    std::vector<double> ofKeys;
    for (int x = 0; x < region.width; ++x)
        ofKeys.push_back(angleOf(head.k, region.columnCells(x).middle(), request.rope, pair));
    ValueMap map { .width = region.width, .height = region.height, .values = {} };
    map.values.reserve(static_cast<std::size_t>(region.width)
                       * static_cast<std::size_t>(region.height));
    for (int y = 0; y < region.height; ++y) {
        const int query = region.rowCells(y).middle();
        const TokenRange visible = visibility.visibleKeys(query);
        const double ofQuery = angleOf(head.q, query, request.rope, pair);
        for (int x = 0; x < region.width; ++x) {
            const int key = region.columnCells(x).middle();
            const double angle = ofQuery - ofKeys[static_cast<std::size_t>(x)];
            double value = kNan;
            if (key >= visible.begin && key < visible.end)
                value = std::isnan(angle) ? 0.0 : wrapped(angle);
            map.values.push_back(static_cast<float>(value));
        }
    }
    return map;
}

} // namespace ropescope
