// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/memory_trace.h"

#include <limits>

#include <QtTest>

using namespace ropescope;

namespace {

constexpr int kTokens = 3;
constexpr int kHeadDim = 2;

/// Element (row, column) is 100 * row + column, so every slice tells where it came from.
MatrixRM numbered(int rows)
{
    MatrixRM matrix(rows, kHeadDim);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < kHeadDim; ++column)
            matrix(row, column) = static_cast<float>(100 * row + column);
    }
    return matrix;
}

/// Two layers of four query and two key heads; the second layer was not captured.
MemoryTraceContent content()
{
    MemoryTraceContent content;
    TraceInfo& info = content.info;
    info.numLayers = 2;
    info.numHeads = 4;
    info.numKvHeads = 2;
    info.headDim = kHeadDim;
    info.tokenCount = kTokens;
    info.attentionScale = 0.5;
    info.rope.rotaryDim = kHeadDim;
    info.rope.theta = { 1.0 };
    LayerInfo layer;
    layer.rope = info.rope;
    layer.slidingWindow = 7;
    info.layers = { layer, layer };
    content.tokenIds = { 5, 6, 7 };
    content.tokenTexts = { "a", "b", "c" };
    content.layers.resize(2);
    content.layers[0].q = numbered(4 * kTokens);
    content.layers[0].k = -numbered(2 * kTokens);
    content.layers[0].v = 2.0f * numbered(2 * kTokens);
    return content;
}

} // namespace

class TestMemoryTrace : public QObject {
    Q_OBJECT

private slots:
    void headsAreSlicesOfTheirLayer()
    {
        const MemoryTrace trace(content());
        const HeadTrace head = trace.head({ { 0 }, { 3 } }).value();
        QCOMPARE(head.q, MatrixRM(numbered(12).bottomRows(3)));
        QCOMPARE(head.k, MatrixRM(-numbered(6).bottomRows(3)));
        QCOMPARE(head.attentionScale, 0.5);
        QCOMPARE(head.slidingWindow, 7);
        QVERIFY(head.rope == trace.info().rope);
        QVERIFY(head.id == HeadId({ { 0 }, { 3 } }));
    }

    void queryHeadsShareKeyHeads()
    {
        const MemoryTrace trace(content());
        const auto keysOf = [&](int head) { return trace.head({ { 0 }, { head } }).value().k; };
        QCOMPARE(keysOf(0), keysOf(1));
        QCOMPARE(keysOf(2), keysOf(3));
        QVERIFY(keysOf(1) != keysOf(2));
    }

    void valuesBelongToKeyHeads()
    {
        const MemoryTrace trace(content());
        QCOMPARE(trace.values({ 0 }, 1).value(), MatrixRM(2.0f * numbered(6).bottomRows(3)));
    }

    void infoTellsWhatIsThere()
    {
        const MemoryTrace trace(content());
        QVERIFY(trace.info().layers[0].hasQueryKey);
        QVERIFY(trace.info().layers[0].hasValues);
        QVERIFY(!trace.info().layers[1].hasQueryKey);
        QVERIFY(!trace.info().layers[1].hasValues);
        QCOMPARE(trace.tokenIds().size(), std::size_t { 3 });
        QCOMPARE(trace.tokenTexts().at(2), "c");
    }

    void whatIsMissingIsNamed_data()
    {
        QTest::addColumn<int>("layer");
        QTest::addColumn<int>("head");
        QTest::addColumn<QString>("message");
        QTest::newRow("layer") << 2 << 0 << "There is no layer 2: the trace has layers 0 to 1.";
        QTest::newRow("negative layer")
            << -1 << 0 << "There is no layer -1: the trace has layers 0 to 1.";
        QTest::newRow("head") << 0 << 4 << "There is no head 4: each layer has heads 0 to 3.";
        QTest::newRow("negative head")
            << 0 << -1 << "There is no head -1: each layer has heads 0 to 3.";
        QTest::newRow("not captured")
            << 1 << 0 << "The trace holds no queries and keys of layer 1; it has those of layer 0.";
    }

    void whatIsMissingIsNamed()
    {
        QFETCH(int, layer);
        QFETCH(int, head);
        QFETCH(QString, message);
        const MemoryTrace trace(content());
        const Result<HeadTrace> result = trace.head({ { layer }, { head } });
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::NotFound);
        QCOMPARE(QString::fromStdString(result.error().message), message);
    }

    void missingValuesAreNamed()
    {
        const MemoryTrace trace(content());
        QCOMPARE(trace.values({ 1 }, 0).error().message, "The trace holds no values of layer 1.");
        QCOMPARE(trace.values({ 0 }, 2).error().message,
                 "There is no key head 2: each layer has key heads 0 to 1.");
        QCOMPARE(trace.values({ 5 }, 0).error().code, ErrorCode::NotFound);
    }

    void nanIsRefusedInItsHeadOnly()
    {
        MemoryTraceContent broken = content();
        broken.layers[0].q(4, 1) = std::numeric_limits<float>::quiet_NaN();
        broken.layers[0].v(0, 0) = std::numeric_limits<float>::infinity();
        const MemoryTrace trace(std::move(broken));
        QVERIFY(trace.head({ { 0 }, { 0 } }).has_value());
        QCOMPARE(trace.head({ { 0 }, { 1 } }).error().code, ErrorCode::Malformed);
        QCOMPARE(trace.values({ 0 }, 0).error().code, ErrorCode::Malformed);
        QVERIFY(trace.values({ 0 }, 1).has_value());
    }
};

QTEST_GUILESS_MAIN(TestMemoryTrace)
#include "tst_memory_trace.moc"
