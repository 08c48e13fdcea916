// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/turning_query.h"

namespace ropescope {

namespace {

using Pairs = TurningQuery::Pairs;

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

} // namespace

TurningQuery::TurningQuery(const HeadTrace& head, const RopeTable& table, int query)
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

void TurningQuery::turnTo(int lag)
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

Pairs TurningQuery::contributions(int key) const
{
    const Pairs first = coordinate(m_head.k, key, m_table, false);
    const Pairs second = coordinate(m_head.k, key, m_table, true);
    return (m_first * m_cosine - m_second * m_sine) * first
        + (m_second * m_cosine + m_first * m_sine) * second;
}

double TurningQuery::unrotated(int key) const
{
    return m_rest.dot(m_head.k.row(key).tail(m_rest.size()).cast<double>());
}

} // namespace ropescope
