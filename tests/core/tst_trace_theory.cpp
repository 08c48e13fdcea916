// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <atomic>
#include <map>

#include <QTest>

#include "core/theory/trace_agreement.h"
#include "core/theory/window_similarity.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "tests/support/files.h"
#include "tests/support/models.h"
#include "tests/support/trace_fixtures.h"

using namespace ropescope;

namespace {

TracePtr builtInTrace()
{
    static const TracePtr trace = [] {
        const auto model = test::openModel(test::modelPath("built-in"));
        const std::string text
            = test::readFile(test::modelPath("built-in") / "prompts/treasure-island.txt");
        auto ids = model->tokenize(text).value();
        ids.resize(std::min<std::size_t>(ids.size(), 256));
        return TracePtr(test::capture(*model, ids, {}).trace);
    }();
    return trace;
}

ThreadPool& pool()
{
    static ThreadPool two(2);
    return two;
}

const TraceTheory& builtIn()
{
    static const TraceTheory theory = traceTheory(*builtInTrace(), {}, {}, pool()).value();
    return theory;
}

} // namespace

class TestTraceTheory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noBoundIsBrokenByTheBuiltInModel()
    {
        QCOMPARE(builtIn().heads.size(), std::size_t { 64 });
        std::map<std::string_view, int> patterns;
        for (const HeadTheory& head : builtIn().heads) {
            QVERIFY(head.vectors->bounds);
            QCOMPARE(head.vectors->bounds->violations(), std::int64_t { 0 });
            QVERIFY(head.vectors->bounds->reAccess.tightness <= 1.0);
            ++patterns[patternName(head.pattern)];
        }
        for (const auto& [name, count] : patterns)
            qInfo("%d %s", count, std::string(name).c_str());
    }

    void layersAreMeansOfTheirHeads()
    {
        QCOMPARE(builtIn().layers.size(), std::size_t { 8 });
        double model = 0.0;
        for (std::size_t layer = 0; layer < 8; ++layer) {
            double sum = 0.0;
            for (std::size_t head = 0; head < 8; ++head)
                sum += *builtIn().heads[8 * layer + head].vectors->query.pairwise;
            QVERIFY(std::abs(*builtIn().layers[layer].query.pairwise - sum / 8.0) < 1e-12);
            model += sum / 64.0;
        }
        QVERIFY(std::abs(*builtIn().query.pairwise - model) < 1e-12);
    }

    void aTraceAgreesWithItselfAndLessWithAnother()
    {
        const TraceTheory edited
            = traceTheory(*builtInTrace(), { .base = 50.0 }, { .withBounds = false }, pool())
                  .value();
        const TraceInfo& info = builtInTrace()->info();
        const auto agreement = traceAgreement({ { "a.h5", info, builtIn() },
                                                { "b.h5", info, builtIn() },
                                                { "c.h5", info, edited } })
                                   .value();
        QCOMPARE(agreement.size(), std::size_t { 6 });
        QCOMPARE(agreement[0].of, std::string_view("q_similarity"));
        QCOMPARE(agreement[0].heads.pairs.size(), std::size_t { 3 });
        QVERIFY(std::abs(*agreement[0].heads.pairs[0].spearman - 1.0) < 1e-12);
        QVERIFY(std::abs(*agreement[0].heads.mean - 1.0)
                < 1e-12); // raw queries: no rotation in them
        QCOMPARE(agreement[1].definition, std::string_view("pairwise_window"));
        QVERIFY(*agreement[1].heads.pairs[1].spearman < 0.999);
        QVERIFY(*agreement[1].layers.mean <= 1.0);
    }

    void tracesThatCannotBeOfOneModelAreNamedWithWhatDiffers()
    {
        const TraceInfo& info = builtInTrace()->info();
        const auto against = [&](const TraceInfo& other, const TraceTheory& theory) {
            return traceAgreement({ { "a.h5", info, builtIn() }, { "b.h5", other, theory } });
        };
        const TracePtr one = synthesize({ .tokens = 40 }).value();
        const TraceTheory ofOne = traceTheory(*one, {}, {}, pool()).value();
        ROPESCOPE_EXPECT_ERROR(against(one->info(), ofOne), ErrorCode::InvalidArgument,
                               "b.h5 has head dimension 128, a.h5 has 64");
        TraceInfo fewerKeys = info;
        fewerKeys.numKvHeads = 1;
        ROPESCOPE_EXPECT_ERROR(against(fewerKeys, builtIn()), ErrorCode::InvalidArgument,
                               "key heads");
        TraceTheory gap = builtIn();
        gap.layers.erase(gap.layers.begin() + 3);
        std::erase_if(gap.heads, [](const HeadTheory& head) { return head.id.layer.value == 3; });
        ROPESCOPE_EXPECT_ERROR(against(info, gap), ErrorCode::InvalidArgument,
                               "layer 3 of a.h5 is not in b.h5");
    }

    void anotherModelOfTheSameShapeIsSaid()
    {
        const TraceInfo& info = builtInTrace()->info();
        TraceInfo tuned = info;
        tuned.model = "tuned";
        const std::string note
            = modelsDiffer({ { "a.h5", info, builtIn() }, { "b.h5", tuned, builtIn() } });
        QVERIFY2(note.find("b.h5 of 'tuned'") != std::string::npos, note.c_str());
        tuned.model.clear();
        QVERIFY(
            modelsDiffer({ { "a.h5", info, builtIn() }, { "b.h5", tuned, builtIn() } }).empty());
    }

    void aWindowIsComparedHeadByHead()
    {
        const std::vector<HeadId> ids { { { 0 }, { 1 } }, { { 5 }, { 7 } } };
        const SimilarityWindow last { { 224, 256 }, VectorFrame::Rotated };
        const auto found
            = windowSimilarities(*builtInTrace(), ids, {}, last, SimilarityMeasure::Cosine, pool())
                  .value();
        // The last 32 tokens, rotated, are what pairwise_window is.
        QCOMPARE(found[0].query, builtIn().heads[1].vectors->query.pairwiseWindow);
        QCOMPARE(found[1].key, builtIn().heads[47].vectors->key.pairwiseWindow);
        const auto raw = windowSimilarities(*builtInTrace(), ids, {}, { { 0, 256 } },
                                            SimilarityMeasure::Cosine, pool())
                             .value();
        QCOMPARE(raw[1].query, builtIn().heads[47].vectors->query.pairwise);
        QCOMPARE(raw[1].key, builtIn().heads[47].vectors->key.pairwise); // without the first token
        const auto edited = windowSimilarities(*builtInTrace(), ids, { .base = 50.0 }, last,
                                               SimilarityMeasure::Cosine, pool())
                                .value();
        QVERIFY(edited[0].query != found[0].query);
        for (const TokenRange& outside : { TokenRange { 0, 257 }, { -1, 4 }, { 5, 5 } }) {
            ROPESCOPE_EXPECT_ERROR(windowSimilarities(*builtInTrace(), ids, {}, { outside },
                                                      SimilarityMeasure::Cosine, pool()),
                                   ErrorCode::InvalidArgument, "0:256");
        }
    }

    void storedMapsAndMissingLayersAreTakenAsTheyAre()
    {
        const TracePtr maps = openTraceFile(test::traceFixture("maps_only.h5")).value();
        const TraceTheory theory
            = traceTheory(*maps, { .base = 100.0 }, {}, pool()).value(); // nothing to edit
        QVERIFY(!theory.heads.empty() && !theory.heads[0].vectors);
        QVERIFY(!theory.query.pairwise);
        const TracePtr missing = openTraceFile(test::traceFixture("missing_layer.h5")).value();
        const TraceTheory rest = traceTheory(*missing, {}, {}, pool()).value();
        QVERIFY(rest.layers.size() < static_cast<std::size_t>(missing->info().numLayers));
        QCOMPARE(rest.heads.size(),
                 rest.layers.size() * static_cast<std::size_t>(missing->info().numHeads));
    }

    void progressReachesTheEndAndAStopIsObeyed()
    {
        double last = 0.0;
        const Progress progress = [&](double fraction) { last = std::max(last, fraction); };
        const TracePtr trace = synthesize({ .tokens = 64, .headDim = 16 }).value();
        QVERIFY(traceTheory(*trace, {}, {}, pool(), progress));
        QCOMPARE(last, 1.0);
        std::stop_source source;
        source.request_stop();
        ROPESCOPE_EXPECT_ERROR(traceTheory(*builtInTrace(), {}, {}, pool(), {}, source.get_token()),
                               ErrorCode::Cancelled, "");
    }

    void anEditThatTheModelLacksIsRefused()
    {
        ROPESCOPE_EXPECT_ERROR(
            traceTheory(*builtInTrace(), { .relocations = { { 99, 2 } } }, {}, pool()),
            ErrorCode::InvalidArgument, "99");
    }
};

QTEST_GUILESS_MAIN(TestTraceTheory)
#include "tst_trace_theory.moc"
