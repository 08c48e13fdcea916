// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTest>

#include "core/attention/operands.h"
#include "core/attention/reference_map.h"
#include "core/rope/rope_edit.h"
#include "tests/support/files.h"
#include "tests/support/random_head.h"

using namespace ropescope;
using Kind = Truncation::Kind;

namespace {

constexpr int kPairs = 8;

RopeEdit truncated(int firstSlot, Kind kind)
{
    RopeEdit edit;
    edit.truncation = { firstSlot, kind };
    return edit;
}

double logit(const HeadTrace& head, const RopeEdit& edit, int query, int key)
{
    const Quantity quantity { QuantityKind::Logit };
    const RopeTable table = makeRopeTable(head.rope, edit).value();
    return referenceMap(prepareOperands(head, table, quantity).value(), quantity)(query, key);
}

/// Pair by pair from the formula; still pairs meet as if they stood at one place.
double logitByDefinition(const HeadTrace& head, int firstSlot, Kind kind, int query, int key)
{
    double sum = 0.0;
    for (int m = 0; m < kPairs; ++m) {
        if (m >= firstSlot && kind == Kind::Remove)
            continue;
        const double theta = std::pow(head.rope.base, -2.0 * m / (2.0 * kPairs));
        const double angle = m >= firstSlot ? 0.0 : (query - key) * theta;
        const double qa = head.q(query, m);
        const double qb = head.q(query, m + kPairs);
        const double ka = head.k(key, m);
        const double kb = head.k(key, m + kPairs);
        sum += std::cos(angle) * (qa * ka + qb * kb) + std::sin(angle) * (qa * kb - qb * ka);
    }
    return head.attentionScale * sum;
}

} // namespace

class TestTruncation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void logitsFollowTheDefinition_data()
    {
        QTest::addColumn<int>("firstSlot");
        QTest::addColumn<int>("kind");
        for (const int slot : { 0, 3, 7 }) {
            QTest::addRow("removed from %d", slot) << slot << 0;
            QTest::addRow("still from %d", slot) << slot << 1;
        }
    }
    void logitsFollowTheDefinition()
    {
        QFETCH(int, firstSlot);
        QFETCH(int, kind);
        const HeadTrace head = test::randomHead({ .seed = 3 });
        const auto wanted = static_cast<Kind>(kind);
        for (const auto& [query, key] : { std::pair { 39, 0 }, { 20, 13 }, { 5, 5 } }) {
            const double found = logit(head, truncated(firstSlot, wanted), query, key);
            const double expected = logitByDefinition(head, firstSlot, wanted, query, key);
            QVERIFY2(std::abs(found - expected) < 1e-4,
                     qPrintable(QStringLiteral("%1, %2").arg(found).arg(expected)));
        }
    }

    void removalIsTheSameAsGainsOfZero()
    {
        const RopeConfig rope = test::randomHead({}).rope;
        RopeEdit gains;
        for (int pair = 5; pair < kPairs; ++pair)
            gains.gains[pair] = 0.0;
        QCOMPARE(makeRopeTable(rope, truncated(5, Kind::Remove)).value(),
                 makeRopeTable(rope, gains).value());
    }

    void slotsAreCutWhicheverPairsHoldThem()
    {
        const RopeConfig rope = test::randomHead({}).rope;
        RopeEdit edit = truncated(5, Kind::Remove);
        edit.relocations = { { 7, 1 } };
        const RopeTable removed = makeRopeTable(rope, edit).value();
        QCOMPARE(removed.gain, (std::vector<double> { 1, 0, 1, 1, 1, 0, 0, 1 }));
        QCOMPARE(removed.theta[7], rope.theta[1]);
        edit.truncation->kind = Kind::Still;
        const RopeTable still = makeRopeTable(rope, edit).value();
        QCOMPARE(still.theta[1], 0.0);
        QCOMPARE(still.theta[7], rope.theta[1]);
    }

    void aGainOverrulesTheRemoval()
    {
        RopeEdit edit = truncated(5, Kind::Remove);
        edit.gains[6] = 2.0;
        const RopeTable table = makeRopeTable(test::randomHead({}).rope, edit).value();
        QCOMPARE(table.gain, (std::vector<double> { 1, 1, 1, 1, 1, 0, 2, 0 }));
    }

    void anotherBaseKeepsStillPairsStill()
    {
        RopeEdit edit = truncated(6, Kind::Still);
        edit.base = 500.0;
        const RopeTable table = makeRopeTable(test::randomHead({}).rope, edit).value();
        QCOMPARE(table.theta[6], 0.0);
        QCOMPARE(table.theta[5], std::pow(500.0, -10.0 / 16.0));
    }

    void whatARunLeavesToDoAreTheGains()
    {
        RopeEdit edit = truncated(5, Kind::Remove);
        edit.base = 500.0;
        edit.relocations = { { 7, 1 }, { 0, 2 } };
        edit.gains[3] = 0.5;
        edit.meanPairs = { 1 };
        HeadTrace head = test::randomHead({});
        const RopeTable whole = makeRopeTable(head.rope, edit).value();
        const RopeEdit rest = gainsOf(edit, kPairs);
        RopeConfig asRun = head.rope;
        asRun.theta = whole.theta;
        QCOMPARE(makeRopeTable(asRun, rest).value().gain, whole.gain);
        QCOMPARE(makeRopeTable(asRun, rest).value().theta, whole.theta);
        QVERIFY(rest.meanPairs.empty() && !rest.base && rest.relocations.empty());
        QVERIFY(gainsOf(truncated(2, Kind::Still), kPairs).isIdentity());
    }

    void slotsThatAreNotThereAreRefused()
    {
        const RopeConfig rope = test::randomHead({}).rope;
        ROPESCOPE_EXPECT_ERROR(makeRopeTable(rope, truncated(8, Kind::Still)),
                               ErrorCode::InvalidArgument, "8");
        ROPESCOPE_EXPECT_ERROR(makeRopeTable(rope, truncated(-1, Kind::Remove)),
                               ErrorCode::InvalidArgument, "-1");
        RopeEdit means;
        means.meanPairs = { 9 };
        ROPESCOPE_EXPECT_ERROR(makeRopeTable(rope, means), ErrorCode::InvalidArgument, "9");
        ROPESCOPE_EXPECT_ERROR(
            makeRopeTable(test::randomHead({ .rotaryDim = 0 }).rope, truncated(0, Kind::Still)),
            ErrorCode::InvalidArgument, "no RoPE");
    }
};

QTEST_GUILESS_MAIN(TestTruncation)
#include "tst_truncation.moc"
