// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <bit>
#include <cmath>
#include <random>

#include <QTest>

#include <fmt/core.h>

#include "core/attention/operands.h"
#include "core/rope/rope_edit.h"
#include "gpu/vulkan/operand_precision.h"
#include "tests/support/random_head.h"

using namespace ropescope;
using namespace ropescope::vulkan;

namespace {

constexpr Abilities kHalves { .halves = true, .doubles = false };

/// To the nearest float16, as the rotation shader rounds; magnitudes here are far from its ends.
float toHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0xfffU + (bits >> 13 & 1U)) & ~0x1fffU);
}

/// The sweep's own arithmetic, but for the order of its float32 sums.
MatrixRMd halfProduct(const MatrixRM& query, const MatrixRM& key)
{
    const MatrixRMd q = query.unaryExpr(&toHalf).cast<double>();
    const MatrixRMd k = key.unaryExpr(&toHalf).cast<double>();
    return q * k.transpose();
}

MatrixRMd splitProduct(const MatrixRM& query, const MatrixRM& key)
{
    const MatrixRM highQuery = query.unaryExpr(&toHalf);
    const MatrixRM highKey = key.unaryExpr(&toHalf);
    return halfProduct(query, key) + halfProduct(query - highQuery, key)
        + halfProduct(query, key - highKey);
}

/// Random signs and a Walsh-Hadamard transform of every row, times 1 / sqrt(columns).
MatrixRM mixed(const MatrixRM& rows)
{
    std::mt19937 engine(7);
    MatrixRM result = rows;
    for (Eigen::Index c = 0; c < rows.cols(); ++c)
        result.col(c) *= (engine() & 1U) != 0 ? 1.0F : -1.0F;
    for (Eigen::Index step = 1; step < rows.cols(); step *= 2) {
        for (Eigen::Index c = 0; c < rows.cols(); ++c) {
            if ((c & step) != 0)
                continue;
            const Eigen::VectorXf sum = result.col(c) + result.col(c + step);
            result.col(c + step) = result.col(c) - result.col(c + step);
            result.col(c) = sum;
        }
    }
    return result / std::sqrt(static_cast<float>(rows.cols()));
}

MatrixRMd softmax(const MatrixRMd& logits)
{
    MatrixRMd result = logits;
    for (Eigen::Index t = 0; t < logits.rows(); ++t) {
        const Eigen::ArrayXd row = (logits.row(t).array() - logits.row(t).maxCoeff()).exp();
        result.row(t) = (row / row.sum()).matrix().transpose();
    }
    return result;
}

double largestError(const MapOperands& operands, const MatrixRMd& logits)
{
    const MatrixRMd exact = operands.query.cast<double>() * operands.key.cast<double>().transpose();
    return (softmax(logits) - softmax(exact)).cwiseAbs().maxCoeff();
}

double boundOf(const HeadTrace& head, const RopeTable& table)
{
    return logitBound(magnitudesOf(head.q), magnitudesOf(head.k), table, head.attentionScale);
}

/// With queries scaled so that logits may be as large as `bound`.
MapOperands operandsWithBound(HeadTrace head, double bound)
{
    const RopeTable table = makeRopeTable(head.rope, {}).value();
    head.q *= static_cast<float>(bound / boundOf(head, table));
    return prepareOperands(head, table, {}).value();
}

/// Heads whose roundings are as unlike as can be.
std::vector<std::pair<std::string, HeadTrace>> heads(int headDim, std::uint64_t seed)
{
    std::vector<std::pair<std::string, HeadTrace>> list;
    const HeadTrace random = test::randomHead({ .tokens = 400, .headDim = headDim, .seed = seed });
    list.emplace_back("random", random);
    HeadTrace alike = random;
    alike.q.setConstant(1.0F + 0x1p-11F);
    alike.k.setConstant(0.7F);
    for (int t = 0; t < 400; t += 2)
        alike.k.row(t) *= 1.0F + 0x1.8p-11F;
    list.emplace_back("rounding in step", alike);
    HeadTrace outlier = random;
    outlier.q.col(1).setConstant(50.0F);
    outlier.k.col(1).setConstant(50.0F);
    list.emplace_back("one outlying pair", outlier);
    HeadTrace equal = random;
    equal.q.setOnes();
    equal.k.rowwise() = Eigen::RowVectorXf(random.k.row(0));
    list.emplace_back("equal keys", equal);
    return list;
}

} // namespace

