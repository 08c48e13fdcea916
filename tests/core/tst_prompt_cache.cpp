// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <numeric>

#include <QTest>

#include "core/cache/continuation_quality.h"
#include "core/model/prompt_cache.h"
#include "tests/support/models.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr int kPrompt = 24;
constexpr int kNew = 9;

std::vector<std::int64_t> someTokens(const LanguageModel& model)
{
    std::vector<std::int64_t> ids;
    for (int t = 0; t < kPrompt + kNew; ++t)
        ids.push_back((7 * t * t + 3) % model.config().vocabSize);
    return ids;
}

/// The same positions of every layer and key head.
KeptEntries everywhere(const ModelConfig& config, const std::vector<int>& positions)
{
    KeptEntries kept;
    for (int layer = 0; layer < config.numLayers; ++layer) {
        kept.push_back({ { layer },
                         std::vector<std::vector<int>>(static_cast<std::size_t>(config.numKvHeads),
                                                       positions) });
    }
    return kept;
}

std::vector<int> firstPositions(int count)
{
    std::vector<int> positions(static_cast<std::size_t>(count));
    std::iota(positions.begin(), positions.end(), 0);
    return positions;
}

double largestDifference(const MatrixRM& a, const MatrixRM& b)
{
    return static_cast<double>((a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff());
}

PromptCache read(const LanguageModel& model, ThreadPool& pool)
{
    const auto ids = someTokens(model);
    return model.prefill(std::span(ids).first(kPrompt), kNew, pool, {}, {}).value();
}

} // namespace

class TestPromptCache : public QObject {
    Q_OBJECT
private slots:
    void theWholeCacheContinuesAsOneRun_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "tiny-llama", "tiny-qwen2-window", "tiny-gemma3", "tiny-neox",
                                  "tiny-gpt2", "tiny-smollm3", "tiny-llama-dynamic" })
            QTest::newRow(name) << name;
    }

    void theWholeCacheContinuesAsOneRun()
    {
        QFETCH(const QString, name);
        const auto model = openModel(modelPath(name.toStdString()));
        const auto ids = someTokens(*model);
        const MatrixRM expected
            = capture(*model, ids, { .withLogits = true }).logits.bottomRows(kNew);
        ThreadPool pool(2);
        const PromptCache cache = read(*model, pool);
        const KeptEntries all = cache.allEntries();
        QVERIFY(all == everywhere(model->config(), firstPositions(kPrompt)));
        for (int again = 0; again < 2; ++again) { // a continuation leaves the cache as it was
            const MatrixRM logits
                = cache.continueWith(all, std::span(ids).last(kNew), pool, {}).value();
            QVERIFY(largestDifference(logits, expected) < 1e-5);
        }
    }

    void entriesThatAreGoneAreNotSeen()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        ThreadPool pool(2);
        auto ids = someTokens(*model);
        // Another token changes what later ones keep in deeper layers, so those are dropped too.
        const KeptEntries early = everywhere(model->config(), { 0, 3, 4 });
        const auto continued = [&] {
            return model->prefill(std::span(ids).first(kPrompt), kNew, pool, {}, {})
                .value()
                .continueWith(early, std::span(ids).last(kNew), pool, {})
                .value();
        };
        const MatrixRM first = continued();
        ids[9] = (ids[9] + 1) % model->config().vocabSize;
        QVERIFY((continued().array() == first.array()).all());
        ids[4] = (ids[4] + 1) % model->config().vocabSize; // this one is kept
        QVERIFY(largestDifference(continued(), first) > 1e-4);
    }

    /// Entries keep the rotation of their positions: dropping those of a prefix is not moving up.
    void keptEntriesStayAtTheirPositions()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        ThreadPool pool(2);
        const auto ids = someTokens(*model);
        const PromptCache cache = read(*model, pool);
        const MatrixRM far = cache
                                 .continueWith(everywhere(model->config(), { 0, 1 }),
                                               std::span(ids).last(kNew), pool, {})
                                 .value();
        const PromptCache shortened
            = model->prefill(std::span(ids).first(2), kNew, pool, {}, {}).value();
        const MatrixRM near = shortened
                                  .continueWith(everywhere(model->config(), { 0, 1 }),
                                                std::span(ids).last(kNew), pool, {})
                                  .value();
        QVERIFY(largestDifference(far, near) > 1e-3);
    }

    void aSlidingWindowCountsPositions()
    {
        const auto model = openModel(modelPath("tiny-qwen2-window"));
        ThreadPool pool(2);
        const auto ids = someTokens(*model);
        const PromptCache cache = read(*model, pool);
        // Far beyond every window, so an entry there adds nothing in layers that have one.
        KeptEntries none = everywhere(model->config(), {});
        KeptEntries old = none;
        bool slides = false;
        for (std::size_t layer = 0; layer < old.size(); ++layer) {
            const int window = model->config().layers[layer].slidingWindow;
            if (window > 0 && window < kPrompt) {
                slides = true;
                for (std::vector<int>& entries : old[layer].keyHeads)
                    entries = { 0 };
            }
        }
        QVERIFY(slides);
        const auto continued = [&](const KeptEntries& kept) {
            return cache.continueWith(kept, std::span(ids).last(kNew), pool, {}).value();
        };
        QVERIFY((continued(none).array() == continued(old).array()).all());
    }

    void wrongEntriesAndTokensAreErrors()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        ThreadPool pool(1);
        const auto ids = someTokens(*model);
        const PromptCache cache = read(*model, pool);
        const auto code = [&](const KeptEntries& kept, std::vector<std::int64_t> tokens) {
            return cache.continueWith(kept, tokens, pool, {}).error().code;
        };
        const ModelConfig& config = model->config();
        QCOMPARE(code(everywhere(config, { kPrompt }), { 1 }), ErrorCode::InvalidArgument);
        QCOMPARE(code(everywhere(config, { 3, 3 }), { 1 }), ErrorCode::InvalidArgument);
        QCOMPARE(code(everywhere(config, { -1 }), { 1 }), ErrorCode::InvalidArgument);
        QCOMPARE(code({}, { 1 }), ErrorCode::InvalidArgument);
        QCOMPARE(code(everywhere(config, { 1 }), {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(everywhere(config, { 1 }), { config.vocabSize }), ErrorCode::InvalidArgument);
        QCOMPARE(code(everywhere(config, { 1 }), std::vector<std::int64_t>(kNew + 1, 1)),
                 ErrorCode::InvalidArgument);
        QCOMPARE(model->prefill({}, 1, pool, {}, {}).error().code, ErrorCode::InvalidArgument);
        std::stop_source source;
        source.request_stop();
        QCOMPARE(cache
                     .continueWith(everywhere(config, { 1 }), std::span(ids).last(1), pool,
                                   source.get_token())
                     .error()
                     .code,
                 ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestPromptCache)
#include "tst_prompt_cache.moc"
