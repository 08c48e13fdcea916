// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <complex>

#include <QTest>

#include "core/attention/cell.h"
#include "core/rope/rope_edit.h"
#include "core/theory/theorem_bounds.h"
#include "core/trace/synthesize.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

struct Drawn {
    HeadTrace head;
    RopeTable table;
    std::uint64_t seed = 0;
};

/// A head of a fresh seed, with everything on: partial rotation, gains, a factor, a window.
Drawn drawn(RopePairing pairing, int window)
{
    Drawn result;
    result.seed = test::freshSeed();
    result.head = test::randomHead({ .tokens = 30,
                                     .headDim = 10,
                                     .rotaryDim = 8,
                                     .base = 50.0,
                                     .pairing = pairing,
                                     .slidingWindow = window,
                                     .seed = result.seed });
    result.table
        = makeRopeTable(result.head.rope, { .gains = { { 1, -1.5 }, { 2, 0.0 } } }).value();
    result.table.attentionFactor = 1.1;
    return result;
}

QByteArray ofSeed(std::uint64_t seed) { return "seed " + QByteArray::number(seed); }

bool visible(const HeadTrace& head, int t, int i)
{
    return t >= 0 && t < head.tokenCount() && i >= 0 && i <= t
        && (head.slidingWindow == 0 || i > t - head.slidingWindow);
}

double logit(const Drawn& d, int t, int i) { return cellValue(d.head, d.table, t, i)->logit; }

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

} // namespace