class TestOperandPrecision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(m_seed));
    }

    void noLogitIsAboveTheBound_data()
    {
        QTest::addColumn<double>("gain");
        QTest::newRow("as it is") << 1.0;
        QTest::newRow("a louder pair") << 7.0;
        QTest::newRow("a silent pair") << 0.0;
    }
    void noLogitIsAboveTheBound()
    {
        QFETCH(double, gain);
        const HeadTrace head
            = test::randomHead({ .tokens = 200, .headDim = 24, .rotaryDim = 16, .seed = m_seed });
        const RopeTable table = makeRopeTable(head.rope, { .gains = { { 2, gain } } }).value();
        const MapOperands operands = prepareOperands(head, table, {}).value();
        const double largest = (operands.query * operands.key.transpose()).cwiseAbs().maxCoeff();
        const double bound = boundOf(head, table);
        QVERIFY2(largest <= bound, fmt::format("{} above {}", largest, bound).c_str());
        const double reach = coordinateBound(magnitudesOf(head.k), table);
        QVERIFY(operands.key.cwiseAbs().maxCoeff() <= reach * 1.000001);
    }

    void theLimitsLeaveTwoThousandths_data()
    {
        QTest::addColumn<int>("headDim");
        for (const int headDim : { 16, 32, 64, 128 })
            QTest::addRow("d %d", headDim) << headDim;
    }
    void theLimitsLeaveTwoThousandths()
    {
        QFETCH(int, headDim);
        for (const auto& [name, head] : heads(headDim, m_seed)) {
            const MapOperands half = operandsWithBound(head, halfLogits(headDim));
            const double mixedError
                = largestError(half, halfProduct(mixed(half.query), mixed(half.key)));
            QVERIFY2(mixedError <= 2e-3, fmt::format("{}: {}", name, mixedError).c_str());
            const MapOperands split = operandsWithBound(head, kSplitHalfLogits);
            const double splitError = largestError(split, splitProduct(split.query, split.key));
            QVERIFY2(splitError <= 2e-3, fmt::format("{}: {}", name, splitError).c_str());
        }
    }

    void withoutMixingTheSafeLimitLeavesTwoThousandths()
    {
        QVERIFY(!canMix(80));
        QVERIFY(!canMix(256));
        for (const auto& [name, head] : heads(80, m_seed)) {
            const MapOperands half = operandsWithBound(head, halfLogits(80));
            const double error = largestError(half, halfProduct(half.query, half.key));
            QVERIFY2(error <= 2e-3, fmt::format("{}: {}", name, error).c_str());
        }
    }

    void theCheapestThatHoldsIsTaken()
    {
        const Quantity probability;
        const Quantity logit { .kind = QuantityKind::Logit };
        QCOMPARE(precisionFor(20.0, 128, probability, kHalves), Precision::Half);
        QCOMPARE(precisionFor(20.0, 80, probability, kHalves), Precision::SplitHalf);
        QCOMPARE(precisionFor(20.0, 128, logit, kHalves), Precision::SplitHalf);
        QCOMPARE(precisionFor(400.0, 128, probability, kHalves), Precision::SplitHalf);
        QCOMPARE(precisionFor(22000.0, 128, probability, kHalves), Precision::Single);
        const Abilities doubles { .halves = true, .doubles = true };
        QCOMPARE(precisionFor(22000.0, 128, probability, doubles), Precision::Double);
        QCOMPARE(precisionFor(22000.0, 128, logit, doubles), Precision::Single);
        QCOMPARE(precisionFor(400.0, 128, probability, doubles), Precision::SplitHalf);
        const Abilities noHalves { .halves = false, .doubles = true };
        QCOMPARE(precisionFor(20.0, 128, probability, noHalves), Precision::Single);
        QCOMPARE(precisionFor(65.0, 128, probability, noHalves), Precision::Double);
    }

    void whatIsNotFiniteGoesToFloat32()
    {
        for (const float bad : { std::numeric_limits<float>::quiet_NaN(),
                                 std::numeric_limits<float>::infinity(), 3e38F }) {
            HeadTrace head = test::randomHead({ .tokens = 20, .headDim = 8, .seed = m_seed });
            head.k(11, 3) = bad;
            const double bound = boundOf(head, makeRopeTable(head.rope, {}).value());
            QCOMPARE(precisionFor(bound, 16, {}, kHalves), Precision::Single);
        }
    }

private:
    std::uint64_t m_seed = 0;
};

QTEST_GUILESS_MAIN(TestOperandPrecision)
#include "tst_operand_precision.moc"
