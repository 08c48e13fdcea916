// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <set>

#include <QTest>

#include "core/base/nearest_name.h"
#include "core/rope/rope_edit.h"
#include "core/theory/head_number.h"
#include "core/trace/synthesize.h"

using namespace ropescope;

class TestHeadNumber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAndColumnsAreUnique()
    {
        std::set<std::string_view> names;
        std::set<std::string_view> columns;
        for (const HeadNumber& number : headNumbers()) {
            QVERIFY2(names.insert(number.name).second, number.name.data());
            QVERIFY2(columns.insert(number.column).second, number.column.data());
            QVERIFY(!number.title.empty() && !number.meaning.empty() && !number.absent.empty());
        }
    }

    void everyNumberIsFoundByItsNameAndItsColumn()
    {
        for (const HeadNumber& number : headNumbers()) {
            // A name comes first: "entropy" is the fraction, though the column of nats is called
            // so.
            QCOMPARE(findHeadNumber(number.name), &number);
            QVERIFY(findHeadNumber(number.column) != nullptr);
        }
        QCOMPARE(findHeadNumber("Q_SIMILARITY"), findHeadNumber("q-similarity"));
        QCOMPARE(findHeadNumber("sinc"), nullptr);
        QCOMPARE(findHeadNumber(""), nullptr);
    }

    void aHeadOfQueriesHasWhatNeedsNoRepeatPeriodOrSeason()
    {
        const HeadTrace head
            = synthesize({ .kind = SynthesisKind::Sink, .tokens = 64, .headDim = 32 })
                  .value()
                  ->head({})
                  .value();
        const HeadTheory theory = headTheory(head, makeRopeTable(head.rope, {}).value(), {},
                                             { .withBounds = false, .withSpectra = false })
                                      .value();
        const std::set<std::string_view> mayBeAbsent {
            "induction", "retrieval",       "period",    "period-pair",
            "season",    "season-strength", "resonance",
        };
        for (const HeadNumber& number : headNumbers()) {
            if (!mayBeAbsent.contains(number.name))
                QVERIFY2(number.of(theory), number.name.data());
        }
        QCOMPARE(*findHeadNumber("sink")->of(theory), *theory.scores.sinkMass());
    }

    void aStoredMapHasNoNumbersOfVectors()
    {
        HeadTrace head;
        head.attention = MatrixRM::Identity(32, 32);
        const HeadTheory theory = headTheory(head, {}, {}).value();
        for (const char* name : { "q-similarity", "k-similarity", "share", "dominant-pair",
                                  "period", "period-strength", "season", "resonance" })
            QVERIFY2(!findHeadNumber(name)->of(theory), name);
        QCOMPARE(*findHeadNumber("slash")->of(theory), 1.0);
    }

    void theNearestNameIsTheOneWithTheFewestChanges()
    {
        constexpr std::string_view kNames[] = { "sink", "slash", "stripe", "period", "periodic" };
        QCOMPARE(nearestName("sinc", kNames), std::string_view("sink"));
        QCOMPARE(nearestName("perod", kNames), std::string_view("period"));
        QCOMPARE(nearestName("perodic", kNames), std::string_view("periodic"));
        QCOMPARE(nearestName("entropy", kNames), std::string_view());
        QCOMPARE(nearestName(std::string(10'000, 's'), kNames), std::string_view());
        QCOMPARE(editDistance("kitten", "sitting"), 3);
        QCOMPARE(editDistance("", "abc"), 3);
        QCOMPARE(editDistance("abc", ""), 3);
    }
};

QTEST_GUILESS_MAIN(TestHeadNumber)
#include "tst_head_number.moc"
