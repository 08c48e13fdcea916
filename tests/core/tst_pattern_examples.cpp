// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include <QTest>

#include "core/theory/pattern_examples.h"
#include "tests/support/head_theories.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

HeadTheory withEvidence(int head, const PatternEvidence& evidence)
{
    HeadTheory theory { .id = { { 0 }, { head } } };
    theory.evidence = evidence;
    return theory;
}

} // namespace

class TestPatternExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHeadIsAnExampleOfItsOwnPatternAlone()
    {
        const std::vector<HeadTheory> heads = test::randomTheories(50, test::freshSeed());
        const PatternThresholds high { 0.8, 0.8, 0.8, 0.8 }; // some heads reach none
        std::size_t all = 0;
        for (const Pattern pattern : { Pattern::ReAccess, Pattern::Sequential, Pattern::Periodic,
                                       Pattern::Seasonal, Pattern::Unpredictable }) {
            const auto examples = patternExamples(heads, pattern, high, heads.size());
            all += examples.size();
            QVERIFY(std::ranges::is_sorted(examples, std::greater {}, &PatternExample::multiple));
            for (const PatternExample& example : examples) {
                QVERIFY(example.multiple >= 1.0);
                QCOMPARE(patternOf(example.evidence, high), pattern);
            }
        }
        QCOMPARE(all, heads.size());
    }

    void theBestIsTheOneFarthestAboveItsThreshold()
    {
        const std::vector<HeadTheory> heads {
            withEvidence(0, { .reAccess = 0.3 }),
            withEvidence(1, { .reAccess = 0.9, .sequential = 0.5 }),
            withEvidence(2, { .reAccess = 0.5, .sequential = 0.6 }),
        };
        const auto examples = patternExamples(heads, Pattern::ReAccess, {}, 5);
        QCOMPARE(examples.size(), std::size_t(2));
        QCOMPARE(examples[0].id.head.value, 1);
        QCOMPARE(examples[0].multiple, 0.9 / 0.2);
        QCOMPARE(examples[1].id.head.value, 0);
        // Relative to thresholds: where re-access must be strong, head 1 is sequential.
        const auto moved = patternExamples(heads, Pattern::Sequential, { .reAccess = 0.8 }, 5);
        QCOMPARE(moved.front().id.head.value, 2);
        QCOMPARE(moved.size(), std::size_t(2));
    }

    void theMostUnpredictableHasTheLeastEvidence()
    {
        const std::vector<HeadTheory> heads {
            withEvidence(0, { .reAccess = 0.1, .sequential = 0.19 }),
            withEvidence(1, { .reAccess = 0.05 }),
            withEvidence(2, { .periodic = 0.9 }),
        };
        const auto examples = patternExamples(heads, Pattern::Unpredictable, {}, 5);
        QCOMPARE(examples.size(), std::size_t(2));
        QCOMPARE(examples[0].id.head.value, 1);
        QCOMPARE(patternExamples(heads, Pattern::Unpredictable, {}, 1).size(), std::size_t(1));
        QVERIFY(patternExamples(heads, Pattern::Seasonal, {}, 5).empty());
    }
};

QTEST_GUILESS_MAIN(TestPatternExamples)
#include "tst_pattern_examples.moc"
