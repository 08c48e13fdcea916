// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <limits>

#include <QtTest>

#include "widgets/histogram.h"
#include "widgets/scale_axis.h"

using namespace ropescope;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

QStringList texts(const std::vector<ScaleTick>& ticks)
{
    QStringList result;
    for (const ScaleTick& tick : ticks)
        result.append(tick.text);
    return result;
}

} // namespace

class TestScaleAxis : public QObject {
    Q_OBJECT

private slots:
    void endsAreZeroAndOne_data();
    void endsAreZeroAndOne();
    void positionAndValueUndoEachOther_data() { endsAreZeroAndOne_data(); }
    void positionAndValueUndoEachOther();
    void decadesAreEquallyFarApart();
    void logNeedsPositiveValues();
    void emptyRangeIsWidened();
    void ticksAreRound_data();
    void ticksAreRound();
    void ticksAreFewAndRisingAndInside_data();
    void ticksAreFewAndRisingAndInside();
    void valuesReadWell_data();
    void valuesReadWell();
    void histogramCountsEveryValueInsideOnce();
    void histogramLeavesOutWhatIsOutside();
    void histogramBinsFollowTheScale();
};

void TestScaleAxis::endsAreZeroAndOne_data()
{
    QTest::addColumn<ScaleKind>("kind");
    QTest::addColumn<float>("low");
    QTest::addColumn<float>("high");
    QTest::newRow("linear") << ScaleKind::Linear << -3.0F << 5.0F;
    QTest::newRow("log") << ScaleKind::Log << 1e-4F << 0.25F;
    QTest::newRow("sqrt") << ScaleKind::Sqrt << 0.0F << 0.8F;
    QTest::newRow("signed sqrt") << ScaleKind::Sqrt << -2.0F << 8.0F;
}

void TestScaleAxis::endsAreZeroAndOne()
{
    QFETCH(ScaleKind, kind);
    QFETCH(float, low);
    QFETCH(float, high);
    const ScaleAxis axis(kind, { low, high });
    QVERIFY(std::abs(axis.positionOf(low)) < 1e-9);
    QVERIFY(std::abs(axis.positionOf(high) - 1.0) < 1e-9);
}

void TestScaleAxis::positionAndValueUndoEachOther()
{
    QFETCH(ScaleKind, kind);
    QFETCH(float, low);
    QFETCH(float, high);
    const ScaleAxis axis(kind, { low, high });
    for (const double position : { 0.0, 0.1, 0.35, 0.5, 0.9, 1.0 })
        QVERIFY(std::abs(axis.positionOf(axis.valueAt(position)) - position) < 1e-9);
}

void TestScaleAxis::decadesAreEquallyFarApart()
{
    const ScaleAxis axis(ScaleKind::Log, { 1e-4F, 1.0F });
    QVERIFY(std::abs(axis.positionOf(1e-3) - 0.25) < 1e-6);
    QVERIFY(std::abs(axis.positionOf(1e-1) - 0.75) < 1e-6);
}

void TestScaleAxis::logNeedsPositiveValues()
{
    const ScaleAxis axis(ScaleKind::Log, { -1.0F, 2.0F });
    QCOMPARE(axis.range().low, 2e-6F);
    QCOMPARE(axis.positionOf(0.0), 0.0);
    QCOMPARE(axis.positionOf(-5.0), 0.0);
    const ScaleAxis nothing(ScaleKind::Log, { -2.0F, -1.0F });
    QVERIFY(nothing.range().low > 0.0F && nothing.range().high > nothing.range().low);
}

void TestScaleAxis::emptyRangeIsWidened()
{
    const ScaleAxis axis(ScaleKind::Linear, { 4.0F, 4.0F });
    QVERIFY(axis.range().high > axis.range().low);
    QVERIFY(std::isfinite(axis.positionOf(4.0)));
}

