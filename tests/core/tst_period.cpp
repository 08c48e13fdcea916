// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <QTest>

#include "core/theory/period.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

std::vector<double> wave(int length, double period, double slope = 0.0, double noise = 0.0,
                         std::uint64_t seed = 1)
{
    std::mt19937_64 engine(seed);
    std::normal_distribution<double> normal(0.0, 1.0);
    std::vector<double> values;
    for (int lag = 0; lag < length; ++lag) {
        values.push_back(3.0 + std::cos(0.7 + 2.0 * std::numbers::pi * lag / period)
                         + slope * lag / length + noise * normal(engine));
    }
    return values;
}

} // namespace

class TestPeriod : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsPeriodsToATenthOfAPercent_data()
    {
        QTest::addColumn<double>("period");
        QTest::addColumn<int>("length");
        for (const double period : { 2.3, 6.2832, 9.68, 12.01, 18.49, 54.4 })
            QTest::addRow("%g in 512", period) << period << 512;
        QTest::newRow("four periods") << 25.0 << 100;
        QTest::newRow("long") << 305.0 << 4096;
    }
    void findsPeriodsToATenthOfAPercent()
    {
        QFETCH(double, period);
        QFETCH(int, length);
        const auto found = findPeriod(wave(length, period));
        QVERIFY(found);
        const double periods = length / period;
        QVERIFY2(std::abs(found->tokens / period - 1.0) < (periods < 10 ? 1e-2 : 1e-3),
                 qPrintable(QString::number(found->tokens)));
        QVERIFY(found->strength > 0.9);
        QVERIFY(found->strength <= 1.0);
    }

    void trendAndNoiseDoNotHideAPeriod()
    {
        const auto seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        const auto found = findPeriod(wave(512, 14.9, 20.0, 0.5, seed));
        QVERIFY(found);
        QVERIFY(std::abs(found->tokens / 14.9 - 1.0) < 0.01);
    }

    void noPeriodWhereThereIsNone()
    {
        const auto seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        int found = 0;
        for (std::uint64_t i = 0; i < 100; ++i) {
            const auto noise = wave(512, 1e9, 0.0, 1.0, seed + i);
            found += findPeriod(noise) ? 1 : 0;
        }
        QVERIFY2(found <= 3, qPrintable(QString::number(found)));
        QVERIFY(!findPeriod(wave(512, 1e7, 5.0))); // a straight line
        QVERIFY(!findPeriod(wave(512, 400.0)));    // does not fit three times
        QVERIFY(!findPeriod(std::vector<double>(512, 1.0)));
        QVERIFY(!findPeriod({}));
        QVERIFY(!findPeriod(wave(5, 2.0)));
    }
};

QTEST_GUILESS_MAIN(TestPeriod)
#include "tst_period.moc"
