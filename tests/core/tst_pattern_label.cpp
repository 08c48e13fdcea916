// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/theory/head_theory.h"
#include "core/trace/synthesize.h"

using namespace ropescope;

namespace {

HeadTheory theoryOf(const SynthesisOptions& options, const RopeEdit& edit = {})
{
    const HeadTrace head = synthesize(options).value()->head({}).value();
    const RopeTable table = makeRopeTable(head.rope, edit).value();
    return headTheory(head, table, {}, { .withBounds = false, .withSpectra = false }).value();
}

QByteArray numbers(const HeadTheory& theory)
{
    const PatternEvidence& e = theory.evidence;
    return QByteArray::fromStdString(std::string(patternName(theory.pattern))) + ": re-access "
        + QByteArray::number(e.reAccess) + ", sequential " + QByteArray::number(e.sequential)
        + ", periodic " + QByteArray::number(e.periodic) + ", seasonal "
        + QByteArray::number(e.seasonal);
}

} // namespace

class TestPatternLabel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsAgreeWithTheConstruction_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<int>("pattern");
        const auto rows = [](const char* name, SynthesisKind kind, Pattern pattern) {
            for (const int tokens : { 256, 512, 1024 }) {
                for (const int dim : { 64, 128 }) {
                    QTest::addRow("%s, %d tokens, d %d", name, tokens, dim)
                        << static_cast<int>(kind) << tokens << dim << static_cast<int>(pattern);
                }
            }
        };
        rows("sink", SynthesisKind::Sink, Pattern::ReAccess);
        rows("diagonal", SynthesisKind::Diagonal, Pattern::Sequential);
        rows("periodic", SynthesisKind::Periodic, Pattern::Periodic);
        rows("seasonal", SynthesisKind::Seasonal, Pattern::Seasonal);
        rows("random", SynthesisKind::Random, Pattern::Unpredictable);
    }
    void labelsAgreeWithTheConstruction()
    {
        QFETCH(int, kind);
        QFETCH(int, tokens);
        QFETCH(int, headDim);
        QFETCH(int, pattern);
        for (const std::uint64_t seed : { 1U, 2U, 3U }) {
            const HeadTheory theory = theoryOf({ .kind = static_cast<SynthesisKind>(kind),
                                                 .tokens = tokens,
                                                 .headDim = headDim,
                                                 .seed = seed });
            if (seed == 1U)
                qInfo("%s", numbers(theory).constData());
            QVERIFY2(theory.pattern == static_cast<Pattern>(pattern), numbers(theory));
        }
    }

    void theMassiveHeadBecomesPeriodicOnceItsPairIsMoved_data()
    {
        QTest::addColumn<int>("slot");
        for (const int slot : { 2, 3, 5, 12 })
            QTest::addRow("slot %d", slot) << slot;
    }
    void theMassiveHeadBecomesPeriodicOnceItsPairIsMoved()
    {
        QFETCH(int, slot);
        const SynthesisOptions massive { .kind = SynthesisKind::Massive };
        const HeadTheory moved = theoryOf(massive, { .relocations = { { 60, slot } } });
        QVERIFY2(moved.pattern == Pattern::Periodic, numbers(moved));
        const HeadTheory before = theoryOf(massive);
        QVERIFY2(before.pattern != Pattern::Periodic, numbers(before));
    }

    void aDiagonalThatARepeatMakesIsNotSequential()
    {
        HeadTrace head;
        head.attention = MatrixRM::Zero(48, 48);
        for (Eigen::Index t = 0; t < 48; ++t)
            head.attention(t, t >= 19 ? t - 19 : t) = 1.0F; // lag 19: the repeat below is of 20
        const AttentionScores scores = attentionScores(head, {}).value();
        QCOMPARE(patternOf(patternEvidence(scores, {}, {})), Pattern::Sequential);
        QVERIFY(patternEvidence(scores, {}, {}).sequential > 0.99);
        const PatternEvidence without = patternEvidence(scores, {}, {}, TokenRepeat { 0, 20 });
        QVERIFY(without.sequential < 0.5); // the rows before the repeat look at themselves
    }

    void thresholdsMoveLabels()
    {
        const PatternEvidence evidence {
            .reAccess = 0.4, .sequential = 0.35, .periodic = 0.0, .seasonal = 0.0
        };
        QCOMPARE(patternOf(evidence), Pattern::ReAccess);
        QCOMPARE(patternOf(evidence, { .reAccess = 0.5 }), Pattern::Sequential);
        QCOMPARE(patternOf(evidence, { .reAccess = 0.5, .sequential = 0.5 }),
                 Pattern::Unpredictable);
        QCOMPARE(patternOf({}, { .reAccess = 0.0 }), Pattern::Unpredictable);
    }

    void namesAreThoseOfTheReport()
    {
        QCOMPARE(patternName(Pattern::ReAccess), std::string_view("re-access"));
        QCOMPARE(patternName(Pattern::Unpredictable), std::string_view("unpredictable"));
    }
};

QTEST_GUILESS_MAIN(TestPatternLabel)
#include "tst_pattern_label.moc"
