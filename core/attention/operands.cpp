// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/operands.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/counted.h"

namespace ropescope {

namespace {

/// Blocks start at multiples of this, as the anchors of rotationAngles() do: 64.
constexpr int kBlockRows = 128;

MatrixRM unitRows(MatrixRef rows)
{
    MatrixRM unit = rows;
    for (Eigen::Index t = 0; t < unit.rows(); ++t) {
        if (const double norm = unit.row(t).cast<double>().norm(); norm > 0.0)
            unit.row(t) = (unit.row(t).cast<double>() / norm).cast<float>();
    }
    return unit;
}

/// Factor on each coordinate of the query: the attention scale times its pair's gain.
Eigen::RowVectorXf queryFactors(const HeadTrace& head, const RopeTable& table)
{
    Eigen::RowVectorXf factors
        = Eigen::RowVectorXf::Constant(head.headDim(), static_cast<float>(head.attentionScale));
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const auto gain = static_cast<float>(table.gain[static_cast<std::size_t>(m)]);
        factors[a] *= gain;
        factors[b] *= gain;
    }
    return factors;
}

Result<void> checkPair(const Quantity& quantity, const RopeTable& table)
{
    const bool names
        = quantity.kind == QuantityKind::Contribution || quantity.kind == QuantityKind::Phase;
    if (names && (quantity.pair < 0 || quantity.pair >= table.pairCount())) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Channel pair {} does not exist: this head has {}.", quantity.pair,
                                counted(table.pairCount(), "pair")));
    }
    return {};
}

/// The part of a table that turns one pair: it alone, as two neighbouring coordinates.
RopeTable onlyPair(const RopeTable& table, int pair)
{
    return { .theta = { table.theta[static_cast<std::size_t>(pair)] },
             .gain = { 1.0 },
             .pairing = RopePairing::Interleaved,
             .attentionFactor = table.attentionFactor };
}

MatrixRM twoColumns(MatrixRef rows, std::pair<int, int> columns)
{
    MatrixRM two(rows.rows(), 2);
    two.col(0) = rows.col(columns.first);
    two.col(1) = rows.col(columns.second);
    return two;
}

/// Fills operands a block of rows at a time.
class Preparation {
public:
    Preparation(const HeadTrace& head, const RopeTable& table, const Quantity& quantity,
                MapOperands& operands)
        : m_head(head)
        , m_table(table)
        , m_quantity(quantity)
        , m_factors(queryFactors(head, table))
        , m_operands(operands)
    {
        const Eigen::Index rows = head.q.rows();
        Eigen::Index channels = head.q.cols();
        if (isOnePair()) {
            channels = 2;
            m_columns = table.coordinates(quantity.pair);
            m_pair = onlyPair(table, quantity.pair);
        }
        m_operands.query.resize(rows, channels);
        m_operands.key.resize(rows, channels);
        m_operands.causal = !isSimilarity();
        m_operands.slidingWindow = isSimilarity() ? 0 : head.slidingWindow;
    }

    [[nodiscard]] int blocks() const
    {
        return static_cast<int>((m_head.q.rows() + kBlockRows - 1) / kBlockRows);
    }

    void prepare(int block)
    {
        const int begin = block * kBlockRows;
        const auto rows = std::min<Eigen::Index>(kBlockRows, m_head.q.rows() - begin);
        const MatrixRef q = m_head.q.middleRows(begin, rows);
        const MatrixRef k = m_head.k.middleRows(begin, rows);
        auto query = m_operands.query.middleRows(begin, rows);
        auto key = m_operands.key.middleRows(begin, rows);
        if (isSimilarity()) {
            query = unitRows(m_quantity.kind == QuantityKind::QuerySimilarity ? q : k);
            key = query;
        } else if (isOnePair()) {
            const RotationAngles angles = rotationAngles(m_pair, static_cast<int>(rows), begin);
            query = rotate(twoColumns(q, m_columns), m_pair, angles);
            key = rotate(twoColumns(k, m_columns), m_pair, angles);
            if (m_quantity.kind == QuantityKind::Contribution) {
                query.col(0) *= m_factors[m_columns.first];
                query.col(1) *= m_factors[m_columns.second];
            }
        } else {
            const RotationAngles angles = rotationAngles(m_table, static_cast<int>(rows), begin);
            query = rotate(q, m_table, angles) * m_factors.asDiagonal();
            key = rotate(k, m_table, angles);
        }
    }

private:
    [[nodiscard]] bool isSimilarity() const
    {
        return m_quantity.kind == QuantityKind::QuerySimilarity
            || m_quantity.kind == QuantityKind::KeySimilarity;
    }
    [[nodiscard]] bool isOnePair() const
    {
        return m_quantity.kind == QuantityKind::Contribution
            || m_quantity.kind == QuantityKind::Phase;
    }

    const HeadTrace& m_head;
    const RopeTable& m_table;
    const Quantity& m_quantity;
    Eigen::RowVectorXf m_factors;
    RopeTable m_pair;
    std::pair<int, int> m_columns;
    MapOperands& m_operands;
};

} // namespace

OperandKey operandKey(const Quantity& quantity, const RopeTable& rope)
{
    switch (quantity.kind) {
    case QuantityKind::QuerySimilarity:
    case QuantityKind::KeySimilarity:
        return { { .kind = quantity.kind }, {} };
    case QuantityKind::Contribution:
    case QuantityKind::Phase:
        return { quantity, rope };
    case QuantityKind::Probability:
    case QuantityKind::LogProbability:
    case QuantityKind::Logit:
        break;
    }
    return { { .kind = QuantityKind::Logit }, rope };
}

Result<MapOperands> prepareOperands(const HeadTrace& head, const RopeTable& table,
                                    const Quantity& quantity)
{
    if (auto valid = checkPair(quantity, table); !valid)
        return tl::unexpected(valid.error());
    MapOperands operands;
    Preparation preparation(head, table, quantity, operands);
    for (int block = 0; block < preparation.blocks(); ++block)
        preparation.prepare(block);
    return operands;
}

Result<void> prepareOperands(const HeadTrace& head, const RopeTable& table,
                             const Quantity& quantity, ThreadPool& pool,
                             const std::stop_token& stop, MapOperands& operands)
{
    if (auto valid = checkPair(quantity, table); !valid)
        return valid;
    Preparation preparation(head, table, quantity, operands);
    pool.forEach(preparation.blocks(), [&](int block, int) {
        if (!stop.stop_requested())
            preparation.prepare(block);
    });
    if (stop.stop_requested())
        return cancelled();
    return {};
}

} // namespace ropescope
