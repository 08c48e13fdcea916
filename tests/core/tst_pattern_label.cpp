// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/theory/trace_theory.h"
#include "core/trace/synthesize.h"
#include "tests/support/files.h"
#include "tests/support/models.h"

using namespace ropescope;

namespace {

enum class Attention { Uniform, Sink, Previous, Self };

/// A finished map of that attention, as the head of a stored map.
HeadTheory theoryOfMap(Attention attention, int tokens)
{
    HeadTrace head;
    head.attention = MatrixRM::Zero(tokens, tokens);
    for (Eigen::Index t = 0; t < tokens; ++t) {
        if (attention == Attention::Uniform)
            head.attention.row(t).head(t + 1).setConstant(1.0F / static_cast<float>(t + 1));
        else if (attention == Attention::Sink)
            head.attention(t, 0) = 1.0F;
        else
            head.attention(t, attention == Attention::Self ? t : std::max<Eigen::Index>(0, t - 1))
                = 1.0F;
    }
    return headTheory(head, {}, {}).value();
}

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

    void fewTokensMakeNoDiagonal()
    {
        for (int tokens = 1; tokens <= 32; ++tokens) {
            const HeadTheory uniform = theoryOfMap(Attention::Uniform, tokens);
            QVERIFY2(uniform.pattern == Pattern::Unpredictable, numbers(uniform));
            QVERIFY2(uniform.evidence.sequential < 1e-6, numbers(uniform));
            const HeadTheory sink = theoryOfMap(Attention::Sink, tokens);
            const Pattern expected
                = tokens < kFewestLabelTokens ? Pattern::Unpredictable : Pattern::ReAccess;
            QVERIFY2(sink.pattern == expected, numbers(sink));
        }
    }

    void aDiagonalIsSeenFromSixteenTokensOn()
    {
        for (const Attention attention : { Attention::Previous, Attention::Self }) {
            for (const int tokens : { 16, 17, 32, 100 }) {
                const HeadTheory theory = theoryOfMap(attention, tokens);
                QVERIFY2(theory.pattern == Pattern::Sequential, numbers(theory));
                QVERIFY2(std::abs(theory.evidence.sequential - 1.0) < 1e-6, numbers(theory));
                QCOMPARE(patternReason(theory.evidence), std::string_view());
            }
        }
    }

    void tooFewTokensHaveNoPatternWhateverTheThreshold()
    {
        const HeadTheory theory = theoryOfMap(Attention::Previous, 15);
        QCOMPARE(patternReason(theory.evidence), std::string_view("too few tokens"));
        QCOMPARE(patternOf(theory.evidence, { .reAccess = 0.0, .sequential = 0.0 }),
                 Pattern::Unpredictable);
        QCOMPARE(thresholdMultiple(theory.evidence, Pattern::Sequential), 0.0);
    }

    void theBuiltInModelHasTheLabelsOfTheManual()
    {
        const auto model = test::openModel(test::modelPath("built-in"));
        const std::string prompt
            = test::readFile(test::modelPath("built-in") / "prompts/default.txt");
        const TracePtr trace = test::capture(*model, model->tokenize(prompt).value(), {}).trace;
        ThreadPool pool(2);
        const TraceTheory theory
            = traceTheory(*trace, {}, { .withBounds = false, .withSpectra = false }, pool).value();
        std::array<int, 5> counts {};
        for (const HeadTheory& head : theory.heads)
            ++counts[static_cast<std::size_t>(head.pattern)];
        QCOMPARE(counts, (std::array<int, 5> { 25, 7, 2, 0, 30 }));
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
