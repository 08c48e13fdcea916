// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Models in other files than Hugging Face's, through the whole engine; see tests/data/make_gguf.py.
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/support/files.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

using namespace ropescope;
using test::Reference;

namespace {

constexpr double kTolerance = 1e-4;

std::filesystem::path dataPath(const std::string& name)
{
    return std::filesystem::path(ROPESCOPE_TEST_DATA) / name;
}

} // namespace

class TestModelFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatGivesTheReference_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<std::string>("reference");
        QTest::addColumn<std::string>("key");
        const auto row = [](const char* file, const char* reference, const char* key) {
            QTest::newRow(file) << std::string(file) << std::string(reference) << std::string(key);
        };
        row("gguf/tiny-llama-q4_0.gguf", "../gguf/tiny-llama", "Q4_0");
        row("gguf/tiny-llama-q8_0.gguf", "../gguf/tiny-llama", "Q8_0");
        row("gguf/tiny-llama-q4_k_m.gguf", "../gguf/tiny-llama", "Q4_K_M");
        row("gguf/tiny-llama-q5_k_m.gguf", "../gguf/tiny-llama", "Q5_K_M");
        row("llama2c/first.bin", "../llama2c/reference", "first");
        row("llama2c/version1.bin", "../llama2c/reference", "version1");
    }
    void everyFormatGivesTheReference()
    {
        QFETCH(std::string, file);
        QFETCH(std::string, reference);
        QFETCH(std::string, key);
        const Reference expected(reference);
        const auto model = test::openModel(dataPath(file));
        const auto result
            = test::capture(*model, expected.ids("token_ids"), { .withLogits = true });
        // The references are in Hugging Face's order of coordinates, whatever the file has.
        QCOMPARE(model->config().rope.pairing, RopePairing::HalfSplit);
        ROPESCOPE_COMPARE(result.logits, expected.matrix(key + ".logits"), 0.0, kTolerance);
        const int last = model->config().numLayers - 1;
        for (const std::string which : { "q", "k" }) {
            ROPESCOPE_COMPARE(test::stacked(*result.trace, last, which),
                              expected.matrix(key + "." + which), 0.0, kTolerance);
        }
    }

    void idsAreThoseOfLlamaCpp()
    {
        const auto model = test::openModel(dataPath("gguf/tiny-llama-q8_0.gguf"));
        const nlohmann::json cases
            = nlohmann::json::parse(test::readFile(dataPath("gguf/tokenizer_cases.json")));
        QVERIFY(!cases.at("cases").empty());
        for (const nlohmann::json& row : cases.at("cases")) {
            const auto text = row.at("text").get<std::string>();
            const auto ids = model->tokenize(text);
            QVERIFY2(ids.has_value(), text.c_str());
            const auto expected = row.at("ids").get<std::vector<std::int64_t>>();
            QVERIFY2(*ids == expected,
                     (text + ": " + nlohmann::json(*ids).dump() + " instead of "
                      + nlohmann::json(expected).dump())
                         .c_str());
        }
    }

    /// tiny-gemma3 as the text part of a model that also sees pictures.
    void theTextPartOfAModelWithPicturesIsRead()
    {
        QTemporaryDir folder;
        const std::filesystem::path directory = folder.path().toStdString();
        const std::string source = test::readFile(test::modelPath("tiny-gemma3") / "config.json");
        nlohmann::json text = nlohmann::json::parse(source);
        text.erase("architectures");
        const nlohmann::json config { { "architectures", { "Gemma3ForConditionalGeneration" } },
                                      { "text_config", text },
                                      { "vision_config", { { "hidden_size", 8 } } } };
        test::writeFile(directory / "config.json", config.dump());

        std::string weights = test::readFile(test::modelPath("tiny-gemma3") / "model.safetensors");
        std::uint64_t length = 0;
        std::memcpy(&length, weights.data(), sizeof length);
        nlohmann::json header = nlohmann::json::parse(weights.substr(8, length));
        nlohmann::json renamed;
        for (const auto& [name, entry] : header.items())
            renamed[name == "__metadata__" ? name : "language_model." + name] = entry;
        const std::size_t end = weights.size() - 8 - length;
        renamed["vision_tower.patch.weight"]
            = { { "dtype", "F32" }, { "shape", { 1 } }, { "data_offsets", { end, end + 4 } } };
        const std::string words = renamed.dump();
        length = words.size();
        std::string file(8, '\0');
        std::memcpy(file.data(), &length, sizeof length);
        file += words + weights.substr(weights.size() - end) + std::string(4, '\0');
        test::writeFile(directory / "model.safetensors", file);

        const Reference expected("tiny-gemma3");
        const auto model = test::openModel(directory);
        const auto result
            = test::capture(*model, expected.ids("token_ids"), { .withLogits = true });
        ROPESCOPE_COMPARE(result.logits, expected.matrix("logits"), 0.0, kTolerance);
    }

    void theTokenizerInsideIsUsed()
    {
        for (const char* file : { "gguf/tiny-llama-q8_0.gguf", "llama2c/first.bin" }) {
            const auto model = test::openModel(dataPath(file));
            QVERIFY(model->tokenizer() != nullptr);
            const auto ids = model->tokenize("The old captain looked at the sea.").value();
            QVERIFY(ids.size() > 2 && ids.size() < 34); // words, not bytes
            std::string text = model->tokenizer()->decode(ids).value();
            QVERIFY2(text.find("The old captain looked at the sea.") != std::string::npos,
                     text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestModelFormats)
#include "tst_model_formats.moc"
