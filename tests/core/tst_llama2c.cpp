// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstring>

#include <QTemporaryDir>
#include <QTest>

#include "core/formats/llama2c_model.h"
#include "core/formats/llama2c_tokenizer.h"
#include "tests/support/files.h"
#include "tests/support/gguf_builder.h"

using namespace ropescope;
using nlohmann::json;
using test::bytesOf;

namespace {

std::filesystem::path fixture(const char* name)
{
    return std::string(ROPESCOPE_TEST_DATA) + "/llama2c/" + name;
}

/// The seven numbers of a header: width, width of the MLP, layers, heads, key heads, vocabulary,
/// positions.
std::string header(const std::vector<std::int32_t>& numbers)
{
    std::string bytes;
    for (const std::int32_t number : numbers)
        bytes += bytesOf(number);
    return bytes;
}

/// One token of a tokenizer.bin.
std::string token(float score, std::string_view text)
{
    return bytesOf(score) + bytesOf(static_cast<std::uint32_t>(text.size())) + std::string(text);
}

float at(const ModelTensors& tensors, const char* name, long long index)
{
    float value = 0.0F;
    tensors.byName.at(name).view.widen(index, { &value, 1 });
    return value;
}

/// The number at a byte of a file.
float floatAt(const std::string& bytes, std::size_t byte)
{
    float value = 0.0F;
    std::memcpy(&value, bytes.data() + byte, sizeof(value));
    return value;
}

} // namespace

