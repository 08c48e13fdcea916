// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "core/model/language_model.h"
#include "tests/support/files.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

using namespace ropescope;
using test::capture;
using test::modelPath;
using test::openModel;
using test::Reference;
using test::stacked;
using Ids = std::vector<std::int64_t>;

namespace {

constexpr double kTolerance = 1e-4;

void addModels(std::initializer_list<const char*> names)
{
    QTest::addColumn<std::string>("name");
    for (const char* name : names)
        QTest::newRow(name) << std::string(name);
}

} // namespace

class TestLanguageModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void generatedTokensAgreeWithTransformers_data()
    {
        addModels({ "tiny-llama", "tiny-qwen2", "tiny-qwen2-f16", "built-in" });
    }
    void generatedTokensAgreeWithTransformers()
    {
        QFETCH(std::string, name);
        const Reference reference(name);
        const auto model = openModel(modelPath(name));
        const Ids expected = reference.ids("generated");
        Ids all = reference.ids("token_ids");
        const auto prompt = static_cast<std::ptrdiff_t>(all.size());
        all.insert(all.end(), expected.begin(), expected.end());
        const auto result = capture(*model, reference.ids("token_ids"),
                                    { .withValues = true,
                                      .generate = static_cast<int>(expected.size()),
                                      .withLogits = true });
        // Generation ends with the model's end token; the reference goes on.
        const Ids& ids = result.trace->tokenIds();
        const auto generated = static_cast<std::ptrdiff_t>(ids.size()) - prompt;
        QVERIFY(generated >= 1 && ids.size() <= all.size());
        QCOMPARE(ids, Ids(all.begin(), all.begin() + prompt + generated));
        const auto& ends = model->config().endTokens;
        QVERIFY(ids.size() == all.size()
                || std::find(ends.begin(), ends.end(), ids.back()) != ends.end());

        // What the key cache gives token by token is what the whole sequence gives at once.
        const auto whole = capture(*model, ids, { .withValues = true, .withLogits = true });
        ROPESCOPE_COMPARE(result.logits, whole.logits, 0.0, kTolerance);
        const int last = model->config().numLayers - 1;
        for (const std::string which : { "q", "k", "v" }) {
            ROPESCOPE_COMPARE(stacked(*result.trace, last, which),
                              stacked(*whole.trace, last, which), 0.0, kTolerance);
        }
    }

    void generationEndsWithTheEndToken()
    {
        const Reference reference("tiny-llama");
        const Ids prompt = reference.ids("token_ids");
        const Ids expected = reference.ids("generated");
        test::copyModel("tiny-llama", path());
        test::editConfig(path(), "\"eos_token_id\": 0",
                         "\"eos_token_id\": [" + std::to_string(expected[1]) + "]");
        const auto model = openModel(path());
        const auto result
            = capture(*model, prompt, { .withValues = true, .generate = 8, .withLogits = true });
        const auto end = std::find(expected.begin(), expected.end(), expected[1]) + 1;
        Ids all = prompt;
        all.insert(all.end(), expected.begin(), end);
        QCOMPARE(result.trace->tokenIds(), all);
        const auto whole = capture(*model, all, { .withValues = true, .withLogits = true });
        ROPESCOPE_COMPARE(result.logits, whole.logits, 0.0, kTolerance);
        for (const std::string which : { "q", "k", "v" }) {
            ROPESCOPE_COMPARE(stacked(*result.trace, 1, which), stacked(*whole.trace, 1, which),
                              0.0, kTolerance);
        }
    }

    /// The frequencies of a dynamic scaling are those of the text that came, not of the one
    /// allowed.
    void aTextThatEndsEarlyRotatesByItsOwnLength()
    {
        test::copyModel("tiny-llama-dynamic", path());
        std::string everyToken = "0";
        for (int id = 1; id < 96; ++id)
            everyToken += "," + std::to_string(id);
        test::editConfig(path(), "\"eos_token_id\": 0", "\"eos_token_id\": [" + everyToken + "]");
        const auto model = openModel(path());
        const auto ended = capture(*model, { 5, 6, 7 }, { .generate = 400 });
        const Ids& ids = ended.trace->tokenIds();
        QCOMPARE(ids.size(), std::size_t { 4 });
        const auto whole = capture(*model, ids, {});
        QCOMPARE(ended.trace->info().rope, whole.trace->info().rope);
        ROPESCOPE_COMPARE(stacked(*ended.trace, 1, "q"), stacked(*whole.trace, 1, "q"), 0.0,
                          kTolerance);
        ROPESCOPE_COMPARE(MatrixRM(ended.nextToken), MatrixRM(whole.nextToken), 0.0, kTolerance);
    }

    void longPromptsAreTheSameInChunks()
    {
        // 2048 tokens go through the layers at once. Here the first run is cut at 2040 and after
        // each further token, the second at 2048.
        test::copyModel("tiny-llama", path());
        test::editConfig(path(), "\"max_position_embeddings\": 128",
                         "\"max_position_embeddings\": 4096");
        test::editConfig(path(), "\"eos_token_id\": 0", "\"eos_token_id\": null");
        const auto model = openModel(path());
        Ids ids(2040);
        for (std::size_t t = 0; t < ids.size(); ++t)
            ids[t] = static_cast<std::int64_t>(t * t % 89);
        const auto stepwise = capture(*model, ids, { .generate = 20 });
        const auto whole = capture(*model, stepwise.trace->tokenIds(), {});
        QCOMPARE(whole.trace->info().tokenCount, 2060);
        for (const std::string which : { "q", "k" }) {
            ROPESCOPE_COMPARE(stacked(*stepwise.trace, 1, which), stacked(*whole.trace, 1, which),
                              0.0, kTolerance);
        }
    }

    void anEditIsFeltByLaterLayersOnly()
    {
        const Reference reference("tiny-qwen2");
        const auto model = openModel(modelPath("tiny-qwen2"));
        const Ids ids = reference.ids("token_ids");
        const auto plain = capture(*model, ids, {});
        const auto edited = capture(*model, ids, { .edit = { .base = 100.0 } });
        const HeadTrace first = edited.trace->head({ { 0 }, { 1 } }).value();
        QCOMPARE(first.q, plain.trace->head({ { 0 }, { 1 } }).value().q);
        const MatrixRM later = plain.trace->head({ { 1 }, { 1 } }).value().q;
        QVERIFY((edited.trace->head({ { 1 }, { 1 } }).value().q - later).cwiseAbs().maxCoeff()
                > 0.01f);
        QCOMPARE(edited.trace->info().rope.base, 100.0);
        QCOMPARE(first.rope.theta, defaultTheta(100.0, first.rope.rotaryDim));
    }

    void gainsOfZeroTakePositionAway()
    {
        // Without any rotated term the logits are 0, so attention is uniform and token 3 of the
        // sequence cannot tell in which order tokens 0 to 2 came.
        const auto model = openModel(modelPath("tiny-llama"));
        CaptureOptions options { .withHiddenStates = true };
        for (int pair = 0; pair < 8; ++pair)
            options.edit.gains[pair] = 0.0;
        const auto forward = capture(*model, { 5, 6, 7, 8 }, options);
        const auto shuffled = capture(*model, { 7, 5, 6, 8 }, options);
        ROPESCOPE_COMPARE(MatrixRM(forward.hiddenStates[1].row(3)),
                          MatrixRM(shuffled.hiddenStates[1].row(3)), 0.0, 1e-5);
        options.edit.gains.clear();
        const auto plain = capture(*model, { 5, 6, 7, 8 }, options);
        QVERIFY((plain.hiddenStates[1].row(3) - forward.hiddenStates[1].row(3)).norm() > 0.01f);
    }

    void aMaskedHeadAddsNothing()
    {
        // With every head of a layer masked, what leaves the layer is the same whatever attention
        // saw: the last token cannot tell which tokens came before it.
        const auto model = openModel(modelPath("tiny-llama"));
        CaptureOptions options { .withHiddenStates = true };
        for (int head = 0; head < 4; ++head)
            options.headGains[{ { 0 }, { head } }] = 0.0;
        const auto one = capture(*model, { 5, 6, 8 }, options);
        const auto other = capture(*model, { 7, 2, 8 }, options);
        ROPESCOPE_COMPARE(MatrixRM(one.hiddenStates[1].row(2)),
                          MatrixRM(other.hiddenStates[1].row(2)), 0.0, 1e-6);
        options.headGains.erase({ { 0 }, { 2 } });
        const auto seeing = capture(*model, { 5, 6, 8 }, options);
        QVERIFY((seeing.hiddenStates[1].row(2) - one.hiddenStates[1].row(2)).norm() > 0.01F);
    }

    void aHeadsGainScalesWhatItAdds()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const auto entering = [&](double gain) -> MatrixRM {
            CaptureOptions options { .withLogits = true, .withHiddenStates = true };
            options.headGains[{ { 0 }, { 1 } }] = gain;
            // Layer 0's own sum is not recorded, but q of layer 0 is not touched by the gain.
            return capture(*model, { 5, 6, 8 }, options).logits;
        };
        const auto plain = capture(*model, { 5, 6, 8 }, { .withLogits = true });
        ROPESCOPE_COMPARE(entering(1.0), plain.logits, 0.0, 1e-6);
        QVERIFY((entering(3.0) - plain.logits).norm() > 0.01F);
    }

    void logitsThatAreNotFiniteAreAnError()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        ThreadPool pool(1);
        for (const int generate : { 0, 2 }) {
            CaptureOptions options;
            options.headGains[{ { 1 }, { 0 } }] = 1e39;
            options.generate = generate;
            const auto found = model->capture(Ids { 5, 6, 8 }, options, pool, {}, {});
            ROPESCOPE_EXPECT_ERROR(found, ErrorCode::InvalidArgument,
                                   "after token 2 hold NaN or infinity");
        }
    }

    void temperaturesDrawFromTheDistribution()
    {
        // A temperature near 0 gives the likeliest token, and a seed the same tokens every time.
        const Reference reference("tiny-qwen2");
        const auto model = openModel(modelPath("tiny-qwen2"));
        const Ids prompt = reference.ids("token_ids");
        const auto generate = [&](double temperature, std::uint64_t seed) {
            const auto result = capture(
                *model, prompt, { .generate = 6, .temperature = temperature, .seed = seed });
            return Ids(result.trace->tokenIds().begin()
                           + static_cast<std::ptrdiff_t>(prompt.size()),
                       result.trace->tokenIds().end());
        };
        QCOMPARE(generate(1e-6, 5), generate(0.0, 1));
        QCOMPARE(generate(50.0, 7), generate(50.0, 7));
        QVERIFY(generate(50.0, 7) != generate(50.0, 8));
    }

    void theNextTokenIsTheLastRowOfTheLogits()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        const auto result = capture(*model, { 1, 2, 3 }, { .generate = 2, .withLogits = true });
        ROPESCOPE_COMPARE(MatrixRM(result.nextToken), MatrixRM(result.logits.bottomRows(1)), 0.0,
                          1e-5);
    }

    void layersWithoutRotationHaveNothingToEdit()
    {
        // tiny-smollm3 rotates in layers 0 and 2 only.
        const auto model = openModel(modelPath("tiny-smollm3"));
        const auto edited = capture(*model, { 1, 2, 3 }, { .edit = { .base = 100.0 } });
        const auto& layers = edited.trace->info().layers;
        QCOMPARE(layers[0].rope.base, 100.0);
        QVERIFY(!layers[1].rope.rotates());
        QCOMPARE(layers[1].rope.base, model->config().layers[1].rope.base);
    }

    void onlyTheLayersAskedForAreRecorded()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        const auto some = capture(*model, { 1, 2, 3 }, { .firstLayer = 1, .endLayer = 2 });
        const auto all = capture(*model, { 1, 2, 3 }, {});
        QVERIFY(!some.trace->head({ { 0 }, { 0 } }).has_value());
        QVERIFY(!some.trace->head({ { 2 }, { 0 } }).has_value());
        QCOMPARE(some.trace->head({ { 1 }, { 0 } }).value().q,
                 all.trace->head({ { 1 }, { 0 } }).value().q);
        QVERIFY(!all.trace->info().layers[0].hasValues);
        for (const LayerInfo& layer : some.trace->info().layers)
            QVERIFY(layer.blockInfluence.value() > 0.0 && layer.blockInfluence.value() < 2.0);
    }

    void theNumberOfThreadsDoesNotMatter()
    {
        const auto model = openModel(modelPath("tiny-qwen2"));
        ThreadPool one(1);
        ThreadPool five(5);
        const Ids ids { 4, 8, 15, 16, 23, 42 };
        const auto a = model->capture(ids, { .withLogits = true }, one, {}, {});
        const auto b = model->capture(ids, { .withLogits = true }, five, {}, {});
        ROPESCOPE_COMPARE(a->logits, b->logits, 0.0, 1e-5);
    }

    void progressRisesToOne()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        std::vector<double> seen;
        const auto result
            = model->capture(Ids { 1, 2, 3 }, { .generate = 2 }, m_pool,
                             [&seen](double fraction) { seen.push_back(fraction); }, {});
        QVERIFY(result.has_value());
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);
    }

    void aStopRequestEndsTheRun()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        std::stop_source source;
        int calls = 0;
        const auto result = model->capture(
            Ids { 1, 2, 3 }, {}, m_pool,
            [&](double) {
                ++calls;
                source.request_stop();
            },
            source.get_token());
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QCOMPARE(calls, 1);
    }

    void piecesOfTheTextAreInTheTrace()
    {
        const auto model = openModel(modelPath("built-in"));
        const Ids ids = model->tokenize("the caf\u00e9").value();
        const auto result = capture(*model, ids, {});
        QCOMPARE(result.trace->tokenTexts(), model->tokenizer()->pieces(ids).value());
        QCOMPARE(result.trace->info().model, model->config().name);
    }

private:
    std::filesystem::path path() const { return m_directory->path().toStdString(); }

    ThreadPool m_pool { 2 };
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestLanguageModel)
#include "tst_language_model.moc"
