// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <csignal>
#include <limits>

#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>

#include "core/trace/memory_trace.h"
#include "core/trace/trace_file.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/trace_fixtures.h"

using namespace ropescope;
using namespace ropescope::test;
namespace fs = std::filesystem;

namespace {

constexpr int kTokens = 300;
constexpr int kHeadDim = 16;

/// Three layers, the last not captured, with everything that a trace can carry.
MemoryTraceContent content()
{
    MemoryTraceContent content;
    TraceInfo& info = content.info;
    info.model = "caf\u00e9";
    info.creator = "test";
    info.numLayers = 3;
    info.numHeads = 4;
    info.numKvHeads = 2;
    info.headDim = kHeadDim;
    info.tokenCount = kTokens;
    info.attentionScale = 0.3;
    info.rope.base = 1e6;
    info.rope.rotaryDim = 8;
    info.rope.pairing = RopePairing::Interleaved;
    info.rope.attentionFactor = 1.5;
    info.rope.theta = { 0.5, 0.1, 1.0 / 3.0, 1e-7 };
    info.rope.scalingJson = R"({"factor":2.0,"rope_type":"linear"})";
    info.rope.scaling = { .type = RopeScalingType::Linear, .factor = 2.0 };
    info.rope.scaledLength = kTokens;
    LayerInfo layer;
    layer.rope = info.rope;
    layer.slidingWindow = 64;
    LayerInfo local;
    local.rope = info.rope;
    local.rope.base = 1e4;
    local.rope.theta = { 1.0, 0.2, 0.04, 0.008 };
    local.rope.scalingJson.clear();
    local.rope.scaling = {};
    local.rope.scaledLength = 0;
    local.blockInfluence = 0.125;
    info.layers = { layer, local, layer };
    for (int t = 0; t < kTokens; ++t) {
        content.tokenIds.push_back(std::int64_t { 1 } << (t % 60));
        content.tokenTexts.push_back(t % 3 == 0 ? "" : "\u732b" + std::to_string(t));
    }
    content.layers.resize(3);
    content.layers[0].q = MatrixRM::Random(4 * kTokens, kHeadDim);
    content.layers[0].k = MatrixRM::Random(2 * kTokens, kHeadDim);
    content.layers[0].v = MatrixRM::Random(2 * kTokens, kHeadDim);
    content.layers[1].q = MatrixRM::Random(4 * kTokens, kHeadDim);
    content.layers[1].k = MatrixRM::Random(2 * kTokens, kHeadDim);
    return content;
}

} // namespace

Q_DECLARE_METATYPE(TraceWriteOptions)