class TestLlama2c : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void headersBecomeConfigs()
    {
        const auto first = readLlama2cDescription(fixture("first.bin"));
        QVERIFY2(first.has_value(), first ? "" : first.error().message.c_str());
        QCOMPARE(first->name, std::string("first"));
        json expected = json::parse(R"({
            "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 32,
            "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 2, "head_dim": 8, "vocab_size": 320,
            "max_position_embeddings": 64, "tie_word_embeddings": false, "rms_norm_eps": 1e-05,
            "rope_theta": 10000.0, "hidden_act": "silu", "attention_bias": false,
            "mlp_bias": false, "bos_token_id": 1, "eos_token_id": [1, 2]})");
        QCOMPARE(first->config.dump(), expected.dump());
        const auto second = readLlama2cDescription(fixture("version1.bin"));
        expected["tie_word_embeddings"] = true;
        QCOMPARE(second->config.dump(), expected.dump());
    }

    void tensorsAreWhereTheFormatPutsThem()
    {
        const auto tensors = openLlama2cTensors(fixture("first.bin"));
        QVERIFY2(tensors.has_value(), tensors ? "" : tensors.error().message.c_str());
        QCOMPARE(tensors->byName.size(), std::size_t { 2 * 9 + 3 });
        const std::string bytes = test::readFile(fixture("first.bin"));
        QCOMPARE(at(*tensors, "model.embed_tokens.weight", 0), floatAt(bytes, 28));
        QCOMPARE(at(*tensors, "lm_head.weight", 320 * 32 - 1), floatAt(bytes, bytes.size() - 4));
        // After the embedding the norms of both layers, then their queries.
        const std::size_t norms = 28 + 4 * 320 * 32;
        QCOMPARE(at(*tensors, "model.layers.1.input_layernorm.weight", 0),
                 floatAt(bytes, norms + 4 * 32));
        const std::size_t queries = norms + 4 * 2 * 32;
        QCOMPARE(at(*tensors, "model.layers.1.self_attn.q_proj.weight", 1),
                 floatAt(bytes, queries + 4 * 32 * 32 + 4));
        const std::size_t final = bytes.size() - 4 * (320 * 32 + 2 * 64 * 4 + 32);
        QCOMPARE(at(*tensors, "model.norm.weight", 0), floatAt(bytes, final));

        const ModelTensor& key = tensors->byName.at("model.layers.0.self_attn.k_proj.weight");
        QCOMPARE(key.view.shape, (std::vector<long long> { 16, 32 }));
        QCOMPARE(key.interleavedRows, 8);
        QCOMPARE(tensors->byName.at("model.layers.0.self_attn.q_proj.weight").interleavedRows, 8);
        QCOMPARE(tensors->byName.at("model.layers.0.self_attn.v_proj.weight").interleavedRows, 0);
        QCOMPARE(tensors->byName.at("model.layers.0.mlp.down_proj.weight").view.shape,
                 (std::vector<long long> { 32, 48 }));
    }

    void version1HasItsOwnOrder()
    {
        const auto tensors = openLlama2cTensors(fixture("version1.bin"));
        QVERIFY2(tensors.has_value(), tensors ? "" : tensors.error().message.c_str());
        QCOMPARE(tensors->byName.size(), std::size_t { 2 * 9 + 2 });
        const std::string bytes = test::readFile(fixture("version1.bin"));
        QCOMPARE(at(*tensors, "model.layers.0.input_layernorm.weight", 0), floatAt(bytes, 256));
        QCOMPARE(at(*tensors, "model.layers.0.post_attention_layernorm.weight", 0),
                 floatAt(bytes, 256 + 4 * 64));
        QCOMPARE(at(*tensors, "model.norm.weight", 0), floatAt(bytes, 256 + 4 * 128));
        QCOMPARE(at(*tensors, "model.embed_tokens.weight", 0), floatAt(bytes, 256 + 4 * 160));
        QCOMPARE(at(*tensors, "model.layers.1.mlp.up_proj.weight", 48 * 32 - 1),
                 floatAt(bytes, bytes.size() - 4));
    }

    void tokenizersAreRead()
    {
        const auto description = readLlama2cDescription(fixture("first.bin"));
        QVERIFY(description->tokenizer.has_value());
        QVERIFY(description->tokenizerName.ends_with("tokenizer.bin"));
        const json& model = (*description->tokenizer)["model"];
        QCOMPARE(model["vocab"].size(), std::size_t { 320 });
        QCOMPARE(model["vocab"]["<s>"].dump(), std::string("1"));
        QCOMPARE(model["vocab"]["<0x00>"].dump(), std::string("3"));
        QVERIFY(model["vocab"].contains("▁the"));
        QVERIFY(!model["vocab"].contains(" the"));
        QCOMPARE(model["byte_fallback"].dump(), std::string("true"));
        QCOMPARE(model["unk_token"].dump(), std::string("\"<unk>\""));
        QCOMPARE((*description->tokenizer)["added_tokens"].size(), std::size_t { 3 });
        QVERIFY(model["merges"].size() > 10);
    }

    void aTokenizerOfThatManyTokensComesFirst()
    {
        std::filesystem::copy_file(fixture("first.bin"), path("first.bin"));
        auto description = readLlama2cDescription(path("first.bin"));
        ROPESCOPE_EXPECT_ERROR(description->tokenizer, ErrorCode::NotFound, "tokenizer.bin");
        std::filesystem::copy_file(fixture("tokenizer.bin"), path("tok320.bin"));
        test::writeFile(path("tokenizer.bin"), "of another model");
        description = readLlama2cDescription(path("first.bin"));
        QVERIFY(description->tokenizer.has_value());
        QVERIFY(description->tokenizerName.ends_with("tok320.bin"));
    }

    void checkpointsAreRecognised()
    {
        QVERIFY(looksLikeLlama2c(fixture("first.bin")));
        QVERIFY(looksLikeLlama2c(fixture("version1.bin")));
        QVERIFY(!looksLikeLlama2c(fixture("tokenizer.bin")));
        QVERIFY(!looksLikeLlama2c(fixture("absent.bin")));
        QVERIFY(!looksLikeLlama2c(fixture(".")));
        std::string bytes = test::readFile(fixture("first.bin"));
        // What is wrong with a checkpoint is for its reader to say.
        test::writeFile(path("model.bin"), bytes + "x");
        QVERIFY(looksLikeLlama2c(path("model.bin")));
        test::writeFile(path("model.bin"), bytes.substr(0, bytes.size() / 2));
        QVERIFY(looksLikeLlama2c(path("model.bin")));
        test::writeFile(path("model.bin"), header({ 32, 48, 2, 5, 1, 320, 64 }));
        QVERIFY(!looksLikeLlama2c(path("model.bin")));
        test::writeFile(path("model.bin"), header({ 0x616b3432, 2, 0, 0, 0, 0, 0 }));
        QVERIFY(looksLikeLlama2c(path("model.bin")));
    }

    void malformedCheckpointsAreRefused_data()
    {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, const std::string& bytes, std::string part,
                            ErrorCode code = ErrorCode::Malformed) {
            QTest::newRow(name) << bytes << code << std::move(part);
        };
        const std::string whole = test::readFile(fixture("first.bin"));
        row("nothing", "", "0 bytes, too few for the 28");
        row("half a header", whole.substr(0, 20), "20 bytes");
        row("no weights", whole.substr(0, 28), "takes 146076 bytes, found 28");
        row("a byte too few", whole.substr(0, whole.size() - 1), "found 146075");
        row("a byte too many", whole + "x", "found 146077");
        row("no width", header({ 0, 48, 2, 4, 2, 320, 64 }), "the width must be from 1");
        row("a negative number of layers", header({ 32, 48, -2, 4, 2, 320, 64 }), "found -2");
        row("an absurd width", header({ INT32_MAX, 48, 2, 4, 2, 320, 64 }), "found 2147483647");
        row("the least vocabulary", header({ 32, 48, 2, 4, 2, INT32_MIN, 64 }),
            "found -2147483648");
        row("heads that do not share the width", header({ 32, 48, 2, 5, 1, 320, 64 }),
            "even multiple of 5 heads");
        row("heads of an odd width", header({ 33, 48, 2, 11, 11, 320, 64 }), "even multiple");
        row("key heads that do not share the heads", header({ 32, 48, 2, 4, 3, 320, 64 }),
            "multiple of 3 key heads");
        row("the largest sizes",
            header({ 1 << 20, 1 << 20, 1 << 12, 1 << 12, 1 << 12, 1 << 24, 1 << 24 }), "found 28");
        row("half a versioned header", header({ 0x616b3432, 1, 32, 48, 2, 4, 2, 320, 64 }),
            "36 bytes, too few for the 256");
        row("version 2", header({ 0x616b3432, 2, 32, 48, 2, 4, 2, 320, 64 }),
            "version 2 of llama2.c's format (8-bit groups)", ErrorCode::Unsupported);
    }
    void malformedCheckpointsAreRefused()
    {
        QFETCH(std::string, bytes);
        QFETCH(ErrorCode, code);
        QFETCH(std::string, part);
        test::writeFile(path("model.bin"), bytes);
        ROPESCOPE_EXPECT_ERROR(readLlama2cDescription(path("model.bin")), code, part);
        const auto tensors = openLlama2cTensors(path("model.bin"));
        ROPESCOPE_EXPECT_ERROR(tensors, code, part);
        QVERIFY(tensors.error().message.find("model.bin") != std::string::npos);
    }

    void malformedTokenizersAreRefused_data()
    {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("part");
        const std::string longest = bytesOf(5U);
        QTest::newRow("nothing") << std::string() << std::string("too short");
        QTest::newRow("half a token")
            << longest + "abc" << std::string("token 0 should begin with a score");
        QTest::newRow("a text longer than the file")
            << longest + bytesOf(0.0F) + bytesOf(0x7fffffffU) + "abc"
            << std::string("should have 2147483647 bytes, but only 3");
        QTest::newRow("too few tokens")
            << longest + token(0, "<unk>") << std::string("has 2 tokens, found 1");
        QTest::newRow("not UTF-8")
            << longest + token(0, "a\xff") + token(0, "b") << std::string("token 0 must be UTF-8");
        QTest::newRow("a score that is no number") << longest + token(0, "<unk>")
                + token(std::nanf(""), "b") << std::string("score of token 1");
    }
    void malformedTokenizersAreRefused()
    {
        QFETCH(std::string, bytes);
        QFETCH(std::string, part);
        test::writeFile(path("tokenizer.bin"), bytes);
        const auto found = readLlama2cTokenizer(path("tokenizer.bin"), 2);
        ROPESCOPE_EXPECT_ERROR(found, ErrorCode::Malformed, part);
    }

private:
    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_directory->path().toStdString()) / name;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestLlama2c)
#include "tst_llama2c.moc"
