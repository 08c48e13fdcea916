// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/row_values.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "core/attention/turning_query.h"
#include "core/base/counted.h"

namespace ropescope {

namespace {

RowValues storedRow(const HeadTrace& head, RowValues row)
{
    for (int i = row.keys.begin; i < row.keys.end; ++i) {
        row.probabilities.push_back(head.attention(row.query, i));
        row.logits.push_back(std::log(row.probabilities.back()));
    }
    return row;
}

std::vector<double> softmax(const std::vector<double>& logits)
{
    const double largest = *std::ranges::max_element(logits);
    std::vector<double> shares;
    shares.reserve(logits.size());
    double sum = 0.0;
    for (const double logit : logits)
        sum += shares.emplace_back(std::exp(logit - largest));
    for (double& share : shares)
        share /= sum;
    return shares;
}

} // namespace

Result<RowValues> rowValues(const HeadTrace& head, const RopeTable& table, int query,
                            const std::stop_token& stop)
{
    constexpr int kKeysBetweenChecks = 1024;
    const int n = head.tokenCount();
    if (query < 0 || query >= n) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("Query {} does not exist: the map has {}.", query, counted(n, "token")));
    }
    const int window = head.slidingWindow;
    RowValues row { .query = query,
                    .keys = { window > 0 ? std::max(0, query - window + 1) : 0, query + 1 },
                    .logits = {},
                    .probabilities = {} };
    if (head.holdsMapOnly())
        return storedRow(head, std::move(row));
    row.logits.resize(static_cast<std::size_t>(row.keys.size()));
    TurningQuery turning(head, table, query);
    for (int i = query; i >= row.keys.begin; --i) {
        if (i % kKeysBetweenChecks == 0 && stop.stop_requested())
            return cancelled();
        turning.turnTo(query - i);
        row.logits[static_cast<std::size_t>(i - row.keys.begin)]
            = turning.contributions(i).sum() + turning.unrotated(i);
    }
    row.probabilities = softmax(row.logits);
    return row;
}

} // namespace ropescope
