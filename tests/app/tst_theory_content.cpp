// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "app/theory_content.h"
#include "core/rope/rope_edit.h"
#include "core/trace/synthesize.h"

using namespace ropescope;

namespace {

HeadTrace headOf(SynthesisKind kind, int tokens = 256)
{
    return synthesize({ .kind = kind, .tokens = tokens, .headDim = 64 }).value()->head({}).value();
}

HeadTheory theoryOf(const HeadTrace& head, const RopeEdit& edit = {})
{
    return headTheory(head, makeRopeTable(head.rope, edit).value(), {}, { .withSpectra = false })
        .value();
}

const TheoryCardContent& card(const TheoryPanelContent& content, Pattern pattern)
{
    return content.cards[static_cast<std::size_t>(pattern)];
}

/// The condition whose text begins like that; an empty one where there is none.
TheoryCondition condition(const TheoryCardContent& card, const QString& start)
{
    for (const TheoryCondition& one : card.conditions) {
        if (one.text.startsWith(start))
            return one;
    }
    return {};
}

} // namespace

class TestTheoryContent : public QObject {
    Q_OBJECT

private slots:
    void theLabelIsThePatternThatWasBuilt_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("pattern");
        const auto row = [](const char* name, SynthesisKind kind, Pattern pattern) {
            QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(pattern);
        };
        row("sink", SynthesisKind::Sink, Pattern::ReAccess);
        row("diagonal", SynthesisKind::Diagonal, Pattern::Sequential);
        row("periodic", SynthesisKind::Periodic, Pattern::Periodic);
        row("seasonal", SynthesisKind::Seasonal, Pattern::Seasonal);
        row("random", SynthesisKind::Random, Pattern::Unpredictable);
    }
    void theLabelIsThePatternThatWasBuilt()
    {
        QFETCH(int, kind);
        QFETCH(int, pattern);
        const HeadTheory theory = theoryOf(headOf(static_cast<SynthesisKind>(kind)));
        const TheoryPanelContent content = theoryContent(theory, {});
        QCOMPARE(content.cards.size(), std::size_t(5));
        QCOMPARE(content.evidence.size(), std::size_t(4));
        for (int index = 0; index < 5; ++index) {
            const TheoryCardContent& one = content.cards[static_cast<std::size_t>(index)];
            QCOMPARE(one.isLabel, index == pattern);
            QCOMPARE(one.violations(), std::int64_t(0));
            QVERIFY(!one.formula.isEmpty());
            QVERIFY2(!one.comparisons.empty() || !one.remark.isEmpty(), qPrintable(one.name));
            if (one.isLabel)
                QCOMPARE(content.label, one.name);
            for (const BoundComparison& comparison : one.comparisons)
                QVERIFY2(!comparison.isBroken(), qPrintable(comparison.sentence));
        }
    }

    void theLabelledPatternMeetsItsConditions_data() { theLabelIsThePatternThatWasBuilt_data(); }
    void theLabelledPatternMeetsItsConditions()
    {
        QFETCH(int, kind);
        QFETCH(int, pattern);
        const HeadTheory theory = theoryOf(headOf(static_cast<SynthesisKind>(kind)));
        const TheoryPanelContent content = theoryContent(theory, {});
        for (const TheoryCondition& one : card(content, static_cast<Pattern>(pattern)).conditions)
            QVERIFY2(one.holds, qPrintable(one.text));
    }

    void theNumbersAreThoseOfTheTheory()
    {
        const HeadTheory theory = theoryOf(headOf(SynthesisKind::Seasonal));
        const TheoremBounds& bounds = *theory.vectors->bounds;
        const TheoryPanelContent content = theoryContent(theory, {});
        const auto& sequential = card(content, Pattern::Sequential).comparisons;
        QCOMPARE(sequential.size(), std::size_t(1));
        QCOMPARE(sequential[0].measured, bounds.sequential.changeMean);
        QCOMPARE(sequential[0].bound, bounds.sequential.boundMean);
        QCOMPARE(sequential[0].tightness, bounds.sequential.tightness);
        const auto& reAccess = card(content, Pattern::ReAccess).comparisons;
        QCOMPARE(reAccess[0].measured, bounds.reAccess.changeMean);
        const auto& seasonal = card(content, Pattern::Seasonal).comparisons;
        QCOMPARE(seasonal.size(), std::size_t(3));
        QCOMPARE(seasonal[0].bound, bounds.seasonalQuery->boundMean);
        QCOMPARE(seasonal[1].bound, bounds.seasonalKey->boundMean);
        QCOMPARE(seasonal[2].bound, bounds.seasonalBoth->boundMean);
        const auto& jump = card(content, Pattern::Unpredictable).comparisons;
        QVERIFY(jump[0].kind == BoundComparison::Kind::Floor);
        QCOMPARE(jump[0].measured, bounds.jump.changeMean);
        QCOMPARE(jump[0].bound, bounds.jump.floorMean);
        QCOMPARE(card(content, Pattern::Sequential).coverage, QStringLiteral("255 of 256 queries"));
        for (const EvidenceContent& one : content.evidence)
            QVERIFY(one.isKnown);
        QCOMPARE(content.evidence[3].evidence, theory.evidence.seasonal);
    }

    void brokenBoundsAreCounted()
    {
        HeadTheory theory = theoryOf(headOf(SynthesisKind::Random));
        theory.vectors->bounds->sequential.violations = 7;
        theory.vectors->bounds->sequential.changeMean
            = 2.0 * theory.vectors->bounds->sequential.boundMean;
        const TheoryCardContent broken = card(theoryContent(theory, {}), Pattern::Sequential);
        QCOMPARE(broken.violations(), std::int64_t(7));
        QVERIFY(broken.comparisons[0].isBroken());
        QVERIFY(broken.comparisons[0].sentence.contains('>'));
    }

    void whatExceedsAnExactBoundByRoundingIsWithinIt()
    {
        HeadTheory theory = theoryOf(headOf(SynthesisKind::Random));
        ShiftBound& shift = theory.vectors->bounds->sequential;
        shift.boundMean = 0.0;
        shift.changeMean = 3e-16;
        JumpBound& jump = theory.vectors->bounds->jump;
        jump.floorMean = 1.0;
        jump.changeMean = 1.0 - 1e-15;
        const TheoryPanelContent content = theoryContent(theory, {});
        const BoundComparison ceiling = card(content, Pattern::Sequential).comparisons[0];
        QVERIFY(!ceiling.isBroken());
        QCOMPARE(ceiling.sentence, QStringLiteral("shift (1, 1): change 0.00 ≤ bound 0.00"));
        QCOMPARE(ceiling.measured, 0.0); // else it alone would fill the bar
        QVERIFY(!card(content, Pattern::Unpredictable).comparisons[0].isBroken());
    }

    void bothShiftsAndBothPeriodsOfThePeriodicHeadAreTold()
    {
        const HeadTheory theory = theoryOf(headOf(SynthesisKind::Periodic));
        const TheoryCardContent periodic = card(theoryContent(theory, {}), Pattern::Periodic);
        QCOMPARE(periodic.comparisons.size(), std::size_t(2));
        const QString period = QString::number(*theory.vectors->bounds->period);
        QVERIFY2(periodic.comparisons[0].sentence.startsWith("shift (0, −" + period + ")"),
                 qPrintable(periodic.comparisons[0].sentence));
        QVERIFY2(periodic.comparisons[1].sentence.startsWith("shift (" + period + ", 0)"),
                 qPrintable(periodic.comparisons[1].sentence));
        QVERIFY2(periodic.remark.startsWith("every T = 2π/θ: measured "),
                 qPrintable(periodic.remark));
    }

    void aSlowPairIsToldToBeTooSlowUntilItIsMoved()
    {
        const HeadTrace head = headOf(SynthesisKind::Massive);
        const HeadTheory before = theoryOf(head);
        const TheoryCardContent slow = card(theoryContent(before, {}), Pattern::Periodic);
        QVERIFY(slow.comparisons.empty());
        QVERIFY2(slow.remark.contains("too long"), qPrintable(slow.remark));
        QVERIFY(
            condition(card(theoryContent(before, {}), Pattern::ReAccess), "energy in slow").holds);
        const int pair = before.vectors->energy.dominantPair;
        const HeadTheory moved = theoryOf(head, { .relocations = { { pair, 3 } } });
        const TheoryPanelContent after = theoryContent(moved, {});
        QCOMPARE(card(after, Pattern::Periodic).comparisons.size(), std::size_t(2));
        QVERIFY(card(after, Pattern::Periodic).isLabel);
    }

    void thresholdsMoveTheLabelAndNothingElse()
    {
        const HeadTheory theory = theoryOf(headOf(SynthesisKind::Sink));
        PatternThresholds thresholds;
        thresholds.reAccess = 1.0;
        const TheoryPanelContent content = theoryContent(theory, thresholds);
        QVERIFY(theory.evidence.reAccess < 1.0);
        QVERIFY(!card(content, Pattern::ReAccess).isLabel);
        QCOMPARE(content.evidence[0].threshold, 1.0);
        QCOMPARE(content.evidence[0].standard, PatternThresholds {}.reAccess);
        QVERIFY(!condition(card(content, Pattern::ReAccess), "sink mass").holds);
        QCOMPARE(card(content, Pattern::ReAccess).comparisons,
                 card(theoryContent(theory, {}), Pattern::ReAccess).comparisons);
    }

    void aStoredMapSaysWhatItLacks()
    {
        HeadTrace head;
        head.attention = MatrixRM::Zero(32, 32);
        for (int t = 0; t < 32; ++t) {
            head.attention(t, 0) = 0.5F;
            head.attention(t, t) += 0.5F;
        }
        const HeadTheory theory = headTheory(head, {}, {}, {}).value();
        const TheoryPanelContent content = theoryContent(theory, {});
        for (const TheoryCardContent& one : content.cards) {
            QVERIFY(one.comparisons.empty());
            QVERIFY2(one.remark.contains("without queries and keys"), qPrintable(one.remark));
        }
        QVERIFY(condition(card(content, Pattern::ReAccess), "sink mass 0.5").holds);
        QVERIFY(content.evidence[0].isKnown);
        QVERIFY(!content.evidence[2].isKnown);
        QVERIFY(!content.evidence[3].isKnown);
    }

    void aHeadWithoutRotationSaysSo()
    {
        HeadTrace head = headOf(SynthesisKind::Random, 64);
        head.rope = {};
        const TheoryPanelContent content = theoryContent(theoryOf(head), {});
        QVERIFY(card(content, Pattern::Periodic).remark.contains("no RoPE"));
        QVERIFY(card(content, Pattern::Periodic).comparisons.empty());
        QVERIFY(condition(card(content, Pattern::ReAccess), "no rotation").holds);
        QCOMPARE(card(content, Pattern::ReAccess).comparisons.size(), std::size_t(1));
        QCOMPARE(card(content, Pattern::Sequential).comparisons.size(), std::size_t(1));
    }

    void fewTokensHaveNoLabel()
    {
        HeadTrace head = headOf(SynthesisKind::Sink, 64);
        head.q = MatrixRM(head.q.topRows(kFewestLabelTokens - 1));
        head.k = MatrixRM(head.k.topRows(kFewestLabelTokens - 1));
        QCOMPARE(theoryContent(theoryOf(head), {}).label, QString("none below 16 tokens"));
    }

    void oneTokenHasNoShift()
    {
        const HeadTrace two = headOf(SynthesisKind::Random, 64);
        HeadTrace head = two;
        head.q = two.q.topRows(1);
        head.k = two.k.topRows(1);
        const TheoryPanelContent content = theoryContent(theoryOf(head), {});
        for (const TheoryCardContent& one : content.cards) {
            QVERIFY(one.comparisons.empty());
            QVERIFY2(!one.remark.isEmpty(), qPrintable(one.name));
        }
    }
};

QTEST_GUILESS_MAIN(TestTheoryContent)
#include "tst_theory_content.moc"
