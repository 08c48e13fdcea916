// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/cell.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>

namespace ropescope {

namespace {

using Pairs = Eigen::ArrayXd; ///< one number for each channel pair

/// One coordinate of every pair in a row, in double.
Pairs coordinate(const MatrixRM& x, int row, const RopeTable& table, bool second)
{
    Pairs values(table.pairCount());
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        values[m] = x(row, second ? b : a);
    }
    return values;
}

/// A query as its keys see it: rotated by the lag, since R_t q . R_i k = R_{t-i} q . k. Scale,
/// gains and the attention factor are folded in.
class TurningQuery {
public:
    TurningQuery(const HeadTrace& head, const RopeTable& table, int query)
        : m_head(head)
        , m_table(table)
        , m_theta(Eigen::Map<const Pairs>(table.theta.data(), table.pairCount()))
        , m_stepCosine(m_theta.cos())
        , m_stepSine(m_theta.sin())
    {
        const Pairs factor = head.attentionScale * table.attentionFactor * table.attentionFactor
            * Eigen::Map<const Pairs>(table.gain.data(), table.pairCount());
        m_first = factor * coordinate(head.q, query, table, false);
        m_second = factor * coordinate(head.q, query, table, true);
        const Eigen::Index rest = head.headDim() - 2 * table.pairCount();
        m_rest = head.attentionScale * head.q.row(query).tail(rest).cast<double>();
        turnTo(0);
    }

    /// Also backwards and by any number of steps; one step at a time costs no trigonometry.
    void turnTo(int lag)
    {
        constexpr int kAnchorInterval = 64; // rounding stays below 1e-13
        if (lag != m_lag + 1 || lag % kAnchorInterval == 0) {
            const Pairs angle = m_theta * static_cast<double>(lag);
            m_cosine = angle.cos();
            m_sine = angle.sin();
        } else {
            const Pairs next = m_cosine * m_stepCosine - m_sine * m_stepSine;
            m_sine = m_sine * m_stepCosine + m_cosine * m_stepSine;
            m_cosine = next;
        }
        m_lag = lag;
    }

    /// Each pair's part of the logit of this query and key, which must be `lag` before it.
    [[nodiscard]] Pairs contributions(int key) const
    {
        const Pairs first = coordinate(m_head.k, key, m_table, false);
        const Pairs second = coordinate(m_head.k, key, m_table, true);
        return (m_first * m_cosine - m_second * m_sine) * first
            + (m_second * m_cosine + m_first * m_sine) * second;
    }

    [[nodiscard]] double unrotated(int key) const
    {
        return m_rest.dot(m_head.k.row(key).tail(m_rest.size()).cast<double>());
    }

private:
    const HeadTrace& m_head;
    const RopeTable& m_table;
    Pairs m_theta, m_stepCosine, m_stepSine;
    Pairs m_first, m_second; ///< the query's two coordinates of each pair, unrotated
    Pairs m_cosine, m_sine;
    Eigen::RowVectorXd m_rest; ///< the query's coordinates that do not rotate
    int m_lag = -2;
};

Result<void> checkCell(const HeadTrace& head, int query, int key)
{
    const int n = head.tokenCount();
    if (query < 0 || query >= n || key < 0 || key > query
        || (head.slidingWindow > 0 && key <= query - head.slidingWindow)) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("Query {} does not see key {}: the map has {} tokens.", query, key, n));
    }
    return {};
}

} // namespace

Result<CellParts> cellParts(const HeadTrace& head, const RopeTable& table, int query, int key)
{
    if (const auto ok = checkCell(head, query, key); !ok)
        return tl::unexpected(ok.error());
    if (head.holdsMapOnly())
        return CellParts { .logit = std::log(head.attention(query, key)), .contributions = {} };
    TurningQuery turning(head, table, query);
    turning.turnTo(query - key);
    const Pairs parts = turning.contributions(key);
    return CellParts { .logit = parts.sum() + turning.unrotated(key),
                       .contributions = { parts.begin(), parts.end() } };
}

Result<CellValue> cellValue(const HeadTrace& head, const RopeTable& table, int query, int key,
                            const std::stop_token& stop)
{
    constexpr int kKeysBetweenChecks = 1024;
    if (const auto ok = checkCell(head, query, key); !ok)
        return tl::unexpected(ok.error());
    if (head.holdsMapOnly()) {
        const double probability = head.attention(query, key);
        return CellValue { .logit = std::log(probability), .probability = probability };
    }
    const int first = head.slidingWindow > 0 ? std::max(0, query - head.slidingWindow + 1) : 0;
    double largest = -std::numeric_limits<double>::infinity();
    std::vector<double> logits;
    logits.reserve(static_cast<std::size_t>(query - first + 1));
    CellValue cell;
    TurningQuery turning(head, table, query);
    for (int i = query; i >= first; --i) {
        if (i % kKeysBetweenChecks == 0 && stop.stop_requested())
            return cancelled();
        turning.turnTo(query - i);
        const Pairs parts = turning.contributions(i);
        logits.push_back(parts.sum() + turning.unrotated(i));
        largest = std::max(largest, logits.back());
        if (i == key) {
            cell.logit = logits.back();
            cell.contributions.assign(parts.begin(), parts.end());
        }
    }
    double sum = 0.0;
    for (const double logit : logits)
        sum += std::exp(logit - largest);
    cell.probability = std::exp(cell.logit - largest) / sum;
    return cell;
}

} // namespace ropescope
