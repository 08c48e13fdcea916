// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <complex>

#include <QTest>

#include "core/attention/cell.h"
#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

/// theory: z[t,i] = s * sum_m g_m |q||k| cos(phi + (t-i) theta_m) + s * unrotated.
double logitByDefinition(const HeadTrace& head, const RopeTable& table, int t, int i)
{
    double z = 0.0;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const std::complex<double> q(head.q(t, a), head.q(t, b));
        const std::complex<double> k(head.k(i, a), head.k(i, b));
        const double phi = std::arg(q) - std::arg(k);
        z += table.gain[static_cast<std::size_t>(m)] * table.attentionFactor * table.attentionFactor
            * std::abs(q) * std::abs(k)
            * std::cos(phi + (t - i) * table.theta[static_cast<std::size_t>(m)]);
    }
    for (int c = 2 * table.pairCount(); c < head.headDim(); ++c)
        z += static_cast<double>(head.q(t, c)) * head.k(i, c);
    return z * head.attentionScale;
}

} // namespace

class TestOperands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void logitsFollowTheTheory_data()
    {
        QTest::addColumn<int>("pairing");
        QTest::addColumn<int>("rotaryDim");
        QTest::newRow("half-split") << 0 << 16;
        QTest::newRow("interleaved") << 1 << 16;
        QTest::newRow("partial") << 0 << 6;
    }
    void logitsFollowTheTheory()
    {
        QFETCH(int, pairing);
        QFETCH(int, rotaryDim);
        const auto seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        const HeadTrace head = test::randomHead(
            { .rotaryDim = rotaryDim, .pairing = static_cast<RopePairing>(pairing), .seed = seed });
        RopeTable table = makeRopeTable(head.rope,
                                        { .base = 500.0,
                                          .relocations = { { 0, 2 } },
                                          .gains = { { 1, 2.5 }, { 2, 0.0 } } })
                              .value();
        table.attentionFactor = 1.2;
        const MapOperands operands = prepareOperands(head, table, { QuantityKind::Logit }).value();
        const MatrixRMd map = referenceMap(operands, { QuantityKind::Logit });
        for (int t = 0; t < head.tokenCount(); ++t) {
            for (int i = 0; i < head.tokenCount(); ++i) {
                if (i > t)
                    QVERIFY(std::isnan(map(t, i)));
                else
                    QVERIFY(std::abs(map(t, i) - logitByDefinition(head, table, t, i)) < 1e-5);
            }
        }
    }

    void contributionsAddUpToTheLogit()
    {
        const HeadTrace head = test::randomHead({});
        const RopeTable table = makeRopeTable(head.rope, { .gains = { { 3, 0.5 } } }).value();
        MatrixRMd sum = MatrixRMd::Zero(head.tokenCount(), head.tokenCount());
        for (int m = 0; m < table.pairCount(); ++m) {
            const Quantity quantity { QuantityKind::Contribution, m };
            sum += referenceMap(prepareOperands(head, table, quantity).value(), quantity);
        }
        const Quantity logit { QuantityKind::Logit };
        const MatrixRMd whole = referenceMap(prepareOperands(head, table, logit).value(), logit);
        for (int t = 0; t < head.tokenCount(); ++t)
            QVERIFY((sum.row(t).head(t + 1) - whole.row(t).head(t + 1)).cwiseAbs().maxCoeff()
                    < 1e-5);
    }

    void probabilitiesOfARowSumToOne()
    {
        const HeadTrace head = test::randomHead({ .slidingWindow = 7 });
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const MapOperands operands = prepareOperands(head, table, {}).value();
        const MatrixRMd map = referenceMap(operands, {});
        for (int t = 0; t < head.tokenCount(); ++t) {
            double sum = 0.0;
            int visible = 0;
            for (int i = 0; i < head.tokenCount(); ++i) {
                if (!std::isnan(map(t, i))) {
                    sum += map(t, i);
                    ++visible;
                }
            }
            QCOMPARE(visible, std::min(t + 1, 7));
            QVERIFY(std::abs(sum - 1.0) < 1e-12);
        }
    }

    void similarityIsTheCosineOfRawVectors()
    {
        HeadTrace head = test::randomHead({});
        head.q.row(3).setZero();
        const RopeTable table = makeRopeTable(head.rope, { .base = 77.0 }).value();
        const Quantity quantity { QuantityKind::QuerySimilarity };
        const MatrixRMd map
            = referenceMap(prepareOperands(head, table, quantity).value(), quantity);
        QVERIFY(std::abs(map(5, 5) - 1.0) < 1e-6);
        const double cosine = head.q.row(2).dot(head.q.row(9))
            / static_cast<double>(head.q.row(2).norm() * head.q.row(9).norm());
        QVERIFY(std::abs(map(2, 9) - cosine) < 1e-6);
        QVERIFY(std::abs(map(9, 2) - cosine) < 1e-6);
        QCOMPARE(map(3, 5), 0.0);
    }

    void poolingLeavesInvisibleCellsOut()
    {
        MatrixRMd map = MatrixRMd::Constant(4, 4, std::nan(""));
        map(0, 0) = 1.0;
        map(1, 0) = 2.0;
        map(1, 1) = 6.0;
        map(2, 2) = -5.0;
        const MapRegion region { { 0, 4 }, { 0, 4 }, 2, 2 };
        const ValueMap largest = poolCells(map, region, Pool::Max);
        QCOMPARE(largest.at(0, 0), 6.0F);
        QVERIFY(std::isnan(largest.at(1, 0)));
        QVERIFY(std::isnan(largest.at(0, 1)));
        QCOMPARE(largest.at(1, 1), -5.0F);
        QCOMPARE(poolCells(map, region, Pool::Mean).at(0, 0), 3.0F);
        const ValueMap repeated = poolCells(map, { { 0, 4 }, { 0, 4 }, 8, 8 }, Pool::Max);
        QCOMPARE(repeated.at(3, 3), 6.0F);
    }

    void cellAgreesWithTheMap()
    {
        const HeadTrace head = test::randomHead({ .rotaryDim = 12, .slidingWindow = 20 });
        const RopeTable table = makeRopeTable(head.rope, { .gains = { { 0, -1.0 } } }).value();
        const MapOperands operands = prepareOperands(head, table, {}).value();
        const MatrixRMd map = referenceMap(operands, {});
        const CellValue cell = cellValue(head, table, 30, 15).value();
        QVERIFY(std::abs(cell.probability - map(30, 15)) < 1e-6);
        QVERIFY(std::abs(cell.logit - logitByDefinition(head, table, 30, 15)) < 1e-9);
        QCOMPARE(cell.contributions.size(), std::size_t(6));
        for (const auto& [query, key] :
             { std::pair { 30, 31 }, { 30, 10 }, { 40, 0 }, { -1, 0 }, { 0, -1 } })
            QVERIFY(!cellValue(head, table, query, key));
    }

    void partsOfACellNeedNoRow()
    {
        const HeadTrace head = test::randomHead({ .rotaryDim = 12, .slidingWindow = 20 });
        const RopeTable table = makeRopeTable(head.rope, { .gains = { { 0, -1.0 } } }).value();
        const CellValue cell = cellValue(head, table, 30, 15).value();
        const CellParts parts = cellParts(head, table, 30, 15).value();
        QVERIFY(std::abs(parts.logit - cell.logit) < 1e-12);
        QCOMPARE(parts.contributions.size(), cell.contributions.size());
        for (std::size_t m = 0; m < parts.contributions.size(); ++m)
            QVERIFY(std::abs(parts.contributions[m] - cell.contributions[m]) < 1e-12);
        for (const auto& [query, key] :
             { std::pair { 30, 31 }, { 30, 10 }, { 40, 0 }, { -1, 0 }, { 0, -1 } })
            QVERIFY(!cellParts(head, table, query, key));
    }

    void aCellThatNobodyWaitsForIsLeft()
    {
        const HeadTrace head = test::randomHead({});
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        std::stop_source stop;
        stop.request_stop();
        const auto cell = cellValue(head, table, 30, 15, stop.get_token());
        QVERIFY(!cell);
        QCOMPARE(cell.error().code, ErrorCode::Cancelled);
    }

    void missingPairIsRefused()
    {
        const HeadTrace head = test::randomHead({});
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        for (const int pair : { -1, 8 })
            QVERIFY(!prepareOperands(head, table, { QuantityKind::Contribution, pair }));
    }
};

QTEST_GUILESS_MAIN(TestOperands)
#include "tst_operands.moc"
