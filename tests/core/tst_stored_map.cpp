// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "core/attention/reference_map.h"
#include "core/attention/stored_map.h"
#include "core/rope/rope_edit.h"
#include "tests/support/files.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

class TestStoredMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void poolsAsTheReferenceDoes_data()
    {
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("pixels");
        QTest::addColumn<bool>("mean");
        QTest::addColumn<bool>("logarithm");
        QTest::newRow("cell by cell") << 0 << 40 << false << false;
        QTest::newRow("fewer pixels") << 0 << 7 << false << false;
        QTest::newRow("mean") << 0 << 11 << true << false;
        QTest::newRow("logarithm") << 0 << 13 << false << true;
        QTest::newRow("window") << 5 << 9 << true << false;
        QTest::newRow("more pixels than cells") << 3 << 64 << false << true;
    }
    void poolsAsTheReferenceDoes()
    {
        QFETCH(int, window);
        QFETCH(int, pixels);
        QFETCH(bool, mean);
        QFETCH(bool, logarithm);
        const std::uint64_t seed = test::freshSeed();
        const HeadTrace whole = test::randomHead({ .slidingWindow = window, .seed = seed });
        const Quantity probability { QuantityKind::Probability };
        const Quantity quantity { logarithm ? QuantityKind::LogProbability
                                            : QuantityKind::Probability };
        const auto operands
            = prepareOperands(whole, makeRopeTable(whole.rope, {}).value(), probability).value();
        const MapRegion region { { 2, 40 }, { 0, 37 }, pixels, pixels };
        const Pool pool = mean ? Pool::Mean : Pool::Max;
        const ValueMap expected = poolCells(referenceMap(operands, quantity), region, pool);

        const MatrixRM maps = referenceMap(operands, probability).cast<float>();
        HeadTrace stored;
        stored.slidingWindow = window;
        stored.attention = maps.array().isNaN().select(0.0F, maps);
        const ValueMap found = storedMap(stored, quantity, pool, region).value();
        QCOMPARE(found.width, expected.width);
        const std::string line = test::difference(found.values, expected.values, 1e-5);
        QVERIFY2(line.empty(), (line + ", seed " + std::to_string(seed)).c_str());
    }

    void whatNeedsQueriesIsRefused()
    {
        HeadTrace head;
        head.attention = MatrixRM::Ones(1, 1);
        const MapRegion region { { 0, 1 }, { 0, 1 }, 1, 1 };
        ROPESCOPE_EXPECT_ERROR(storedMap(head, { QuantityKind::Logit }, Pool::Max, region),
                               ErrorCode::InvalidArgument, "without queries and keys");
    }

    void aProbabilityOfNothingHasALogarithm()
    {
        HeadTrace head;
        head.attention = MatrixRM::Zero(1, 1);
        const MapRegion region { { 0, 1 }, { 0, 1 }, 1, 1 };
        const auto map = storedMap(head, { QuantityKind::LogProbability }, Pool::Max, region);
        QVERIFY(std::isfinite(map->at(0, 0)) && map->at(0, 0) < -80.0F);
    }
};

QTEST_GUILESS_MAIN(TestStoredMap)
#include "tst_stored_map.moc"
