// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_file.h"

#include <atomic>
#include <cmath>
#include <thread>

#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/trace_fixtures.h"

using namespace ropescope;
using namespace ropescope::test;
namespace fs = std::filesystem;

namespace {

TracePtr opened(const fs::path& path)
{
    Result<TracePtr> trace = openTraceFile(path);
    if (!trace)
        qFatal("%s", trace.error().message.c_str());
    return *trace;
}

} // namespace

class TestTraceFile : public QObject {
    Q_OBJECT

private slots:
    void readsWhatH5pyWrites()
    {
        const TracePtr trace = opened(traceFixture("variable_strings.h5"));
        const TraceInfo& info = trace->info();
        QCOMPARE(info.model, "tiny");
        QCOMPARE(info.creator, "make_traces.py");
        QCOMPARE(info.numLayers, 3);
        QCOMPARE(info.numHeads, 4);
        QCOMPARE(info.numKvHeads, 2);
        QCOMPARE(info.headDim, kFixtureHeadDim);
        QCOMPARE(info.tokenCount, kFixtureTokens);
        QCOMPARE(info.attentionScale, std::pow(8.0, -0.5));
        QCOMPARE(info.rope.rotaryDim, kFixtureHeadDim);
        QCOMPARE(info.rope.base, 10000.0);
        QCOMPARE(info.rope.pairing, RopePairing::HalfSplit);
        QCOMPARE(info.rope.attentionFactor, 1.0);
        QVERIFY(info.rope.scalingJson.empty());
        QCOMPARE(info.rope.theta.at(1), 0.1);
        QVERIFY(info.layers.at(2).rope == info.rope);
        QCOMPARE(info.layers.at(2).slidingWindow, 5);
        QVERIFY(!info.layers.at(2).blockInfluence.has_value());
        QCOMPARE(trace->tokenIds(), (std::vector<std::int64_t> { 0, 7, 14, 21, 28, 35 }));
        QCOMPARE(trace->tokenTexts(),
                 (std::vector<std::string> { "The", " caf\u00e9", "", " \u732b", "\n", "end" }));
    }

    void headsAreTheirSlices()
    {
        const TracePtr trace = opened(traceFixture("variable_strings.h5"));
        const HeadTrace head = trace->head({ { 2 }, { 3 } }).value();
        QCOMPARE(head.q, fixtureSlice(2, 3, 1.0f));
        QCOMPARE(head.k, fixtureSlice(2, 1, -1.0f));
        QCOMPARE(head.slidingWindow, 5);
        QCOMPARE(head.attentionScale, trace->info().attentionScale);
        QCOMPARE(trace->values({ 1 }, 1).value(), fixtureSlice(1, 1, 2.0f));
    }

    void widthsOfAttributesAndFixedStringsDoNotMatter()
    {
        const TracePtr trace = opened(traceFixture("fixed_strings.h5"));
        QCOMPARE(trace->info().model, "tiny");
        QCOMPARE(trace->info().attentionScale, 0.5);
        QCOMPARE(trace->info().rope.pairing, RopePairing::Interleaved);
        QCOMPARE(trace->tokenIds().at(5), 5);
        QCOMPARE(trace->tokenTexts(),
                 (std::vector<std::string> { "The", " caf\u00e9", "", " \ufffd!", "\n", "end" }));
    }

