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
        const std::string cases = test::readFile(dataPath("gguf/tokenizer_cases.json"));
        for (const nlohmann::json& row : nlohmann::json::parse(cases).at("cases")) {
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
