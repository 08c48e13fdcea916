// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <limits>

#include <QTest>

#include "gpu/colour_scale.h"

using namespace ropescope;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

} // namespace

class TestColourScale : public QObject {
    Q_OBJECT

private slots:
    void theRangeSkipsNan()
    {
        const ValueMap map { 3, 2, { kNan, -2.0F, 5.0F, 1.0F, kNan, kNan } };
        const ValueRange range = fitRange(map, ScaleKind::Linear, false);
        QCOMPARE(range.low, -2.0F);
        QCOMPARE(range.high, 5.0F);
    }

    void theSinkMaskLeavesTheFirstColumnOut()
    {
        const ValueMap map { 3, 2, { 9.0F, 2.0F, kNan, -7.0F, 3.0F, 2.5F } };
        const ValueRange range = fitRange(map, ScaleKind::Linear, true);
        QCOMPARE(range.low, 2.0F);
        QCOMPARE(range.high, 3.0F);
    }

    void logarithmicRangesStartAtTheSmallestPositiveValue()
    {
        const ValueMap map { 4, 1, { -3.0F, 0.0F, 0.01F, 0.5F } };
        const ValueRange range = fitRange(map, ScaleKind::Log, false);
        QCOMPARE(range.low, 0.01F);
        QCOMPARE(range.high, 0.5F);
    }

    void logarithmicRangesSpanAMillionAtMost()
    {
        const ValueMap map { 2, 1, { 1e-30F, 0.5F } };
        const ValueRange range = fitRange(map, ScaleKind::Log, false);
        QCOMPARE(range.low, 0.5e-6F);
        QCOMPARE(range.high, 0.5F);
    }

    void aRangeIsNeverEmpty_data()
    {
        QTest::addColumn<QList<float>>("values");
        QTest::addRow("nothing") << QList<float> {};
        QTest::addRow("only NaN") << QList<float> { kNan, kNan };
        QTest::addRow("zero") << QList<float> { 0.0F };
        QTest::addRow("one value") << QList<float> { 0.3F, 0.3F };
        QTest::addRow("one large value") << QList<float> { 1e9F };
        QTest::addRow("the largest value") << QList<float> { std::numeric_limits<float>::max() };
        QTest::addRow("negative values") << QList<float> { -4.0F, -1.0F };
        QTest::addRow("infinities") << QList<float> { kInfinity, -kInfinity, 1.0F };
        QTest::addRow("only infinity") << QList<float> { kInfinity };
        QTest::addRow("a subnormal value") << QList<float> { 1e-42F };
    }

    void aRangeIsNeverEmpty()
    {
        QFETCH(QList<float>, values);
        const ValueMap map { static_cast<int>(values.size()), 1, { values.begin(), values.end() } };
        for (const ScaleKind kind : { ScaleKind::Linear, ScaleKind::Log, ScaleKind::Sqrt }) {
            for (const bool mask : { false, true }) {
                const ValueRange range = fitRange(map, kind, mask);
                QVERIFY(std::isfinite(range.low) && std::isfinite(range.high));
                QVERIFY(range.low < range.high);
                QVERIFY(kind != ScaleKind::Log || range.low > 0.0F);
            }
        }
    }

    void withoutValuesTheRangeIsTheUnitInterval()
    {
        const ValueRange range = fitRange({ 1, 1, { kNan } }, ScaleKind::Linear, false);
        QCOMPARE(range.low, 0.0F);
        QCOMPARE(range.high, 1.0F);
    }
};

QTEST_GUILESS_MAIN(TestColourScale)
#include "tst_colour_scale.moc"