    void precisionsChunksAndFiltersDoNotMatter_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "half_gzip_shuffle.h5", "half_big_endian.h5", "double.h5" })
            QTest::newRow(name) << name;
    }

    void precisionsChunksAndFiltersDoNotMatter()
    {
        QFETCH(QString, name);
        const TracePtr trace = opened(traceFixture(name.toStdString()));
        for (int h = 0; h < 4; ++h) {
            const HeadTrace head = trace->head({ { 0 }, { h } }).value();
            QCOMPARE(head.q, fixtureSlice(0, h, 1.0f));
            QCOMPARE(head.k, fixtureSlice(0, h / 2, -1.0f));
        }
        QCOMPARE(trace->values({ 0 }, 1).value(), fixtureSlice(0, 1, 2.0f));
    }

    void layersMayDifferFromTheModel()
    {
        const TracePtr trace = opened(traceFixture("overrides.h5"));
        const TraceInfo& info = trace->info();
        QCOMPARE(info.rope.theta.at(0), 0.125);
        QVERIFY(!info.rope.scalingJson.empty());
        const LayerInfo& local = info.layers.at(0); // inv_freq is a dataset
        QCOMPARE(local.rope.base, 500.0);
        QVERIFY(local.rope.theta == defaultTheta(500.0, kFixtureHeadDim));
        QVERIFY(local.rope.scalingJson.empty()); // its frequencies are those of its plain base
        QCOMPARE(local.rope.attentionFactor, 1.25);
        QCOMPARE(local.slidingWindow, 4);
        QCOMPARE(local.blockInfluence.value(), 0.25);
        const LayerInfo& other = info.layers.at(1); // inv_freq is an attribute
        QCOMPARE(other.rope.base, 10000.0);
        QCOMPARE(other.rope.theta.at(0), 1.0 / 3.0);
        QVERIFY(info.layers.at(2).rope == info.rope);
        QVERIFY(trace->head({ { 0 }, { 0 } })->rope == local.rope);
        QCOMPARE(trace->head({ { 0 }, { 0 } })->slidingWindow, 4);
    }

    void aLayerMayBeAbsent()
    {
        const TracePtr trace = opened(traceFixture("missing_layer.h5"));
        QVERIFY(trace->info().layers.at(0).hasQueryKey);
        QVERIFY(!trace->info().layers.at(0).hasValues);
        QVERIFY(!trace->info().layers.at(1).hasQueryKey);
        QCOMPARE(trace->head({ { 1 }, { 0 } }).error().code, ErrorCode::NotFound);
        QCOMPARE(trace->values({ 0 }, 0).error().code, ErrorCode::NotFound);
        QCOMPARE(trace->head({ { 2 }, { 1 } })->q, fixtureSlice(2, 1, 1.0f));
        QVERIFY(trace->tokenIds().empty() && trace->tokenTexts().empty());
    }

    void mapsAloneAreRead()
    {
        const TracePtr trace = opened(traceFixture("maps_only.h5"));
        QCOMPARE(trace->info().tokenCount, kFixtureTokens);
        QCOMPARE(trace->info().rope.rotaryDim, 0);
        QVERIFY(!trace->info().layers.at(0).hasQueryKey);
        QVERIFY(trace->info().layers.at(0).hasMaps);
        const Result<HeadTrace> head = trace->head({ { 0 }, { 3 } });
        QVERIFY2(head.has_value(), head ? "" : head.error().message.c_str());
        QVERIFY(head->holdsMapOnly());
        QCOMPARE(head->tokenCount(), kFixtureTokens);
        QCOMPARE(head->attention(3, 3), 0.25F); // row t is uniform over keys 0 .. t
        QCOMPARE(head->attention(3, 4), 0.0F);
        QCOMPARE(trace->head({ { 1 }, { 0 } }).error().code, ErrorCode::NotFound);
    }

    void mapsMustHoldProbabilities()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("maps.h5").toStdString();
        test::writeChangedTrace(path, [](hid_t file) {
            for (const char* tensor : { "/layers/0/q", "/layers/0/k", "/layers/0/v" })
                H5Ldelete(file, tensor, H5P_DEFAULT);
            std::vector<double> maps(4 * kFixtureTokens * kFixtureTokens, 0.5);
            maps[kFixtureTokens * kFixtureTokens] = -3.0; // head 1
            test::replaceDataset(file, "/layers/0/attention", { 4, kFixtureTokens, kFixtureTokens },
                                 maps);
        });
        const TracePtr trace = opened(path);
        QVERIFY(trace->head({ { 0 }, { 0 } }).has_value());
        const auto wrong = trace->head({ { 0 }, { 1 } });
        QVERIFY(!wrong.has_value());
        QCOMPARE(wrong.error().code, ErrorCode::Malformed);
        QVERIFY(wrong.error().message.find("from -3 to 0.5") != std::string::npos);
    }

    void softLinksInsideTheFileAreFollowed()
    {
        const TracePtr trace = opened(traceFixture("soft_link_inside.h5"));
        QCOMPARE(trace->head({ { 1 }, { 2 } })->q, fixtureSlice(0, 2, 1.0f));
    }

    void frequenciesFollowFromAnUnscaledBase()
    {
        const TracePtr trace = opened(changed([](hid_t file) {
            H5Ldelete(file, "/rope", H5P_DEFAULT);
            replaceAttribute(file, "rope_scaling", std::string("{\"rope_type\": \"default\"}"));
        }));
        QVERIFY(trace->info().rope.theta == defaultTheta(10000.0, kFixtureHeadDim));
        QVERIFY(trace->info().rope.scalingJson.empty());
    }

    void headsMayBeReadFromManyThreads()
    {
        const TracePtr trace = opened(traceFixture("variable_strings.h5"));
        std::atomic<int> right = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 24; ++i) {
                    const HeadId id { { i % 3 }, { (i + thread) % 4 } };
                    const Result<HeadTrace> head = trace->head(id);
                    if (head && head->q == fixtureSlice(id.layer.value, id.head.value, 1.0f))
                        ++right;
                }
            });
        }
        threads.clear();
        QCOMPARE(right.load(), 8 * 24);
    }

private:
    fs::path changed(const TraceChange& change)
    {
        const fs::path path = m_folder / "changed.h5";
        writeChangedTrace(path, change);
        return path;
    }

    QTemporaryDir m_temporary;
    fs::path m_folder = m_temporary.path().toStdString();
};

QTEST_GUILESS_MAIN(TestTraceFile)
#include "tst_trace_file.moc"
