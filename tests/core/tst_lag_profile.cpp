// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numbers>

#include <QTest>

#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "core/theory/lag_profile.h"
#include "core/theory/pair_energy.h"
#include "core/theory/period.h"
#include "tests/support/random_head.h"

using namespace ropescope;

class TestLagProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuredProfileIsTheMeanOfEachDiagonal_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<int>("rotaryDim");
        QTest::addColumn<int>("slidingWindow");
        QTest::newRow("one token") << 1 << 16 << 16 << 0;
        QTest::newRow("whole head rotates") << 70 << 16 << 16 << 0;
        QTest::newRow("partial rotary") << 70 << 16 << 4 << 0;
        QTest::newRow("odd rest") << 33 << 7 << 4 << 0;
        QTest::newRow("no RoPE") << 33 << 8 << 0 << 0;
        QTest::newRow("sliding window") << 70 << 16 << 16 << 9;
    }
    void measuredProfileIsTheMeanOfEachDiagonal()
    {
        QFETCH(int, tokens);
        QFETCH(int, headDim);
        QFETCH(int, rotaryDim);
        QFETCH(int, slidingWindow);
        const auto seed = test::freshSeed();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        const HeadTrace head = test::randomHead({ .tokens = tokens,
                                                  .headDim = headDim,
                                                  .rotaryDim = rotaryDim,
                                                  .slidingWindow = slidingWindow,
                                                  .seed = seed });
        RopeEdit edit;
        if (rotaryDim > 0)
            edit = { .base = 300.0, .relocations = { { 0, 1 } }, .gains = { { 1, 0.3 } } };
        RopeTable table = makeRopeTable(head.rope, edit).value();
        table.attentionFactor = 1.1;
        const Quantity logit { QuantityKind::Logit };
        const MatrixRMd map = referenceMap(prepareOperands(head, table, logit).value(), logit);
        const std::vector<double> profile
            = measuredLagProfile(lagCorrelation(head, table.pairing), table);
        QCOMPARE(static_cast<int>(profile.size()),
                 slidingWindow > 0 ? std::min(slidingWindow, tokens) : tokens);
        for (std::size_t lag = 0; lag < profile.size(); ++lag) {
            const double mean = map.diagonal(-static_cast<Eigen::Index>(lag)).mean();
            QVERIFY2(std::abs(profile[lag] - mean) < 1e-5, qPrintable(QString::number(lag)));
        }
    }

    void predictionIsExactForConstantQueriesAndKeys()
    {
        HeadTrace head = test::randomHead({ .tokens = 50, .rotaryDim = 12 });
        head.q = head.q.row(0).replicate(50, 1).eval();
        head.k = head.k.row(0).replicate(50, 1).eval();
        const RopeTable table = makeRopeTable(head.rope, { .relocations = { { 5, 1 } } }).value();
        const LagCorrelation correlation = lagCorrelation(head, table.pairing);
        const std::vector<double> measured = measuredLagProfile(correlation, table);
        const std::vector<double> predicted = predictedLagProfile(correlation, table);
        for (std::size_t lag = 0; lag < measured.size(); ++lag)
            QVERIFY(std::abs(measured[lag] - predicted[lag]) < 1e-9);
    }

    void energyNamesTheDominantPairAndItsShare()
    {
        HeadTrace head = test::randomHead({});
        head.q.setConstant(0.0F);
        head.k.setConstant(1.0F);
        head.q.col(3).setConstant(3.0F); // pair 3 of 8: coordinates 3 and 11
        head.q.col(1).setConstant(1.0F);
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const PairEnergy energy = pairEnergy(head, table);
        QCOMPARE(energy.dominantPair, 3);
        QVERIFY(std::abs(energy.dominantShare() - 0.75) < 1e-12);
        QVERIFY(std::abs(energy.energy[3] - 3.0 * std::sqrt(2.0)) < 1e-6);
        const RopeTable without = makeRopeTable(head.rope, { .gains = { { 3, 0.0 } } }).value();
        QCOMPARE(pairEnergy(head, without).dominantPair, 1);
        QCOMPARE(pairEnergy(test::randomHead({ .rotaryDim = 0 }), RopeTable {}).dominantPair, -1);
    }
};

QTEST_GUILESS_MAIN(TestLagProfile)
#include "tst_lag_profile.moc"
