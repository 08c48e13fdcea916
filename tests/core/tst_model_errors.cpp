// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "core/model/language_model.h"
#include "tests/support/files.h"
#include "tests/support/models.h"

using namespace ropescope;
using test::modelPath;
using test::openModel;
using Ids = std::vector<std::int64_t>;

/// What LanguageModel refuses, and in which words.
class TestModelErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void wrongRequestsAreRefused_data()
    {
        QTest::addColumn<Ids>("ids");
        QTest::addColumn<int>("generate");
        QTest::addColumn<int>("firstLayer");
        QTest::addColumn<int>("endLayer");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, Ids ids, int generate, int first, int end,
                            const char* part) {
            QTest::newRow(name) << std::move(ids) << generate << first << end << std::string(part);
        };
        row("empty prompt", {}, 0, 0, 2, "empty");
        row("negative id", { 1, -1 }, 0, 0, 2, "id -1");
        row("id outside the vocabulary", { 1, 2, 96 }, 0, 0, 2, "Token 2 has id 96");
        row("generate below zero", { 1 }, -1, 0, 2, "found -1");
        row("no such layer", { 1 }, 0, 0, 3, "0:3");
        row("no layer at all", { 1 }, 0, 1, 1, "1:1");
        row("layer below zero", { 1 }, 0, -1, 1, "-1:1");
    }
    void wrongRequestsAreRefused()
    {
        QFETCH(Ids, ids);
        QFETCH(int, generate);
        QFETCH(int, firstLayer);
        QFETCH(int, endLayer);
        QFETCH(std::string, part);
        const auto model = openModel(modelPath("tiny-llama"));
        const CaptureOptions options { .firstLayer = firstLayer,
                                       .endLayer = endLayer,
                                       .generate = generate };
        ROPESCOPE_EXPECT_ERROR(model->capture(ids, options, m_pool, {}, {}),
                               ErrorCode::InvalidArgument, part);
    }

    void aTokenizerOfAnotherModelIsSaidToBeOne()
    {
        test::copyModel("tiny-llama", path());
        std::filesystem::copy_file(modelPath("tokenizer-gpt2") / "tokenizer.json",
                                   path() / "tokenizer.json");
        const auto model = openModel(path());
        ROPESCOPE_EXPECT_ERROR(model->tokenize("The quick brown fox"), ErrorCode::Malformed,
                               "do not belong together");
    }

    void aTableOfPositionsEnds()
    {
        const auto model = openModel(modelPath("tiny-gpt2"));
        const int positions = model->config().maxPositions;
        const Ids full(static_cast<std::size_t>(positions), 1);
        QVERIFY(model->capture(full, {}, m_pool, {}, {}).has_value());
        ROPESCOPE_EXPECT_ERROR(model->capture(full, { .generate = 1 }, m_pool, {}, {}),
                               ErrorCode::InvalidArgument, "64 positions");
        Ids longer = full;
        longer.push_back(1);
        ROPESCOPE_EXPECT_ERROR(model->capture(longer, {}, m_pool, {}, {}),
                               ErrorCode::InvalidArgument, "65 prompt tokens are more");
    }

    void aRotationReachesBeyondTheContext()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        QCOMPARE(model->config().maxPositions, 128);
        QVERIFY(model->capture(Ids(200, 1), {}, m_pool, {}, {}).has_value());
    }

    void headsAndTemperaturesThatCannotBeAreRefused()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        const auto capture = [&](CaptureOptions options) {
            return model->capture(Ids { 1, 2 }, options, m_pool, {}, {});
        };
        ROPESCOPE_EXPECT_ERROR(capture({ .headGains = { { { { 0 }, { 4 } }, 0.0 } } }),
                               ErrorCode::InvalidArgument, "Head 4 of layer 0 does not exist");
        ROPESCOPE_EXPECT_ERROR(capture({ .headGains = { { { { 2 }, { 0 } }, 0.0 } } }),
                               ErrorCode::InvalidArgument, "Head 0 of layer 2 does not exist");
        ROPESCOPE_EXPECT_ERROR(capture({ .headGains = { { { { 0 }, { 0 } }, INFINITY } } }),
                               ErrorCode::InvalidArgument, "must be a finite number");
        ROPESCOPE_EXPECT_ERROR(capture({ .temperature = -1.0 }), ErrorCode::InvalidArgument,
                               "temperature");
    }

    void aModelWithoutRoomIsRefusedWithBothNumbers()
    {
        const auto refused = LanguageModel::open(modelPath("built-in"), 12'000'000);
        ROPESCOPE_EXPECT_ERROR(refused, ErrorCode::OutOfMemory, "take 0.02 GiB of memory");
        ROPESCOPE_EXPECT_ERROR(refused, ErrorCode::OutOfMemory, "0.01 GiB are free");
        // The capture's own memory: 2^24 tokens of the built-in model are 448 GiB.
        const auto model = openModel(modelPath("built-in"));
        const Ids endless(ModelConfig::kMostTokens, 1);
        ROPESCOPE_EXPECT_ERROR(model->capture(endless, {}, m_pool, {}, {}), ErrorCode::OutOfMemory,
                               "16777216 tokens through RoPEScope 8M need");
    }

    void anEditThatCannotBeIsRefused()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        ROPESCOPE_EXPECT_ERROR(
            model->capture(Ids { 1 }, { .edit = { .relocations = { { 0, 8 } } } }, m_pool, {}, {}),
            ErrorCode::InvalidArgument, "pair 8");
    }

    void textNeedsATokenizer()
    {
        const auto model = openModel(modelPath("tiny-llama"));
        QVERIFY(model->tokenizer() == nullptr);
        ROPESCOPE_EXPECT_ERROR(model->tokenize("text"), ErrorCode::NotFound, "tokenizer.json");
        ROPESCOPE_EXPECT_ERROR(openModel(modelPath("built-in"))->tokenize(""),
                               ErrorCode::InvalidArgument, "empty");
    }

    void brokenConfigsAreNamed_data()
    {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("part");
        const std::string nested = std::string(200'000, '[') + std::string(200'000, ']');
        QTest::newRow("nested") << nested << std::string("nested deeper than");
        QTest::newRow("nested and cut")
            << std::string(200'000, '[') << std::string("nested deeper");
        QTest::newRow("nested value")
            << "{\"eos_token_id\": " + nested + "}" << std::string("nested deeper than");
        QTest::newRow("brackets in a text")
            << "[\"\\\"" + std::string(1000, '[') + "\"]" << std::string("a list of 1 value");
        QTest::newRow("cut") << std::string("{\"a\": ") << std::string("too early, after 6 bytes");
        QTest::newRow("no JSON") << std::string("{a}") << std::string("byte 2 of 3");
    }
    void brokenConfigsAreNamed()
    {
        QFETCH(std::string, content);
        QFETCH(std::string, part);
        test::writeFile(path() / "config.json", content);
        ROPESCOPE_EXPECT_ERROR(LanguageModel::open(path()), ErrorCode::Malformed, part);
    }

    void aDirectoryWithoutAConfigIsNoModel()
    {
        ROPESCOPE_EXPECT_ERROR(LanguageModel::open(path()), ErrorCode::NotFound,
                               "is no model directory: config.json is missing");
    }

    void anUnsupportedTokenizerLeavesTokenIds()
    {
        test::copyModel("tiny-llama", path());
        test::writeFile(path() / "tokenizer.json", R"({"model": {"type": "Unigram"}})");
        const auto model = openModel(path());
        QVERIFY(model->tokenizer() == nullptr);
        ROPESCOPE_EXPECT_ERROR(model->tokenize("text"), ErrorCode::Unsupported, "'Unigram'");
        QCOMPARE(test::capture(*model, { 1, 2 }, {}).trace->info().tokenCount, 2);
    }

    void aMalformedTokenizerIsRefused()
    {
        test::copyModel("tiny-llama", path());
        test::writeFile(path() / "tokenizer.json", "{");
        ROPESCOPE_EXPECT_ERROR(LanguageModel::open(path()), ErrorCode::Malformed, "tokenizer.json");
    }

    void weightsAreCheckedAgainstTheConfig_data()
    {
        QTest::addColumn<std::string>("from");
        QTest::addColumn<std::string>("to");
        QTest::addColumn<int>("code");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, const char* from, const char* to, ErrorCode code,
                            const char* part) {
            QTest::newRow(name) << std::string(from) << std::string(to) << static_cast<int>(code)
                                << std::string(part);
        };
        row("wrong shape", "\"intermediate_size\": 80", "\"intermediate_size\": 81",
            ErrorCode::Malformed, "must have shape (81, 48), found (80, 48)");
        row("missing layer", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3",
            ErrorCode::NotFound, "'model.layers.2.input_layernorm.weight'");
        row("missing bias", "\"attention_bias\": false", "\"attention_bias\": true",
            ErrorCode::NotFound, "'model.layers.0.self_attn.q_proj.bias'");
        row("unused layer", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1",
            ErrorCode::Unsupported, "'model.layers.1.input_layernorm.weight'");
    }
    void weightsAreCheckedAgainstTheConfig()
    {
        QFETCH(std::string, from);
        QFETCH(std::string, to);
        QFETCH(int, code);
        QFETCH(std::string, part);
        test::copyModel("tiny-llama", path());
        test::editConfig(path(), from, to);
        const auto model = LanguageModel::open(path());
        ROPESCOPE_EXPECT_ERROR(model, static_cast<ErrorCode>(code), part);
        QVERIFY(model.error().message.find("model.safetensors") != std::string::npos);
    }

    void weightsOfAnotherTypeAreRefused()
    {
        test::copyModel("tiny-qwen2-f16", path());
        std::string bytes = test::readFile(path() / "model.safetensors");
        const std::size_t at = bytes.find("\"F16\"");
        bytes.replace(at, 5, "\"I16\"");
        test::writeFile(path() / "model.safetensors", bytes);
        ROPESCOPE_EXPECT_ERROR(LanguageModel::open(path()), ErrorCode::Unsupported, "of type I16");
    }

    void aDirectoryThatIsNotThereIsNamed()
    {
        ROPESCOPE_EXPECT_ERROR(LanguageModel::open(path() / "nowhere"), ErrorCode::NotFound,
                               "nowhere");
    }

private:
    std::filesystem::path path() const { return m_directory->path().toStdString(); }

    ThreadPool m_pool { 2 };
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestModelErrors)
#include "tst_model_errors.moc"
