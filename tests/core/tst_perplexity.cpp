// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <limits>
#include <numeric>

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/model/perplexity.h"
#include "core/model/text_windows.h"
#include "tests/support/files.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

using namespace ropescope;
using test::capture;
using test::modelPath;
using test::openModel;
using Ids = std::vector<std::int64_t>;
using Json = nlohmann::json;

namespace {

/// From logits that were kept: in double, a row at a time.
std::vector<double> fromLogits(const MatrixRM& logits, const Ids& ids)
{
    std::vector<double> result;
    for (std::size_t t = 0; t + 1 < ids.size(); ++t) {
        const Eigen::ArrayXd z
            = logits.row(static_cast<Eigen::Index>(t)).transpose().cast<double>().array();
        result.push_back(z[ids[t + 1]] - z.maxCoeff() - std::log((z - z.maxCoeff()).exp().sum()));
    }
    return result;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    double largest = a.size() == b.size() ? 0.0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

Ids someIds(int count, int vocabulary)
{
    Ids ids;
    for (int t = 0; t < count; ++t)
        ids.push_back((37 * t * t + 11 * t + 5) % vocabulary);
    return ids;
}

} // namespace

class TestPerplexity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// NumPy in float64; see tests/data/make_prune_reference.py.
    void prunedModelsPredictAsTheReferenceDoes()
    {
        const Json reference
            = readJsonFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "prune/tiny_llama.json")
                  .value();
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = reference["token_ids"];
        for (const Json& run : reference["runs"]) {
            CaptureOptions options { .withLogProbabilities = true };
            for (const int layer : run["skipped"])
                options.skippedLayers.insert({ layer });
            for (const Json& head : run["masked"])
                options.headGains[{ { head[0].get<int>() }, { head[1].get<int>() } }] = 0.0;
            const std::vector<double> expected = run["log_probabilities"];
            const auto result = capture(*model, ids, options);
            QVERIFY(largestDifference(result.logProbabilities, expected) < 1e-5);
            const Perplexity measured = perplexity(*model, ids,
                                                   { .headGains = options.headGains,
                                                     .skippedLayers = options.skippedLayers },
                                                   m_pool)
                                            .value();
            const double mean = std::accumulate(expected.begin(), expected.end(), 0.0)
                / static_cast<double>(expected.size());
            QVERIFY(std::abs(measured.nll + mean) < 1e-5);
            QVERIFY(std::abs(measured.value() / std::exp(-mean) - 1.0) < 1e-4);
            QCOMPARE(measured.tokens, static_cast<std::int64_t>(ids.size()) - 1);
        }
    }

    void logProbabilitiesAreTheLogSoftmax_data()
    {
        QTest::addColumn<std::string>("name");
        for (const char* name : { "tiny-qwen2", "tiny-gpt2", "tiny-gemma", "built-in" })
            QTest::newRow(name) << std::string(name);
    }
    void logProbabilitiesAreTheLogSoftmax()
    {
        QFETCH(std::string, name);
        const auto model = openModel(modelPath(name));
        const Ids ids = someIds(30, model->config().vocabSize);
        const auto result
            = capture(*model, ids, { .withLogits = true, .withLogProbabilities = true });
        // Both come of logits in float, whose last places depend on how the processor's BLAS sums.
        const double largest = result.logits.cwiseAbs().maxCoeff();
        const double allowed = 1e-5 + 4.0 * std::numeric_limits<float>::epsilon() * largest;
        QVERIFY(largestDifference(result.logProbabilities, fromLogits(result.logits, ids))
                < allowed);
    }

    void theyDoNotDependOnChunksNorThreads()
    {
        // 2048 tokens go through the layers at once, generated ones singly.
        test::copyModel("tiny-llama", folder());
        test::editConfig(folder(), "\"max_position_embeddings\": 128",
                         "\"max_position_embeddings\": 4096");
        const auto model = openModel(folder());
        const Ids ids = someIds(2060, 96);
        const auto long1
            = capture(*model, ids, { .withLogits = true, .withLogProbabilities = true });
        QVERIFY(largestDifference(long1.logProbabilities, fromLogits(long1.logits, ids)) < 1e-5);
        ThreadPool five(5);
        const auto again
            = model->capture(ids, { .withLogProbabilities = true }, five, {}, {}).value();
        QVERIFY(largestDifference(again.logProbabilities, long1.logProbabilities) < 1e-5);
        const auto grown
            = capture(*model, Ids { 5, 6, 7 }, { .generate = 4, .withLogProbabilities = true });
        const auto whole
            = capture(*model, grown.trace->tokenIds(), { .withLogProbabilities = true });
        QVERIFY(largestDifference(grown.logProbabilities, whole.logProbabilities) < 1e-5);
    }

    void aSingleTokenHasNoPrediction()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        QVERIFY(capture(*model, { 5 }, { .withLogProbabilities = true }).logProbabilities.empty());
        ROPESCOPE_EXPECT_ERROR(perplexity(*model, Ids { 5 }, {}, m_pool),
                               ErrorCode::InvalidArgument, "at least two tokens, found 1");
    }

    void skippingNothingChangesNothing()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        const Ids ids = someIds(20, model->config().vocabSize);
        const auto plain = capture(*model, ids, { .withLogits = true });
        const auto none = capture(*model, ids, { .skippedLayers = {}, .withLogits = true });
        QCOMPARE(none.logits, plain.logits);
    }

    void skippingEveryLayerLeavesTheEmbeddings()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        CaptureOptions options { .withLogits = true, .withHiddenStates = true };
        for (int layer = 0; layer < model->config().numLayers; ++layer)
            options.skippedLayers.insert({ layer });
        const auto result = capture(*model, { 3, 9, 3, 1 }, options);
        for (const MatrixRM& hidden : result.hiddenStates)
            QCOMPARE(hidden, result.hiddenStates.front());
        // Without layers no token sees another: the same token gives the same logits.
        QCOMPARE(MatrixRM(result.logits.row(0)), MatrixRM(result.logits.row(2)));
        QVERIFY(result.logits.row(0) != result.logits.row(1));
        const MatrixRM plain = capture(*model, { 3 }, { .withHiddenStates = true }).hiddenStates[0];
        QCOMPARE(MatrixRM(result.hiddenStates[0].row(0)), plain);
    }

    void aSkippedLayerHandsOnWhatItGetsAndRecordsNothing()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        const Ids ids = someIds(12, model->config().vocabSize);
        const auto result
            = capture(*model, ids, { .skippedLayers = { { 1 } }, .withHiddenStates = true });
        const auto plain = capture(*model, ids, { .withHiddenStates = true });
        QCOMPARE(result.hiddenStates[1], plain.hiddenStates[1]);
        QCOMPARE(result.hiddenStates[2], result.hiddenStates[1]);
        QVERIFY(result.hiddenStates[2] != plain.hiddenStates[2]);
        QVERIFY(result.trace->head({ { 0 }, { 0 } }).has_value());
        ROPESCOPE_EXPECT_ERROR(result.trace->head({ { 1 }, { 0 } }), ErrorCode::NotFound, "ayer 1");
        QCOMPARE(result.trace->info().layers[1].blockInfluence.value(), 0.0);
    }

    void theFirstTokensOfAModelWithPositionsKeepThem()
    {
        // GPT-2 adds positions to the embeddings, which no skipped layer takes away.
        const auto model = openModel(modelPath("tiny-gpt2"));
        CaptureOptions options { .withLogits = true };
        for (int layer = 0; layer < model->config().numLayers; ++layer)
            options.skippedLayers.insert({ layer });
        const auto result = capture(*model, { 3, 3 }, options);
        QVERIFY(result.logits.row(0) != result.logits.row(1));
    }

    void windowsPredictEveryTokenOnce_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("context");
        QTest::addColumn<int>("stride");
        for (const int tokens : { 2, 3, 9, 10, 11, 20, 21, 100 }) {
            for (const int stride : { 1, 3, 9, 10 })
                QTest::addRow("%d by %d", tokens, stride) << tokens << 10 << stride;
        }
    }
    void windowsPredictEveryTokenOnce()
    {
        QFETCH(int, tokens);
        QFETCH(int, context);
        QFETCH(int, stride);
        std::vector<int> predicted(static_cast<std::size_t>(tokens), 0);
        for (const TextWindow& window : textWindows(tokens, context, stride)) {
            QVERIFY(window.count >= 2 && window.count <= context);
            QVERIFY(window.first + window.count <= tokens);
            QVERIFY(window.first == 0 || window.firstScored >= context - stride);
            for (int t = window.firstScored; t < window.count; ++t)
                ++predicted[static_cast<std::size_t>(window.first + t)];
        }
        for (int t = 0; t < tokens; ++t) {
            // Disjoint windows leave their first token out.
            const bool isFirst = t == 0 || (stride == context && t % context == 0);
            QCOMPARE(predicted[static_cast<std::size_t>(t)], isFirst ? 0 : 1);
        }
    }

    void perplexityIsTheMeanOverWindows()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = someIds(25, 96);
        double sum = 0.0;
        for (const TextWindow& window : textWindows(25, 10, 4)) {
            const auto begin = ids.begin() + window.first;
            const Ids part(begin, begin + window.count);
            const auto all = fromLogits(capture(*model, part, { .withLogits = true }).logits, part);
            sum -= std::accumulate(all.begin() + window.firstScored - 1, all.end(), 0.0);
        }
        const Perplexity result
            = perplexity(*model, ids, { .context = 10, .stride = 4 }, m_pool).value();
        QCOMPARE(result.tokens, std::int64_t { 24 });
        QVERIFY(std::abs(result.nll - sum / 24.0) < 1e-5);
    }

    void anEditOfTheRotationCounts()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = someIds(25, 96);
        QVERIFY(perplexity(*model, ids, { .edit = { .base = 10.0 } }, m_pool)->nll
                != perplexity(*model, ids, {}, m_pool)->nll);
    }

    void wrongRequestsAreRefused()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = someIds(25, 96);
        const auto refused = [&](const PerplexityOptions& options) {
            return perplexity(*model, ids, options, m_pool);
        };
        ROPESCOPE_EXPECT_ERROR(refused({ .context = 1 }), ErrorCode::InvalidArgument,
                               "Windows of 1 tokens");
        ROPESCOPE_EXPECT_ERROR(refused({ .context = 8, .stride = 9 }), ErrorCode::InvalidArgument,
                               "every 9 tokens");
        ROPESCOPE_EXPECT_ERROR(refused({ .skippedLayers = { { 2 } } }), ErrorCode::InvalidArgument,
                               "Layer 2 cannot be skipped");
        ROPESCOPE_EXPECT_ERROR(refused({ .headGains = { { { { 1 }, { 0 } }, 1e39 } } }),
                               ErrorCode::InvalidArgument, "hold NaN or infinity");
    }

    void progressRisesAndAStopEndsIt()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const Ids ids = someIds(60, 96);
        std::vector<double> seen;
        const PerplexityOptions windows { .context = 20 };
        QVERIFY(perplexity(*model, ids, windows, m_pool, [&](double f) { seen.push_back(f); }));
        QVERIFY(std::ranges::is_sorted(seen));
        QCOMPARE(seen.back(), 1.0);
        std::stop_source source;
        int calls = 0;
        const auto stopped = perplexity(
            *model, ids, windows, m_pool,
            [&](double) {
                ++calls;
                source.request_stop();
            },
            source.get_token());
        ROPESCOPE_EXPECT_ERROR(stopped, ErrorCode::Cancelled, "");
        QCOMPARE(calls, 1);
    }

private:
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    ThreadPool m_pool { 2 };
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPerplexity)
#include "tst_perplexity.moc"
