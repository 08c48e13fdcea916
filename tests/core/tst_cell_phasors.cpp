// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numbers>

#include <QTest>

#include "core/attention/cell.h"
#include "core/attention/cell_phasors.h"
#include "core/attention/row_values.h"
#include "core/rope/rope_edit.h"
#include "core/theory/lag_profile.h"
#include "core/theory/pair_phasors.h"
#include "core/theory/singular_spectrum.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

RopeTable editedTable(const HeadTrace& head)
{
    RopeEdit edit;
    edit.base = 700.0;
    edit.relocations = { { 1, 3 } };
    edit.gains = { { 0, -1.5 }, { 2, 0.25 } };
    return makeRopeTable(head.rope, edit).value();
}

/// z[t,i] from the rotated vectors themselves.
double bruteForceLogit(const HeadTrace& head, const RopeTable& table, int t, int i)
{
    double sum = 0.0;
    for (int m = 0; m < table.pairCount(); ++m) {
        const auto [a, b] = table.coordinates(m);
        const double theta = table.theta[static_cast<std::size_t>(m)];
        const auto turned = [&](const MatrixRM& x, int row, bool second) {
            const double c = std::cos(row * theta);
            const double s = std::sin(row * theta);
            return second ? x(row, a) * s + x(row, b) * c : x(row, a) * c - x(row, b) * s;
        };
        sum += table.gain[static_cast<std::size_t>(m)]
            * (turned(head.q, t, false) * turned(head.k, i, false)
               + turned(head.q, t, true) * turned(head.k, i, true));
    }
    for (int a = 2 * table.pairCount(); a < head.headDim(); ++a)
        sum += static_cast<double>(head.q(t, a)) * head.k(i, a);
    return head.attentionScale * sum;
}

} // namespace

