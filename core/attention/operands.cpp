// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/operands.h"

#include <fmt/core.h>

namespace ropescope {

namespace {

MatrixRM unitRows(const MatrixRM& rows)
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

MatrixRM twoColumns(const MatrixRM& matrix, std::pair<int, int> columns)
{
    MatrixRM two(matrix.rows(), 2);
    two.col(0) = matrix.col(columns.first);
    two.col(1) = matrix.col(columns.second);
    return two;
}

} // namespace

OperandKey operandKey(const Quantity& quantity, const RopeTable& rope)
{
    switch (quantity.kind) {
    case QuantityKind::QuerySimilarity:
    case QuantityKind::KeySimilarity:
        return { { .kind = quantity.kind }, {} };
    case QuantityKind::Contribution:
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
    switch (quantity.kind) {
    case QuantityKind::QuerySimilarity: {
        MatrixRM unit = unitRows(head.q);
        return MapOperands { .query = unit, .key = unit, .causal = false };
    }
    case QuantityKind::KeySimilarity: {
        MatrixRM unit = unitRows(head.k);
        return MapOperands { .query = unit, .key = unit, .causal = false };
    }
    case QuantityKind::Contribution:
        if (quantity.pair < 0 || quantity.pair >= table.pairCount()) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("Channel pair {} does not exist: this head has {} pairs.",
                                    quantity.pair, table.pairCount()));
        }
        break;
    case QuantityKind::Probability:
    case QuantityKind::LogProbability:
    case QuantityKind::Logit:
        break;
    }
    const RotationAngles angles = rotationAngles(table, head.tokenCount());
    MapOperands operands { .query = rotate(head.q, table, angles),
                           .key = rotate(head.k, table, angles),
                           .slidingWindow = head.slidingWindow };
    operands.query *= queryFactors(head, table).asDiagonal();
    if (quantity.kind == QuantityKind::Contribution) {
        const auto columns = table.coordinates(quantity.pair);
        operands.query = twoColumns(operands.query, columns);
        operands.key = twoColumns(operands.key, columns);
    }
    return operands;
}

} // namespace ropescope