class TestTraceWriter : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenIsRead_data()
    {
        QTest::addColumn<TraceWriteOptions>("options");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("plain") << TraceWriteOptions {} << 0.0;
        QTest::newRow("gzip") << TraceWriteOptions { .compression = 4 } << 0.0;
        QTest::newRow("half") << TraceWriteOptions { .precision = TracePrecision::Float16 }
                              << 0x1p-11;
        QTest::newRow("half, gzip")
            << TraceWriteOptions { .precision = TracePrecision::Float16, .compression = 9 }
            << 0x1p-11;
    }

    void whatIsWrittenIsRead()
    {
        QFETCH(TraceWriteOptions, options);
        QFETCH(double, tolerance);
        const MemoryTrace written(content());
        QVERIFY(writeTraceFile(written, m_path, options).has_value());
        const TracePtr read = openTraceFile(m_path).value();

        const TraceInfo& info = read->info();
        QCOMPARE(info.model, written.info().model);
        QCOMPARE(info.creator, written.info().creator);
        QCOMPARE(info.attentionScale, 0.3);
        QVERIFY(info.rope == written.info().rope);
        for (std::size_t l = 0; l < 3; ++l) {
            const LayerInfo& layer = written.info().layers[l];
            QVERIFY(info.layers.at(l).rope == layer.rope);
            QCOMPARE(info.layers.at(l).slidingWindow, layer.slidingWindow);
            QVERIFY(info.layers.at(l).blockInfluence == layer.blockInfluence);
            QCOMPARE(info.layers.at(l).hasQueryKey, layer.hasQueryKey);
            QCOMPARE(info.layers.at(l).hasValues, layer.hasValues);
        }
        QCOMPARE(read->tokenIds(), written.tokenIds());
        QCOMPARE(read->tokenTexts(), written.tokenTexts());
        for (int layer = 0; layer < 2; ++layer) {
            for (int h = 0; h < 4; ++h) {
                const HeadTrace actual = read->head({ { layer }, { h } }).value();
                const HeadTrace expected = written.head({ { layer }, { h } }).value();
                ROPESCOPE_COMPARE(actual.q, expected.q, tolerance);
                ROPESCOPE_COMPARE(actual.k, expected.k, tolerance);
            }
        }
        ROPESCOPE_COMPARE(read->values({ 0 }, 1).value(), written.values({ 0 }, 1).value(),
                          tolerance);
    }

    void aTraceWithoutRopeKeepsItsShape()
    {
        MemoryTraceContent plain = content();
        plain.info.rope = {};
        for (LayerInfo& layer : plain.info.layers)
            layer.rope = {};
        QVERIFY(writeTraceFile(MemoryTrace(plain), m_path).has_value());
        const TracePtr read = openTraceFile(m_path).value();
        QCOMPARE(read->info().rope.rotaryDim, 0);
        QVERIFY(read->info().rope.theta.empty());
        QVERIFY(read->head({ { 1 }, { 3 } }).has_value());
    }

    void theSameTraceGivesTheSameBytes()
    {
        const MemoryTrace trace(content());
        for (const int compression : { 0, 5 }) {
            QVERIFY(writeTraceFile(trace, m_path, { .compression = compression }).has_value());
            const std::string first = bytesOf(m_path);
            QTest::qSleep(1100); // HDF5 keeps times in whole seconds
            QVERIFY(writeTraceFile(trace, m_path, { .compression = compression }).has_value());
            QVERIFY(bytesOf(m_path) == first);
        }
    }

    void compressionPays()
    {
        MemoryTraceContent flat = content();
        flat.layers[0].q.setConstant(1.5f);
        const MemoryTrace trace(std::move(flat));
        QVERIFY(writeTraceFile(trace, m_path).has_value());
        const auto plain = fs::file_size(m_path);
        QVERIFY(writeTraceFile(trace, m_path, { .compression = 6 }).has_value());
        QVERIFY(fs::file_size(m_path) < plain * 9 / 10);
    }

    void halvesReach65504_data()
    {
        QTest::addColumn<float>("value");
        QTest::addColumn<bool>("fits");
        QTest::newRow("largest") << 65504.0f << true;
        QTest::newRow("rounds down") << -65519.0f << true;
        QTest::newRow("too large") << 65520.0f << false;
    }

    void halvesReach65504()
    {
        QFETCH(float, value);
        QFETCH(bool, fits);
        MemoryTraceContent large = content();
        large.layers[1].k(kTokens + 7, 3) = value;
        const Result<void> result = writeTraceFile(MemoryTrace(std::move(large)), m_path,
                                                   { .precision = TracePrecision::Float16 });
        QCOMPARE(result.has_value(), fits);
        if (fits)
            return;
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(result.error().message.find("/layers/1/k: head 1 holds 65520") == 0,
                 result.error().message.c_str());
    }

    void aFailureLeavesTheEarlierFile()
    {
        writeBytes(m_path, "earlier");
        MemoryTraceContent broken = content();
        broken.layers[1].q(5, 0) = std::numeric_limits<float>::quiet_NaN();
        const Result<void> result = writeTraceFile(MemoryTrace(std::move(broken)), m_path);
        QCOMPARE(result.error().code, ErrorCode::Malformed);
        QCOMPARE(bytesOf(m_path), "earlier");
        QCOMPARE(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()), 1);
    }

    void aFullDiskLeavesTheEarlierFile()
    {
        writeBytes(m_path, "earlier");
        const MemoryTrace trace(content());
        // A file size limit stands in for a full disk: both make write() fail half-way.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
        const rlimit small { 100'000, limit.rlim_max };
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const Result<void> result = writeTraceFile(trace, m_path);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Unwritable);
        QCOMPARE(result.error().message, "Cannot write " + m_path.string() + ": File too large.");
        QCOMPARE(bytesOf(m_path), "earlier");
        QCOMPARE(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()), 1);
    }

    void badTargetsAndLevelsAreNamed()
    {
        const MemoryTrace trace(content());
        const Result<void> folder = writeTraceFile(trace, m_folder / "no" / "t.h5");
        QCOMPARE(folder.error().code, ErrorCode::Unwritable);
        QVERIFY(folder.error().message.find("does not exist") != std::string::npos);
        QCOMPARE(writeTraceFile(trace, m_path, { .compression = 10 }).error().code,
                 ErrorCode::InvalidArgument);
    }

    void anOpenTraceMayBeReplaced()
    {
        const MemoryTrace trace(content());
        QVERIFY(writeTraceFile(trace, m_path).has_value());
        const TracePtr earlier = openTraceFile(m_path).value();
        QVERIFY(writeTraceFile(*earlier, m_path, { .compression = 1 }).has_value());
        const TracePtr later = openTraceFile(m_path).value();
        const HeadId id { { 1 }, { 2 } };
        QCOMPARE(earlier->head(id)->q, trace.head(id)->q);
        QCOMPARE(later->head(id)->q, trace.head(id)->q);
    }

    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
        m_path = m_folder / "trace.h5";
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
    fs::path m_path;
};

QTEST_GUILESS_MAIN(TestTraceWriter)
#include "tst_trace_writer.moc"
