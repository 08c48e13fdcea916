// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTest>

#include "core/theory/relocation_experiment.h"
#include "core/trace/synthesize.h"
#include "tests/support/files.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

HeadTrace massive()
{
    return synthesize({ .kind = SynthesisKind::Massive, .tokens = 512 }).value()->head({}).value();
}

} // namespace

/// The table of the specification's section 4: Qwen2.5-7B's dominant pair 60 in slots 2, 3, 5.
class TestRelocationExperiment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePublishedTableComesOut()
    {
        const auto rows = relocate(massive(), { .targets = { 2, 3, 5 }, .bases = { 1e6, 1e5 } });
        QVERIFY(rows);
        const std::vector<double> published { 9.68, 12.01, 18.49, 9.00, 10.78, 15.45 };
        QCOMPARE(rows->size(), published.size());
        for (std::size_t i = 0; i < published.size(); ++i) {
            const Relocation& row = (*rows)[i];
            QCOMPARE(row.pair, 60);
            QVERIFY(std::abs(row.predicted - published[i]) < 0.005);
            QVERIFY(row.measured);
            QVERIFY(std::abs(*row.relativeError()) < 0.01);
        }
        QCOMPARE((*rows)[1].slot, 3);
        QCOMPARE((*rows)[4].base, 1e5);
    }

    void thePairInItsOwnSlotTurnsTooSlowly()
    {
        const auto rows = relocate(massive(), { .targets = { 60 }, .bases = { 1e6, 1e5 } });
        QVERIFY(std::abs((*rows)[0].predicted / 2.65e6 - 1.0) < 0.01);
        QVERIFY(std::abs((*rows)[1].predicted / 305971.0 - 1.0) < 1e-5);
        QVERIFY(!(*rows)[0].measured && !(*rows)[0].relativeError());
    }

    void anotherPairCanBeNamed()
    {
        const auto rows = relocate(massive(), { .targets = { 2 }, .from = 7 });
        QCOMPARE((*rows)[0].pair, 7);
        QCOMPARE((*rows)[0].base, 1e6);
        QVERIFY((*rows)[0].share < 0.1);
    }

    void everyHeadOfATraceIsSwept()
    {
        const TracePtr trace
            = synthesize({ .kind = SynthesisKind::Massive, .tokens = 256 }).value();
        const std::vector<HeadId> ids = rotatingHeads(trace->info());
        QCOMPARE(static_cast<int>(ids.size()), trace->info().numLayers * trace->info().numHeads);
        ThreadPool pool(2);
        std::vector<double> fractions;
        const RelocationPlan plan { .targets = { 2, 60 } };
        const auto heads = relocateHeads(*trace, ids, plan, pool,
                                         [&](double fraction) { fractions.push_back(fraction); });
        QVERIFY(heads);
        QCOMPARE(heads->size(), ids.size());
        QCOMPARE(fractions.size(), ids.size());
        QCOMPARE(fractions.back(), 1.0);
        const auto alone = relocate(trace->head(ids[0]).value(), plan).value();
        QCOMPARE(heads->front().rows[0].measured->tokens, alone[0].measured->tokens);
        const RelocationCount count = countRelocations(*heads);
        QCOMPARE(count.all, 2 * static_cast<int>(ids.size()));
        QCOMPARE(count.measured, static_cast<int>(ids.size())); // slot 60 is too slow
        QCOMPARE(count.agreeing, count.measured);

        std::stop_source source;
        source.request_stop();
        ROPESCOPE_EXPECT_ERROR(relocateHeads(*trace, ids, plan, pool, {}, source.get_token()),
                               ErrorCode::Cancelled, "");
    }

    void aRowIsAnEdit()
    {
        const RopeEdit edit = relocationEdit({ .pair = 60, .slot = 2, .base = 1e5 }, 1e6);
        QCOMPARE(edit, (RopeEdit { .base = 1e5, .relocations = { { 60, 2 } } }));
        QVERIFY(relocationEdit({ .pair = 60, .slot = 60, .base = 1e6 }, 1e6).isIdentity());
    }

    void whatDoesNotExistIsRefused()
    {
        ROPESCOPE_EXPECT_ERROR(relocate(massive(), { .targets = { 64 } }),
                               ErrorCode::InvalidArgument, "64");
        ROPESCOPE_EXPECT_ERROR(relocate(massive(), { .targets = { 2 }, .from = 70 }),
                               ErrorCode::InvalidArgument, "70");
        ROPESCOPE_EXPECT_ERROR(relocate(massive(), { .targets = { 2 }, .bases = { 0.5 } }),
                               ErrorCode::InvalidArgument, "0.5");
        ROPESCOPE_EXPECT_ERROR(relocate(test::randomHead({ .rotaryDim = 0 }), { .targets = { 2 } }),
                               ErrorCode::InvalidArgument, "no rotation");
        HeadTrace map;
        map.attention = MatrixRM::Identity(4, 4);
        ROPESCOPE_EXPECT_ERROR(relocate(map, { .targets = { 2 } }), ErrorCode::InvalidArgument,
                               "no rotation");
        std::stop_source source;
        source.request_stop();
        ROPESCOPE_EXPECT_ERROR(relocate(massive(), { .targets = { 2 } }, source.get_token()),
                               ErrorCode::Cancelled, "");
    }
};

QTEST_GUILESS_MAIN(TestRelocationExperiment)
#include "tst_relocation_experiment.moc"