class TestCellPhasors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void phasorsSumToTheLogitOfTheRotatedVectors_data()
    {
        QTest::addColumn<bool>("interleaved");
        QTest::addColumn<int>("rotaryDim");
        QTest::newRow("half-split") << false << 16;
        QTest::newRow("interleaved") << true << 16;
        QTest::newRow("only half of the channels rotate") << false << 8;
    }

    void phasorsSumToTheLogitOfTheRotatedVectors()
    {
        QFETCH(bool, interleaved);
        QFETCH(int, rotaryDim);
        const std::uint64_t seed = test::freshSeed();
        const HeadTrace head = test::randomHead(
            { .rotaryDim = rotaryDim,
              .pairing = interleaved ? RopePairing::Interleaved : RopePairing::HalfSplit,
              .seed = seed });
        const RopeTable table = editedTable(head);
        for (const auto& [t, i] : { std::pair { 0, 0 }, { 17, 17 }, { 39, 0 }, { 30, 11 } }) {
            const CellPhasors cell = cellPhasors(head, table, t, i).value();
            double sum = cell.unrotated;
            for (const CellPhasor& phasor : cell.phasors)
                sum += phasor.contribution();
            const double expected = bruteForceLogit(head, table, t, i);
            QVERIFY2(std::abs(sum - expected) < 1e-10, qPrintable(QString::number(seed)));
            QVERIFY2(std::abs(cell.logit - expected) < 1e-10, qPrintable(QString::number(seed)));
        }
    }

    void eachPhasorGivesItsPairsContribution()
    {
        const HeadTrace head = test::randomHead({ .seed = 7 });
        const RopeTable table = editedTable(head);
        const CellPhasors cell = cellPhasors(head, table, 33, 9).value();
        const CellParts parts = cellParts(head, table, 33, 9).value();
        QCOMPARE(cell.phasors.size(), parts.contributions.size());
        for (std::size_t m = 0; m < cell.phasors.size(); ++m) {
            const CellPhasor& phasor = cell.phasors[m];
            QVERIFY(phasor.amplitude >= 0.0);
            QVERIFY(std::abs(phasor.phase) <= std::numbers::pi);
            QVERIFY(std::abs(phasor.amplitude * std::cos(phasor.phase + phasor.turn)
                             - parts.contributions[m])
                    < 1e-12);
            QVERIFY(std::abs(phasor.turn - 24 * table.theta[m]) < 1e-12);
        }
    }

    void cellsThatAreNotSeenAreRefused()
    {
        const HeadTrace head = test::randomHead({ .slidingWindow = 8 });
        const RopeTable table = editedTable(head);
        for (const auto& [t, i] : { std::pair { 3, 4 }, { 20, 12 }, { 40, 1 }, { -1, 0 } })
            QVERIFY(!cellPhasors(head, table, t, i));
        QVERIFY(cellPhasors(head, table, 20, 13));
    }

    void aStoredMapHasALogitAndNoPhasors()
    {
        HeadTrace head;
        head.attention = MatrixRM::Constant(3, 3, 0.25F);
        const CellPhasors cell = cellPhasors(head, {}, 2, 1).value();
        QVERIFY(std::abs(cell.logit - std::log(0.25)) < 1e-12);
        QVERIFY(cell.phasors.empty());
    }

    void aRowEqualsItsCellsAndSumsToOne()
    {
        for (const int window : { 0, 9 }) {
            const HeadTrace head = test::randomHead({ .slidingWindow = window, .seed = 3 });
            const RopeTable table = editedTable(head);
            const RowValues row = rowValues(head, table, 31).value();
            QCOMPARE(row.keys.begin, window > 0 ? 31 - window + 1 : 0);
            QCOMPARE(row.keys.end, 32);
            double total = 0.0;
            double weights = 0.0;
            for (int i = row.keys.begin; i < row.keys.end; ++i)
                weights += std::exp(bruteForceLogit(head, table, 31, i));
            for (int i = row.keys.begin; i < row.keys.end; ++i) {
                const auto at = static_cast<std::size_t>(i - row.keys.begin);
                const double logit = bruteForceLogit(head, table, 31, i);
                QVERIFY(std::abs(row.logits[at] - logit) < 1e-10);
                QVERIFY(std::abs(row.probabilities[at] - std::exp(logit) / weights) < 1e-10);
                total += row.probabilities[at];
            }
            QVERIFY(std::abs(total - 1.0) < 1e-12);
        }
    }

    void aRowOfAStoredMapIsTheStoredOne()
    {
        HeadTrace head;
        head.attention = MatrixRM::Zero(3, 3);
        head.attention.row(2) << 0.5F, 0.125F, 0.375F;
        const RowValues row = rowValues(head, {}, 2).value();
        QCOMPARE(row.probabilities, (std::vector<double> { 0.5, 0.125, 0.375 }));
        QVERIFY(std::abs(row.logits[1] - std::log(0.125)) < 1e-12);
    }

    void aRowOutsideTheHeadIsRefusedAndAStopIsHeeded()
    {
        const HeadTrace head = test::randomHead({});
        const RopeTable table = editedTable(head);
        QVERIFY(!rowValues(head, table, 40));
        QVERIFY(!rowValues(head, table, -1));
        std::stop_source stop;
        stop.request_stop();
        const auto row = rowValues(head, table, 39, stop.get_token());
        QVERIFY(!row);
        QCOMPARE(row.error().code, ErrorCode::Cancelled);
    }

    void wavesOfPairsSumToThePredictedProfile()
    {
        const HeadTrace head = test::randomHead({ .headDim = 20, .rotaryDim = 16, .seed = 5 });
        const RopeTable table = editedTable(head);
        const LagCorrelation correlation = lagCorrelation(head, head.rope.pairing);
        std::vector<double> sum(40, meanUnrotatedLogit(head, table));
        const std::vector<PairPhasor> phasors = pairPhasors(head, table);
        for (std::size_t m = 0; m < phasors.size(); ++m) {
            const std::vector<double> wave = pairWave(phasors[m], table.theta[m], 40);
            for (std::size_t lag = 0; lag < 40; ++lag)
                sum[lag] += wave[lag];
        }
        const std::vector<double> predicted = predictedLagProfile(correlation, table);
        for (std::size_t lag = 0; lag < 40; ++lag)
            QVERIFY(std::abs(sum[lag] - predicted[lag]) < 1e-9);
    }

    void effectiveRankCountsEqualDirections()
    {
        QCOMPARE(effectiveRank(std::vector { 3.0, 3.0, 3.0, 0.0 }), 3.0);
        QCOMPARE(effectiveRank(std::vector { 5.0, 0.0 }), 1.0);
        QCOMPARE(effectiveRank({}), 0.0);
        QCOMPARE(effectiveRank(std::vector { 0.0, 0.0 }), 0.0);
        QCOMPARE(firstShare(std::vector { 4.0, 3.0 }), 16.0 / 25.0);
        QCOMPARE(firstShare({}), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestCellPhasors)
#include "tst_cell_phasors.moc"