void TestScaleAxis::ticksAreRound_data()
{
    QTest::addColumn<ScaleKind>("kind");
    QTest::addColumn<float>("low");
    QTest::addColumn<float>("high");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("linear") << ScaleKind::Linear << 0.0F << 1.0F
                            << QStringList { "0", "0.2", "0.4", "0.6", "0.8", "1" };
    QTest::newRow("around zero") << ScaleKind::Linear << -4.5F << 4.5F
                                 << QStringList { "−4", "−2", "0", "2", "4" };
    QTest::newRow("decades") << ScaleKind::Log << 5e-5F << 0.25F
                             << QStringList { "1e-4", "1e-3", "0.01", "0.1" };
    QTest::newRow("every other decade")
        << ScaleKind::Log << 1e-8F << 1.0F << QStringList { "1e-8", "1e-6", "1e-4", "0.01", "1" };
    QTest::newRow("one decade") << ScaleKind::Log << 0.015F << 0.4F
                                << QStringList { "0.02", "0.05", "0.1", "0.2" };
    QTest::newRow("part of a decade")
        << ScaleKind::Log << 0.2F << 0.6F << QStringList { "0.2", "0.3", "0.4", "0.5", "0.6" };
}

void TestScaleAxis::ticksAreRound()
{
    QFETCH(ScaleKind, kind);
    QFETCH(float, low);
    QFETCH(float, high);
    QFETCH(QStringList, expected);
    QCOMPARE(texts(scaleTicks(kind, { low, high }, 5)), expected);
}

void TestScaleAxis::ticksAreFewAndRisingAndInside_data()
{
    endsAreZeroAndOne_data();
    QTest::newRow("tiny") << ScaleKind::Linear << 1e-12F << 3e-12F;
    QTest::newRow("huge") << ScaleKind::Linear << -4e20F << 9e22F;
    QTest::newRow("far from zero") << ScaleKind::Linear << 1000.0F << 1000.5F;
    QTest::newRow("many decades") << ScaleKind::Log << 1e-30F << 1e30F;
    QTest::newRow("sqrt of a small range") << ScaleKind::Sqrt << 0.001F << 0.02F;
}

void TestScaleAxis::ticksAreFewAndRisingAndInside()
{
    QFETCH(ScaleKind, kind);
    QFETCH(float, low);
    QFETCH(float, high);
    for (int wanted = 2; wanted <= 10; ++wanted) {
        const auto ticks = scaleTicks(kind, { low, high }, wanted);
        QVERIFY(ticks.size() >= 1 && ticks.size() <= 3U * static_cast<unsigned>(wanted));
        const double noise = 1e-5 * (std::abs(low) + std::abs(high));
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            QVERIFY(ticks[i].value >= low - noise && ticks[i].value <= high + noise);
            QVERIFY(i == 0 || ticks[i].value > ticks[i - 1].value);
            QVERIFY(i == 0 || ticks[i].text != ticks[i - 1].text);
        }
    }
}

void TestScaleAxis::valuesReadWell_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << 0.0 << "0";
    QTest::newRow("quarter") << 0.25 << "0.25";
    QTest::newRow("hundredth") << 0.01 << "0.01";
    QTest::newRow("thousandth") << 0.001 << "1e-3";
    QTest::newRow("small") << 2.5e-4 << "2.5e-4";
    QTest::newRow("negative") << -0.5 << QString(QChar(0x2212)) + "0.5";
    QTest::newRow("thousands") << 12345.0 << "12345";
    QTest::newRow("million") << 1e6 << "1e6";
    QTest::newRow("unknown") << std::nan("") << "–";
}

void TestScaleAxis::valuesReadWell()
{
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(valueText(value), text);
}

void TestScaleAxis::histogramCountsEveryValueInsideOnce()
{
    const ValueMap map { 3, 2, { 0.0F, 0.5F, 1.0F, kNan, 0.26F, 0.74F } };
    const std::vector<int> expected { 1, 1, 2, 1 };
    QCOMPARE(histogramOf(map, ScaleKind::Linear, { 0.0F, 1.0F }, 4), expected);
}

void TestScaleAxis::histogramLeavesOutWhatIsOutside()
{
    const ValueMap map { 2, 2, { -1.0F, 2.0F, kNan, std::numeric_limits<float>::infinity() } };
    QCOMPARE(histogramOf(map, ScaleKind::Linear, { 0.0F, 1.0F }, 2), (std::vector<int> { 0, 0 }));
}

void TestScaleAxis::histogramBinsFollowTheScale()
{
    const ValueMap map { 4, 1, { 2e-4F, 2e-3F, 3e-3F, 0.5F } };
    QCOMPARE(histogramOf(map, ScaleKind::Log, { 1e-4F, 1.0F }, 4),
             (std::vector<int> { 1, 2, 0, 1 }));
}

QTEST_GUILESS_MAIN(TestScaleAxis)
#include "tst_scale_axis.moc"
