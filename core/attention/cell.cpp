// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/cell.h"

#include <cmath>

#include <fmt/core.h>

#include "core/attention/row_values.h"
#include "core/attention/turning_query.h"
#include "core/base/counted.h"

namespace ropescope {

namespace {

Result<void> checkCell(const HeadTrace& head, int query, int key)
{
    const int n = head.tokenCount();
    if (query < 0 || query >= n || key < 0 || key > query
        || (head.slidingWindow > 0 && key <= query - head.slidingWindow)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Query {} does not see key {}: the map has {}.", query, key,
                                counted(n, "token")));
    }
    return {};
}

} // namespace

Result<CellParts> cellParts(const HeadTrace& head, const RopeTable& table, int query, int key)
{
    if (const auto ok = checkCell(head, query, key); !ok)
        return tl::unexpected(ok.error());
    if (head.holdsMapOnly())
        return CellParts { .logit = std::log(static_cast<double>(head.attention(query, key))),
                           .contributions = {} };
    TurningQuery turning(head, table, query);
    turning.turnTo(query - key);
    const TurningQuery::Pairs parts = turning.contributions(key);
    return CellParts { .logit = parts.sum() + turning.unrotated(key),
                       .contributions = { parts.begin(), parts.end() } };
}

Result<CellValue> cellValue(const HeadTrace& head, const RopeTable& table, int query, int key,
                            const std::stop_token& stop)
{
    const auto parts = cellParts(head, table, query, key);
    if (!parts)
        return tl::unexpected(parts.error());
    const auto row = rowValues(head, table, query, stop);
    if (!row)
        return tl::unexpected(row.error());
    return CellValue { .logit = parts->logit,
                       .probability
                       = row->probabilities[static_cast<std::size_t>(key - row->keys.begin)],
                       .contributions = parts->contributions };
}

} // namespace ropescope
