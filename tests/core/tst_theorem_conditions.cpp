// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/theory/head_theory.h"
#include "core/theory/relocation_experiment.h"
#include "core/theory/theorem_conditions.h"
#include "core/trace/synthesize.h"

using namespace ropescope;

namespace {

RopeTable tableOf(std::vector<double> wavelengths)
{
    RopeTable table;
    for (const double tokens : wavelengths) {
        table.theta.push_back(tokens > 0.0 ? 2.0 * std::numbers::pi / tokens : 0.0);
        table.gain.push_back(1.0);
    }
    return table;
}

HeadTrace headOf(SynthesisKind kind)
{
    return synthesize({ .kind = kind, .tokens = 256 }).value()->head({}).value();
}

} // namespace

class TestTheoremConditions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slowPairsAreThoseLongerThanTheText()
    {
        const PairEnergy energy { .energy = { 5, 3, 2 },
                                  .share = { 0.5, 0.3, 0.2 },
                                  .dominantPair = 0 };
        const RopeTable table = tableOf({ 10.0, 100.0, 1000.0 });
        QCOMPARE(slowShare(energy, table, 5).value(), 1.0);
        QCOMPARE(slowShare(energy, table, 50).value(), 0.5);
        QCOMPARE(slowShare(energy, table, 500).value(), 0.2);
        QCOMPARE(slowShare(energy, table, 5000).value(), 0.0);
    }

    void aPairThatDoesNotTurnIsSlow()
    {
        const PairEnergy energy { .energy = { 1, 3 }, .share = { 0.25, 0.75 }, .dominantPair = 1 };
        QCOMPARE(slowShare(energy, tableOf({ 10.0, 0.0 }), 5000).value(), 0.75);
    }

    void aPairIsDominantOnlyBeyondTwiceAnEqualShare()
    {
        QCOMPARE(kConditionLimits.dominantShare(64), 0.1);
        QCOMPARE(kConditionLimits.dominantShare(20), 0.1);
        for (int pairs = 1; pairs <= 10; ++pairs) // each of equal pairs holds 10 % or more
            QVERIFY(1.0 / pairs < kConditionLimits.dominantShare(pairs));
        QCOMPARE(kConditionLimits.dominantShare(8), 0.25);
    }

    void whereAllEnergyIsZeroNoPairIsDominant()
    {
        HeadTrace head = headOf(SynthesisKind::Massive);
        head.q.setZero();
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        QCOMPARE(pairEnergy(head, table).dominantPair, -1);
        const HeadTheory theory = headTheory(head, table, {}, { .withSpectra = false }).value();
        QVERIFY(!theory.vectors->predictedPeriod && !theory.vectors->slowShare);
        QVERIFY(relocate(head, { .targets = { 2 } }).value().empty());
    }

    void withoutRotationThereIsNoShare() { QVERIFY(!slowShare({}, {}, 100)); }

    void theSinkKeepsItsEnergyInSlowPairsAndThePeriodicHeadDoesNot()
    {
        const auto shareOf = [](SynthesisKind kind) {
            const HeadTrace head = headOf(kind);
            const RopeTable table = makeRopeTable(head.rope, {}).value();
            return headTheory(head, table, {}, { .withBounds = false, .withSpectra = false })
                .value()
                .vectors->slowShare.value();
        };
        QVERIFY(shareOf(SynthesisKind::Sink) > kConditionLimits.slow);
        QVERIFY(shareOf(SynthesisKind::Massive) > kConditionLimits.slow);
        QVERIFY(shareOf(SynthesisKind::Periodic) < kConditionLimits.slow);
    }

    void movingTheSlowPairToAFastSlotTakesItsEnergyAway()
    {
        const HeadTrace head = headOf(SynthesisKind::Massive);
        const PairEnergy energy = pairEnergy(head, makeRopeTable(head.rope, {}).value());
        const RopeTable moved
            = makeRopeTable(head.rope, { .relocations = { { energy.dominantPair, 2 } } }).value();
        const double before
            = slowShare(energy, makeRopeTable(head.rope, {}).value(), head.tokenCount()).value();
        const double after = slowShare(energy, moved, head.tokenCount()).value();
        const double expected = energy.dominantShare() - energy.share[2];
        QVERIFY2(std::abs(before - after - expected) < 1e-12,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(before).arg(after).arg(expected)));
    }
};

QTEST_GUILESS_MAIN(TestTheoremConditions)
#include "tst_theorem_conditions.moc"
