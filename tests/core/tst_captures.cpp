// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Traces that resources/capture/capture_trace.py made of the small models
// (tests/data/make_captures.py) against the engine's own capture of the same tokens.
#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/trace/trace_file.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

using namespace ropescope;

namespace {

constexpr double kTolerance = 1e-5;

std::filesystem::path folder() { return std::filesystem::path(ROPESCOPE_TEST_DATA) / "captures"; }

/// Two captures of one model differ in length: "tiny-phi3-longrope-short".
std::string modelOf(std::string name)
{
    for (const char* ending : { "-short", "-long" }) {
        if (name.ends_with(ending))
            name.resize(name.size() - std::string(ending).size());
    }
    return name;
}

} // namespace

class TestCaptures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theScriptAgreesWithTheEngine_data()
    {
        QTest::addColumn<std::string>("name");
        for (const auto& entry : std::filesystem::directory_iterator(folder())) {
            const std::string name = entry.path().stem().string();
            QTest::newRow(name.c_str()) << name;
        }
    }
    void theScriptAgreesWithTheEngine()
    {
        QFETCH(std::string, name);
        const TracePtr script = openTraceFile(folder() / (name + ".h5")).value();
        const auto model = test::openModel(test::modelPath(modelOf(name)));
        const auto result = test::capture(*model, script->tokenIds(), { .withValues = true });
        const TraceInfo& ours = result.trace->info();
        const TraceInfo& theirs = script->info();
        QCOMPARE(theirs.numLayers, ours.numLayers);
        QCOMPARE(theirs.numHeads, ours.numHeads);
        QCOMPARE(theirs.numKvHeads, ours.numKvHeads);
        QCOMPARE(theirs.headDim, ours.headDim);
        QVERIFY(qFuzzyCompare(theirs.attentionScale, ours.attentionScale));
        for (int index = 0; index < ours.numLayers; ++index) {
            const LayerInfo& own = ours.layers[static_cast<std::size_t>(index)];
            const LayerInfo& other = theirs.layers[static_cast<std::size_t>(index)];
            QCOMPARE(other.slidingWindow, own.slidingWindow);
            QCOMPARE(other.rope.rotates(), own.rope.rotates());
            QVERIFY(std::abs(other.rope.attentionFactor - own.rope.attentionFactor) < 1e-6);
            QVERIFY(std::abs(*other.blockInfluence - *own.blockInfluence) < kTolerance);
            if (own.rope.rotates())
                compareFrequencies(other.rope.theta, own.rope.theta);
            for (const std::string which : { "q", "k", "v" }) {
                ROPESCOPE_COMPARE(test::stacked(*script, index, which),
                                  test::stacked(*result.trace, index, which), 0.0, kTolerance);
            }
            ROPESCOPE_COMPARE(test::attentionMaps(*script, index),
                              test::attentionMaps(*result.trace, index), kTolerance);
        }
    }

    /// Also where the scaling asks for the base, as llama3 and YaRN do.
    void anotherBaseMeansTheSameToATraceAsToItsModel_data() { theScriptAgreesWithTheEngine_data(); }
    void anotherBaseMeansTheSameToATraceAsToItsModel()
    {
        QFETCH(std::string, name);
        const TracePtr script = openTraceFile(folder() / (name + ".h5")).value();
        const auto model = test::openModel(test::modelPath(modelOf(name)));
        const int tokens = static_cast<int>(script->tokenIds().size());
        for (std::size_t index = 0; index < model->config().layers.size(); ++index) {
            const RopeConfig& own = model->config().layers[index].rope;
            if (!own.rotates())
                continue;
            for (const double base : { 500.0, 3e5 }) {
                const RopeEdit edit { .base = base };
                compareFrequencies(
                    makeRopeTable(script->info().layers[index].rope, edit).value().theta,
                    makeRopeTable(ropeForLength(own, tokens), edit).value().theta);
            }
        }
    }

private:
    static void compareFrequencies(const std::vector<double>& found,
                                   const std::vector<double>& expected)
    {
        QCOMPARE(found.size(), expected.size());
        for (std::size_t m = 0; m < expected.size(); ++m)
            QVERIFY(std::abs(found[m] - expected[m]) <= 1e-6 * expected[m]); // float32 there
    }
};

QTEST_GUILESS_MAIN(TestCaptures)
#include "tst_captures.moc"
