// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <complex>
#include <numbers>

#include <QTest>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "gpu/cpu/cpu_renderer.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

/// How far two angles are apart on the circle.
double apart(double a, double b) { return std::abs(std::remainder(a - b, 2.0 * std::numbers::pi)); }

MapRequest request(const test::RandomHeadOptions& options, int pair)
{
    auto head = std::make_shared<const HeadTrace>(test::randomHead(options));
    const int n = head->tokenCount();
    return { .head = head,
             .rope = *makeRopeTable(head->rope, { .base = 300.0 }),
             .quantity = { QuantityKind::Phase, pair },
             .region = { { 0, n }, { 0, n }, n, n } };
}

} // namespace

class TestCpuPhaseMap : public QObject {
    Q_OBJECT

private slots:
    void cellsAreTheFormula()
    {
        const std::uint64_t seed = test::freshSeed();
        for (const RopePairing pairing : { RopePairing::HalfSplit, RopePairing::Interleaved }) {
            const MapRequest all = request({ .tokens = 90, .pairing = pairing, .seed = seed }, 3);
            CpuRenderer renderer(std::make_shared<ThreadPool>(2));
            const ValueMap map = *renderer.map(all, {});
            const auto [a, b] = all.rope.coordinates(3);
            const auto complex = [&](const MatrixRM& x, int row) {
                return std::complex<double>(x(row, a), x(row, b));
            };
            for (int t = 0; t < 90; ++t) {
                for (int i = 0; i < 90; ++i) {
                    const float value = map.at(i, t);
                    QCOMPARE(std::isnan(value), i > t);
                    if (i > t)
                        continue;
                    const double expected
                        = std::arg(complex(all.head->q, t) * std::conj(complex(all.head->k, i)))
                        + (t - i) * all.rope.theta[3];
                    QVERIFY2(apart(value, expected) < 1e-5, qPrintable(QString::number(seed)));
                    QVERIFY(std::abs(value) <= static_cast<float>(std::numbers::pi));
                }
            }
        }
    }

    void pixelsShowTheMiddleCellOfTheDefinition_data()
    {
        QTest::addColumn<QList<int>>("region");
        QTest::addColumn<int>("window");
        QTest::addRow("whole") << QList<int> { 0, 200, 0, 200, 31, 17 } << 0;
        QTest::addRow("zoomed") << QList<int> { 50, 120, 3, 90, 20, 33 } << 0;
        QTest::addRow("repeated") << QList<int> { 50, 60, 30, 58, 64, 64 } << 0;
        QTest::addRow("window") << QList<int> { 0, 200, 0, 200, 77, 200 } << 40;
    }

    void pixelsShowTheMiddleCellOfTheDefinition()
    {
        QFETCH(QList<int>, region);
        QFETCH(int, window);
        MapRequest all
            = request({ .tokens = 200, .slidingWindow = window, .seed = test::freshSeed() }, 5);
        all.region = { { region[0], region[1] }, { region[2], region[3] }, region[4], region[5] };
        const auto operands = *prepareOperands(*all.head, all.rope, all.quantity);
        const ValueMap expected = middleCells(referenceMap(operands, all.quantity), all.region);
        for (const Pool pool : { Pool::Max, Pool::Mean }) {
            all.pool = pool;
            CpuRenderer renderer(std::make_shared<ThreadPool>(2));
            const ValueMap map = *renderer.map(all, {});
            QCOMPARE(map.width, expected.width);
            QCOMPARE(map.values.size(), expected.values.size());
            for (std::size_t i = 0; i < map.values.size(); ++i) {
                QCOMPARE(std::isnan(map.values[i]), std::isnan(expected.values[i]));
                QVERIFY(std::isnan(map.values[i])
                        || apart(map.values[i], expected.values[i]) < 1e-4);
            }
        }
    }

    void equalVectorsShowThePositionsAlone()
    {
        MapRequest all = request({ .tokens = 50 }, 0);
        HeadTrace head = *all.head;
        head.k = head.q = MatrixRM::Constant(50, 16, 1.0F);
        all.head = std::make_shared<const HeadTrace>(std::move(head));
        const ValueMap map = *CpuRenderer(std::make_shared<ThreadPool>(1)).map(all, {});
        QCOMPARE(map.at(7, 7), 0.0F);
        QVERIFY(apart(map.at(7, 9), 2.0 * all.rope.theta[0]) < 1e-6);
    }

    void zeroVectorsHaveNoAngle()
    {
        MapRequest all = request({ .tokens = 9 }, 0);
        HeadTrace head = *all.head;
        head.k.setZero();
        all.head = std::make_shared<const HeadTrace>(std::move(head));
        const ValueMap map = *CpuRenderer(std::make_shared<ThreadPool>(1)).map(all, {});
        QCOMPARE(map.at(3, 8), 0.0F);
        const auto operands = *prepareOperands(*all.head, all.rope, all.quantity);
        QCOMPARE(referenceMap(operands, all.quantity)(8, 3), 0.0);
    }

    void aPairThatDoesNotExistIsRefused()
    {
        for (const int pair : { -1, 8 }) {
            const auto map = CpuRenderer(std::make_shared<ThreadPool>(1))
                                 .map(request({ .tokens = 9 }, pair), {});
            QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
        }
    }
};

QTEST_GUILESS_MAIN(TestCpuPhaseMap)
#include "tst_cpu_phase_map.moc"