class TestShiftBound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCellHoldsForAnyShift_data()
    {
        QTest::addColumn<bool>("interleaved");
        QTest::addColumn<int>("window");
        QTest::newRow("half-split") << false << 0;
        QTest::newRow("interleaved") << true << 0;
        QTest::newRow("sliding window") << false << 7;
    }
    void everyCellHoldsForAnyShift()
    {
        QFETCH(bool, interleaved);
        QFETCH(int, window);
        const Drawn d
            = drawn(interleaved ? RopePairing::Interleaved : RopePairing::HalfSplit, window);
        const ExactHead exact = exactHead(d.head, d.table);
        const int n = d.head.tokenCount();
        for (const Shift shift :
             { Shift { 1, 0 }, Shift { 1, 1 }, Shift { 0, -3 }, Shift { 4, 0 }, Shift { 0, 2 },
               Shift { -2, -5 }, Shift { 29, 0 }, Shift { 40, 2 }, Shift { 0, 0 } }) {
            std::int64_t cells = 0;
            double largestBound = 0.0;
            double largestChange = 0.0;
            for (int t = 0; t < n; ++t) {
                for (int i = 0; i < n; ++i) {
                    const auto cell = shiftedCell(exact, shift, t, i);
                    const bool both
                        = visible(d.head, t, i) && visible(d.head, t + shift.query, i + shift.key);
                    QVERIFY2(cell.has_value() == both, ofSeed(d.seed));
                    if (!cell)
                        continue;
                    const double change
                        = std::abs(logit(d, t + shift.query, i + shift.key) - logit(d, t, i));
                    QVERIFY2(near(cell->change, change), ofSeed(d.seed));
                    QVERIFY2(cell->change <= cell->bound() + 1e-12, ofSeed(d.seed));
                    cells += 1;
                    largestBound = std::max(largestBound, cell->bound());
                    largestChange = std::max(largestChange, cell->change);
                }
            }
            const ShiftBound all = shiftBound(exact, shift, sampleRows(n, n, 1));
            QVERIFY2(all.cells == cells, ofSeed(d.seed));
            QVERIFY2(near(all.boundMax, largestBound), ofSeed(d.seed));
            QVERIFY2(near(all.changeMax, largestChange), ofSeed(d.seed));
            QCOMPARE(all.violations, std::int64_t { 0 });
            QVERIFY(all.tightest <= 1.0 + 1e-9);
        }
    }

    void aBoundThatIsTooSmallIsCaught()
    {
        const Drawn d = drawn(RopePairing::HalfSplit, 0);
        ExactHead exact = exactHead(d.head, d.table);
        exact.keyLengths.setZero();                              // as if the rotation moved nothing
        exact.queryRaw.rowwise() = exact.queryRaw.row(0).eval(); // nor the queries
        exact.keyRaw.rowwise() = exact.keyRaw.row(0).eval();
        const auto rows = sampleRows(d.head.tokenCount(), 100, 1);
        QVERIFY2(shiftBound(exact, { 1, 0 }, rows).violations > 0, ofSeed(d.seed));
    }

    void theRotationTermIsZeroAlongTheDiagonal()
    {
        const Drawn d = drawn(RopePairing::HalfSplit, 0);
        const ExactHead exact = exactHead(d.head, d.table);
        QCOMPARE(shiftedCell(exact, { 1, 1 }, 12, 4)->rotationMoved, 0.0);
        QVERIFY(shiftedCell(exact, { 1, 0 }, 12, 4)->rotationMoved > 0.0);
    }

    void equalQueriesAndKeysNeverChangeAlongTheDiagonal()
    {
        HeadTrace head = test::randomHead({ .seed = test::freshSeed() });
        head.q.rowwise() = head.q.row(0).eval();
        head.k.rowwise() = head.k.row(0).eval();
        const ExactHead exact = exactHead(head, makeRopeTable(head.rope, {}).value());
        const ShiftBound bound = shiftBound(exact, { 1, 1 }, sampleRows(40, 40, 1));
        QCOMPARE(bound.boundMax, 0.0);
        QVERIFY(bound.changeMax < logitRounding(exact));
        QCOMPARE(bound.violations, std::int64_t { 0 });
    }

    void jumpsAreBoundedFromBelow()
    {
        const Drawn d = drawn(RopePairing::Interleaved, 9);
        const ExactHead exact = exactHead(d.head, d.table);
        const int n = d.head.tokenCount();
        const JumpBound bound = jumpBound(exact, sampleRows(n, n, 1));
        QCOMPARE(bound.jumps.size(), static_cast<std::size_t>(n - 1));
        QCOMPARE(bound.violations, std::int64_t { 0 });
        for (const QueryJump& jump : bound.jumps) {
            double largest = 0.0;
            for (int i = 0; i <= jump.query; ++i) {
                if (visible(d.head, jump.query, i) && visible(d.head, jump.query + 1, i)) {
                    largest = std::max(
                        largest, std::abs(logit(d, jump.query + 1, i) - logit(d, jump.query, i)));
                }
            }
            QVERIFY2(near(jump.change, largest), ofSeed(d.seed));
            QVERIFY2(jump.floor() <= jump.change + 1e-12, ofSeed(d.seed));
        }
    }

    void theFloorIsTightWithoutRotation()
    {
        const HeadTrace head = test::randomHead({ .rotaryDim = 0, .seed = test::freshSeed() });
        const JumpBound bound = jumpBound(exactHead(head, RopeTable {}), sampleRows(40, 40, 1));
        for (const QueryJump& jump : bound.jumps)
            QVERIFY(near(jump.floor(), jump.change));
        QVERIFY(near(bound.tightness, 1.0));
        QCOMPARE(bound.saying, 1.0);
    }

    void theFourTheoremsAreCasesOfOneBound()
    {
        const TracePtr trace
            = synthesize({ .kind = SynthesisKind::Seasonal, .tokens = 300, .headDim = 64 }).value();
        const HeadTrace head = trace->head({}).value();
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const auto season = findSeason(head, table);
        QVERIFY(season);
        const int pair = 3;
        const TheoremBounds bounds = theoremBounds(exactHead(head, table), pair, season);
        const int period = static_cast<int>(std::round(table.wavelength(pair)));
        QCOMPARE(*bounds.period, period);
        QCOMPARE(bounds.reAccess.shift, (Shift { 1, 0 }));
        QCOMPARE(bounds.sequential.shift, (Shift { 1, 1 }));
        QCOMPARE(bounds.periodicKey->shift, (Shift { 0, -period }));
        QCOMPARE(bounds.periodicQuery->shift, (Shift { period, 0 }));
        QCOMPARE(bounds.seasonalQuery->shift, (Shift { season->period, 0 }));
        QCOMPARE(bounds.seasonalKey->shift, (Shift { 0, season->period }));
        QCOMPARE(bounds.seasonalBoth->shift, (Shift { season->period, season->period }));
        QCOMPARE(bounds.violations(), std::int64_t { 0 });
        // Content that repeats: a whole season is a small step, half of one is not.
        const auto rows = sampleRows(300, 300, 1);
        const Shift half { season->period / 2, 0 };
        QVERIFY(bounds.seasonalQuery->boundMean
                < shiftBound(exactHead(head, table), half, rows).boundMean);
    }

    void longHeadsAreSampledWithoutRepetition()
    {
        const std::vector<int> rows = sampleRows(5000, 300, 7);
        QCOMPARE(rows.size(), std::size_t { 300 });
        QVERIFY(std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end());
        QVERIFY(rows.front() >= 0 && rows.back() < 5000);
        QCOMPARE(sampleRows(5000, 300, 7), rows);
        QVERIFY(sampleRows(5000, 300, 8) != rows);
        QCOMPARE(sampleRows(3, 300, 7), (std::vector<int> { 0, 1, 2 }));
    }

    void tinyHeadsHaveBoundsToo()
    {
        const HeadTrace head = test::randomHead({ .tokens = 1, .seed = test::freshSeed() });
        const TheoremBounds bounds
            = theoremBounds(exactHead(head, makeRopeTable(head.rope, {}).value()), 0, std::nullopt);
        QCOMPARE(bounds.reAccess.cells, std::int64_t { 0 });
        QVERIFY(!bounds.periodicKey && bounds.jump.jumps.empty());
    }
};

QTEST_GUILESS_MAIN(TestShiftBound)
#include "tst_shift_bound.moc"
