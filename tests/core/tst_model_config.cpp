// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "core/formats/model_files.h"
#include "core/model/model_config.h"
#include "tests/support/files.h"

using namespace ropescope;
using test::replaced;

namespace {

constexpr const char* kLlama = R"({
    "architectures": ["LlamaForCausalLM"], "vocab_size": 100, "hidden_size": 48,
    "intermediate_size": 80, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 16, "max_position_embeddings": 128,
    "rms_norm_eps": 1e-5, "tie_word_embeddings": false, "eos_token_id": [3, 4],
    "rope_theta": 50000.0
})";

constexpr const char* kQwen2 = R"({
    "architectures": ["Qwen2ForCausalLM"], "vocab_size": 100, "hidden_size": 64,
    "intermediate_size": 80, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": null, "max_position_embeddings": 128,
    "rms_norm_eps": 1e-6, "tie_word_embeddings": true, "eos_token_id": 5,
    "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0},
    "use_sliding_window": false, "sliding_window": 32, "layer_types": ["full_attention", "full_attention"]
})";

} // namespace

class TestModelConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void llamaIsRead()
    {
        const auto config = read(kLlama);
        QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
        QCOMPARE(config->architecture.name, std::string_view("LlamaForCausalLM"));
        QCOMPARE(config->vocabSize, 100);
        QCOMPARE(config->hiddenSize, 48);
        QCOMPARE(config->intermediateSize, 80);
        QCOMPARE(config->numLayers, 2);
        QCOMPARE(config->numHeads, 4);
        QCOMPARE(config->numKvHeads, 2);
        QCOMPARE(config->headDim, 16);
        QCOMPARE(config->maxPositions, 128);
        QCOMPARE(config->normEpsilon, 1e-5);
        QCOMPARE(config->attentionScale, 0.25);
        QVERIFY(!config->architecture.tiedEmbeddings);
        QVERIFY(!config->architecture.attentionBias);
        QCOMPARE(config->endTokens, (std::vector<long long> { 3, 4 }));
        QCOMPARE(config->rope.base, 50000.0);
        QCOMPARE(config->rope.rotaryDim, 16);
        QCOMPARE(config->rope.pairing, RopePairing::HalfSplit);
        QCOMPARE(config->rope.theta, defaultTheta(50000.0, 16));
        QCOMPARE(QString::fromStdString(config->name), QFileInfo(m_directory->path()).fileName());
    }

    void qwen2IsRead()
    {
        const auto config = read(kQwen2);
        QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
        QCOMPARE(config->headDim, 16);
        QVERIFY(config->architecture.tiedEmbeddings);
        QVERIFY(config->architecture.attentionBias);
        QVERIFY(!config->architecture.outputBias);
        QCOMPARE(config->endTokens, (std::vector<long long> { 5 }));
        QCOMPARE(config->rope.base, 1e6);
    }

    void attentionBiasOfLlamaCoversTheOutput()
    {
        const auto config
            = read(replaced(kLlama, "\"head_dim\"", "\"attention_bias\": true, \"head_dim\""));
        QVERIFY(config.has_value());
        QVERIFY(config->architecture.attentionBias);
        QVERIFY(config->architecture.outputBias);
    }

    void withoutKeyHeadsEachHeadHasItsOwn()
    {
        const auto config = read(replaced(kLlama, "\"num_key_value_heads\": 2,", ""));
        QVERIFY(config.has_value());
        QCOMPARE(config->numKvHeads, 4);
    }

    void theOriginalNameIsKeptUnlessItIsAPath_data()
    {
        QTest::addColumn<std::string>("original");
        QTest::addColumn<std::string>("name");
        QTest::newRow("hub name") << std::string("Qwen/Qwen2-0.5B")
                                  << std::string("Qwen/Qwen2-0.5B");
        QTest::newRow("path") << std::string("/data/runs/step-7") << std::string("step-7");
    }
    void theOriginalNameIsKeptUnlessItIsAPath()
    {
        QFETCH(std::string, original);
        QFETCH(std::string, name);
        const auto config = read(replaced(kLlama, "\"head_dim\"",
                                          "\"_name_or_path\": \"" + original + "\", \"head_dim\""));
        QVERIFY(config.has_value());
        QCOMPARE(config->name, name);
    }

    void wrongValuesAreNamed_data()
    {
        QTest::addColumn<std::string>("from");
        QTest::addColumn<std::string>("to");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, const char* from, const char* to, const char* part) {
            QTest::newRow(name) << std::string(from) << std::string(to) << std::string(part);
        };
        row("missing key", "\"vocab_size\": 100,", "", "'vocab_size' is missing");
        row("missing architecture", "\"architectures\": [\"LlamaForCausalLM\"],", "",
            "'architectures'");
        row("architecture as text", "[\"LlamaForCausalLM\"]", "\"LlamaForCausalLM\"",
            "'architectures'");
        row("a text for a number", "\"hidden_size\": 48", "\"hidden_size\": \"48\"",
            "'hidden_size' must be a whole number");
        row("a fraction", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2.5",
            "'num_hidden_layers'");
        row("zero", "\"num_attention_heads\": 4", "\"num_attention_heads\": 0",
            "'num_attention_heads'");
        row("negative", "\"intermediate_size\": 80", "\"intermediate_size\": -80",
            "'intermediate_size'");
        row("beyond any model", "\"vocab_size\": 100", "\"vocab_size\": 99999999999",
            "'vocab_size'");
        row("too many heads in all", "\"num_hidden_layers\": 2, \"num_attention_heads\": 4",
            "\"num_hidden_layers\": 4096, \"num_attention_heads\": 4096",
            "'num_hidden_layers' times 'num_attention_heads' is 16777216, expected at most 65536");
        row("beyond 64 bits", "\"vocab_size\": 100", "\"vocab_size\": 18446744073709551615",
            "'vocab_size'");
        row("heads that do not divide", "\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3",
            "multiple of 'num_key_value_heads' (3)");
        row("rotary share of nothing", "50000.0",
            "50000.0, \"partial_rotary_factor\": 0.01, "
            "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2}",
            "rotary share of 0.01");
        row("scaling as a book", "50000.0",
            ("50000.0, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 2, \"note\": \""
             + std::string(40'000, 'x') + "\"}")
                .c_str(),
            "rope_scaling: has 400");
        row("scaling as text", "50000.0", "50000.0, \"rope_scaling\": \"linear\"",
            "rope_scaling: expected an object");
        row("factor missing", "50000.0", "50000.0, \"rope_scaling\": {\"type\": \"linear\"}",
            "rope_scaling: the key 'factor'");
        row("factor of 0", "50000.0",
            "50000.0, \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 0}", "'factor'");
        row("bands upside down", "50000.0",
            "50000.0, \"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8, "
            "\"low_freq_factor\": 4, \"high_freq_factor\": 1}",
            "'high_freq_factor' must be above");
        row("too few divisors", "50000.0",
            "50000.0, \"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": [1, 1], "
            "\"long_factor\": [1, 1]}",
            "'short_factor' must be a list of 8");
        row("layer types of another number", "50000.0",
            "50000.0, \"layer_types\": [\"full_attention\"]", "'layer_types'");
        row("odd head dimension", "\"head_dim\": 16", "\"head_dim\": 15", "must be even");
        row("width that does not divide", "\"head_dim\": 16,", "\"num_attention_heads\": 10,",
            "'hidden_size' (48)");
        row("a number for a switch", "\"tie_word_embeddings\": false", "\"tie_word_embeddings\": 0",
            "true or false");
        row("epsilon as text", "1e-5", "\"1e-5\"", "'rms_norm_eps'");
        row("base of one", "50000.0", "1.0", "'rope_theta'");
        row("end token as text", "[3, 4]", "\"</s>\"", "'eos_token_id'");
        row("not JSON", "}", "", "not valid JSON");
    }
    void wrongValuesAreNamed()
    {
        QFETCH(std::string, from);
        QFETCH(std::string, to);
        QFETCH(std::string, part);
        const auto config = read(replaced(kLlama, from, to));
        ROPESCOPE_EXPECT_ERROR(config, ErrorCode::Malformed, part);
        QVERIFY(config.error().message.find("config.json") != std::string::npos);
    }

    void unsupportedThingsAreNamed_data()
    {
        QTest::addColumn<std::string>("from");
        QTest::addColumn<std::string>("to");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, const char* from, const char* to, const char* part) {
            QTest::newRow(name) << std::string(from) << std::string(to) << std::string(part);
        };
        row("architecture", "Qwen2ForCausalLM", "MambaForCausalLM", "'MambaForCausalLM'");
        row("rope type", "\"rope_type\": \"default\"", "\"rope_type\": \"mrope\"", "'mrope'");
        row("rope scaling of old", "\"rope_parameters\": {\"rope_type\": \"default\"",
            "\"rope_scaling\": {\"type\": \"dynamic-yarn\"", "'dynamic-yarn'");
        row("layer types", "[\"full_attention\"", "[\"chunked_attention\"",
            "\"chunked_attention\"");
        row("sliding layer without a window", "[\"full_attention\"", "[\"sliding_attention\"",
            "without a sliding window");
        row("softcapping", "\"vocab_size\"", "\"attn_logit_softcapping\": 50.0, \"vocab_size\"",
            "'attn_logit_softcapping'");
        row("activation", "\"vocab_size\"", "\"hidden_act\": \"quick_gelu\", \"vocab_size\"",
            "'quick_gelu'");
        row("quantised", "\"vocab_size\"", "\"quantization_config\": {}, \"vocab_size\"",
            "quantised");
    }
    void unsupportedThingsAreNamed()
    {
        QFETCH(std::string, from);
        QFETCH(std::string, to);
        QFETCH(std::string, part);
        ROPESCOPE_EXPECT_ERROR(read(replaced(kQwen2, from, to)), ErrorCode::Unsupported, part);
    }

    void aMissingFileIsNamed()
    {
        ROPESCOPE_EXPECT_ERROR(readModelDescription(m_directory->path().toStdString()),
                               ErrorCode::NotFound, "config.json");
    }

private:
    Result<ModelConfig> read(const std::string& json) const
    {
        const std::filesystem::path directory = m_directory->path().toStdString();
        test::writeFile(directory / "config.json", json);
        const Result<ModelDescription> description = readModelDescription(directory);
        if (!description)
            return tl::unexpected(description.error());
        return readModelConfig(*description);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestModelConfig)
#include "tst_model_config.moc"
