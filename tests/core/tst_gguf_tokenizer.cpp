// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/formats/gguf_tokenizer.h"
#include "core/formats/sentence_pieces.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/files.h"
#include "tests/support/gguf_builder.h"

using namespace ropescope;
using nlohmann::json;
using test::GgufBuilder;
using Type = SentencePieces::Type;

namespace {

constexpr std::int32_t kNormal = 1;
constexpr std::int32_t kControl = 3;

json readJson(const std::string& name)
{
    return json::parse(test::readFile(std::string(ROPESCOPE_TEST_DATA) + "/" + name));
}

/// The metadata that a converter makes of a byte-level tokenizer.json.
GgufBuilder byteLevel(const json& tokenizer, const std::string& rules)
{
    const json& vocabulary = tokenizer["model"]["vocab"];
    std::vector<std::string> tokens(vocabulary.size() + tokenizer["added_tokens"].size());
    std::vector<std::int32_t> types(tokens.size(), kNormal);
    for (const auto& [text, id] : vocabulary.items())
        tokens.at(id.get<std::size_t>()) = text;
    for (const json& token : tokenizer["added_tokens"]) {
        const auto id = token["id"].get<std::size_t>();
        tokens.at(id) = token["content"].get<std::string>();
        types.at(id) = kControl;
    }
    std::size_t used = tokens.size();
    while (used > 0 && tokens[used - 1].empty())
        --used;
    tokens.resize(used);
    types.resize(used);
    std::vector<std::string> merges;
    for (const json& merge : tokenizer["model"]["merges"])
        merges.push_back(merge[0].get<std::string>() + ' ' + merge[1].get<std::string>());
    GgufBuilder builder;
    builder.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", rules);
    builder.texts("tokenizer.ggml.tokens", tokens).i32s("tokenizer.ggml.token_type", types);
    builder.texts("tokenizer.ggml.merges", merges);
    return builder;
}

GgufBuilder tinyByteLevel()
{
    GgufBuilder builder;
    builder.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2");
    builder.texts("tokenizer.ggml.tokens", { "a", "b", "ab", "<end>" });
    builder.i32s("tokenizer.ggml.token_type", { 1, 1, 1, 3 });
    builder.texts("tokenizer.ggml.merges", { "a b" });
    return builder;
}

GgufBuilder tinyPieces()
{
    GgufBuilder builder;
    builder.text("tokenizer.ggml.model", "llama");
    builder.texts("tokenizer.ggml.tokens", { "<unk>", "<s>", "</s>", "<0x41>", "a", "b", "ab" });
    builder.i32s("tokenizer.ggml.token_type", { 2, 3, 3, 6, 1, 1, 1 });
    builder.f32s("tokenizer.ggml.scores", { 0, 0, 0, 0, -2, -3, -1 });
    return builder;
}

} // namespace

class TestGgufTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void byteLevelTokenizersGiveTheirOwnIds_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("rules");
        QTest::addColumn<int>("begin");
        const auto row = [](const char* name, const char* rules, int begin) {
            QTest::newRow(rules) << std::string(name) << std::string(rules) << begin;
        };
        constexpr int kNone = -1;
        row("gpt2", "gpt-2", kNone);
        row("llama3", "llama-bpe", 484);
        row("qwen2", "qwen2", kNone);
        row("smollm", "smollm", kNone);
        row("nemo", "tekken", 1);
        row("neox", "gpt-neox", kNone);
        row("olmo2", "dbrx", kNone);
        row("deepseek", "deepseek-v3", kNone);
    }
    void byteLevelTokenizersGiveTheirOwnIds()
    {
        QFETCH(std::string, name);
        QFETCH(std::string, rules);
        QFETCH(int, begin);
        const json original = readJson("models/tokenizer-" + name + "/tokenizer.json");
        GgufBuilder builder = byteLevel(original, rules);
        if (begin >= 0)
            builder.u32("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(begin));
        const json found = read(builder).value();
        test::writeFile(path("tokenizer.json"), found.dump());
        const auto tokenizer = Tokenizer::open(path("tokenizer.json"));
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        const json cases = readJson("reference/tokenizer_cases.json");
        const json& texts = cases["texts"];
        const json& expected = cases["tokenizers"]["tokenizer-" + name]["ids"];
        QVERIFY(expected.size() == texts.size() && texts.size() > 10);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto ids = tokenizer->encode(texts[i].get<std::string>());
            QVERIFY2(ids.has_value(), texts[i].dump().c_str());
            QCOMPARE(json(*ids).dump(), expected[i].dump());
        }
    }

    void wordsAreCutAsLlamaCppDoes_data()
    {
        QTest::addColumn<json>("file");
        QTest::addColumn<std::string>("rules");
        const json file = readJson("gguf/word_rules.json");
        for (const auto& [rules, ids] : file["ids"].items())
            QTest::newRow(rules.c_str()) << file << rules;
    }
    void wordsAreCutAsLlamaCppDoes()
    {
        QFETCH(json, file);
        QFETCH(std::string, rules);
        const auto tokens = file["tokens"].get<std::vector<std::string>>();
        std::vector<std::int32_t> types(tokens.size(), kNormal);
        types.back() = kControl;
        GgufBuilder builder;
        builder.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", rules);
        builder.texts("tokenizer.ggml.tokens", tokens).i32s("tokenizer.ggml.token_type", types);
        builder.texts("tokenizer.ggml.merges", file["merges"].get<std::vector<std::string>>());
        builder.u32("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(tokens.size() - 1));
        const auto tokenizer = Tokenizer::read(read(builder).value(), rules);
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        const json& texts = file["texts"];
        QVERIFY(!texts.empty());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto ids = tokenizer->encode(texts[i].get<std::string>());
            QVERIFY2(ids.has_value(), texts[i].dump().c_str());
            QCOMPARE(json(*ids).dump(), file["ids"][rules][i].dump());
        }
    }

    void wordRulesAreChosenByName()
    {
        const auto withRules = [](const char* name) {
            return tinyByteLevel()
                .without("tokenizer.ggml.pre")
                .text("tokenizer.ggml.pre", name)
                .u32("tokenizer.ggml.bos_token_id", 3);
        };
        const json qwen = read(withRules("qwen2")).value();
        QCOMPARE(qwen["normalizer"].dump(), std::string(R"({"type":"NFC"})"));
        QVERIFY(qwen["pre_tokenizer"].dump().find("\\\\p{N}| ?") != std::string::npos);
        QVERIFY(qwen["post_processor"].is_null());
        const json llama = read(withRules("llama-bpe")).value();
        QVERIFY(llama["normalizer"].is_null());
        QVERIFY(llama["pre_tokenizer"].dump().find("\\\\p{N}{1,3}") != std::string::npos);
        QCOMPARE(llama["model"]["ignore_merges"].dump(), std::string("true"));
        QCOMPARE(llama["post_processor"]["special_tokens"]["<end>"]["ids"].dump(),
                 std::string("[3]"));
        const json smol = read(withRules("smollm")).value();
        QCOMPARE(smol["pre_tokenizer"]["pretokenizers"][0].dump(),
                 std::string(R"({"individual_digits":true,"type":"Digits"})"));
        const json none = read(tinyByteLevel().without("tokenizer.ggml.pre")).value();
        QCOMPARE(none["pre_tokenizer"].dump(),
                 read(withRules("default")).value()["pre_tokenizer"].dump());
        for (const char* name : { "default", "gpt-2", "olmo", "gpt-neox", "dbrx", "tekken",
                                  "gpt-4o", "llama3", "starcoder", "deepseek-r1-qwen" }) {
            test::writeFile(path("tokenizer.json"), read(withRules(name)).value().dump());
            const auto tokenizer = Tokenizer::open(path("tokenizer.json"));
            QVERIFY2(tokenizer.has_value(), tokenizer ? name : tokenizer.error().message.c_str());
            QCOMPARE(tokenizer->encode("ab<end>")->back(), std::int64_t { 3 });
        }
    }

    void boundaryTokensFollowTheKeys()
    {
        const json both = read(tinyByteLevel()
                                   .boolean("tokenizer.ggml.add_bos_token", true)
                                   .boolean("tokenizer.ggml.add_eos_token", true)
                                   .u32("tokenizer.ggml.bos_token_id", 3)
                                   .u32("tokenizer.ggml.eos_token_id", 3))
                              .value();
        QCOMPARE(both["post_processor"]["single"].size(), std::size_t { 3 });
        const json pieces = read(tinyPieces()).value();
        QCOMPARE(pieces["post_processor"]["single"][0].dump(),
                 std::string(R"({"SpecialToken":{"id":"<s>","type_id":0}})"));
        QCOMPARE(pieces["post_processor"]["single"].size(), std::size_t { 2 });
        const json bare = read(tinyPieces().boolean("tokenizer.ggml.add_bos_token", false)).value();
        QVERIFY(bare["post_processor"].is_null());
    }

    void piecesBecomeTheTokenizerOfLlama2()
    {
        const json found = read(tinyPieces()).value();
        const json expected = json::parse(R"({
            "version": "1.0", "truncation": null, "padding": null,
            "added_tokens": [
                {"id": 0, "content": "<unk>", "single_word": false, "lstrip": false,
                 "rstrip": false, "normalized": false, "special": true},
                {"id": 1, "content": "<s>", "single_word": false, "lstrip": false,
                 "rstrip": false, "normalized": false, "special": true},
                {"id": 2, "content": "</s>", "single_word": false, "lstrip": false,
                 "rstrip": false, "normalized": false, "special": true}],
            "normalizer": {"type": "Sequence", "normalizers": [
                {"type": "Prepend", "prepend": "▁"},
                {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
            "pre_tokenizer": null,
            "post_processor": {"type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                           {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                         {"Sequence": {"id": "A", "type_id": 0}},
                         {"SpecialToken": {"id": "<s>", "type_id": 1}},
                         {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
            "decoder": {"type": "Sequence", "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "ByteFallback"}, {"type": "Fuse"},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
            "model": {"type": "BPE", "dropout": null, "unk_token": "<unk>",
                "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": true,
                "byte_fallback": true,
                "vocab": {"<unk>": 0, "<s>": 1, "</s>": 2, "<0x41>": 3, "a": 4, "b": 5, "ab": 6},
                "merges": ["a b"]}})");
        QCOMPARE(found.dump(), expected.dump());

        const json bare
            = read(tinyPieces().boolean("tokenizer.ggml.add_space_prefix", false)).value();
        QCOMPARE(bare["normalizer"]["type"].dump(), std::string("\"Replace\""));
        QCOMPARE(bare["decoder"]["decoders"].size(), std::size_t { 3 });
    }

    void mergesAreRankedAsHuggingFaceDoes()
    {
        const auto file
            = GgufFile::open(std::string(ROPESCOPE_TEST_DATA) + "/gguf/tiny-llama-q4_0.gguf");
        const json found = ggufTokenizer(*file).value();
        const json expected = readJson("gguf/tokenizer_cases.json")["merges"];
        QVERIFY(expected.size() > 40);
        QCOMPARE(found["model"]["merges"].dump(), expected.dump());
    }

    void mergesOfEqualScoreGoByLength()
    {
        SentencePieces vocabulary;
        for (const char* text : { "a", "é", "aé", "éa", "aéa", "aa" })
            vocabulary.pieces.push_back({ .text = text, .score = -1.0 });
        const json found = tokenizerFromPieces(vocabulary, "here").value();
        // Lengths are of characters: é is one, in two bytes.
        const json expected { "aé a", "a éa", "a é", "é a", "a a" };
        QCOMPARE(found["model"]["merges"].dump(), expected.dump());
    }

    void onlyPlainPiecesAreMerged()
    {
        SentencePieces vocabulary;
        const auto add = [&vocabulary](const char* text, Type type) {
            vocabulary.pieces.push_back({ .text = text, .score = 0.0, .type = type });
        };
        add("<unk>", Type::Unknown);
        add("<", Type::Normal);
        add("s>", Type::Normal);
        add("<s>", Type::Control);
        add("<s", Type::Unused);
        add("s", Type::Normal);
        add("  ", Type::UserDefined);
        add(" ", Type::UserDefined);
        const json found = tokenizerFromPieces(vocabulary, "here").value();
        // A space in a piece needs the form that cannot be misread.
        QCOMPARE(found["model"]["merges"].dump(), std::string(R"([[" "," "]])"));
        QCOMPARE(found["added_tokens"].size(), std::size_t { 4 });
        QCOMPARE(found["added_tokens"][2]["special"].dump(), std::string("false"));
        QCOMPARE(found["model"]["byte_fallback"].dump(), std::string("false"));
    }

    void holesInAVocabularyGetNames()
    {
        const json found = read(tinyByteLevel()
                                    .without("tokenizer.ggml.tokens")
                                    .texts("tokenizer.ggml.tokens", { "a", "", "", "<end>" })
                                    .without("tokenizer.ggml.merges")
                                    .texts("tokenizer.ggml.merges", {}))
                               .value();
        QCOMPARE(found["model"]["vocab"]["[EMPTY_1]"].dump(), std::string("1"));
        QCOMPARE(found["model"]["vocab"]["[EMPTY_2]"].dump(), std::string("2"));
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<GgufBuilder>("builder");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, GgufBuilder builder, std::string part,
                            ErrorCode code = ErrorCode::Malformed) {
            QTest::newRow(name) << std::move(builder) << code << std::move(part);
        };
        const std::string tokens = "tokenizer.ggml.tokens";
        const std::string types = "tokenizer.ggml.token_type";
        const std::string scores = "tokenizer.ggml.scores";
        const std::string merges = "tokenizer.ggml.merges";
        row("none", GgufBuilder(), "has no tokenizer", ErrorCode::NotFound);
        row("another kind", GgufBuilder().text("tokenizer.ggml.model", "bert"), "'bert'",
            ErrorCode::Unsupported);
        row("a kind that is no text", GgufBuilder().u32("tokenizer.ggml.model", 1),
            "'tokenizer.ggml.model' must be a UTF-8 text, found the u32 1");
        row("other word rules",
            tinyByteLevel().without("tokenizer.ggml.pre").text("tokenizer.ggml.pre", "viking"),
            "'tokenizer.ggml.pre' 'viking'", ErrorCode::Unsupported);
        row("no tokens", tinyByteLevel().without(tokens), "'tokenizer.ggml.tokens' is missing");
        row("tokens that are numbers", tinyByteLevel().without(tokens).i32s(tokens, { 1 }),
            "must be an array of texts, found an array of 1 i32");
        row("more tokens than there are",
            tinyByteLevel().without(tokens).raw(tokens, 9,
                                                test::bytesOf<std::uint32_t>(0)
                                                    + test::bytesOf<std::uint64_t>((1 << 24) + 1)
                                                    + std::string((1 << 24) + 1, '\0')),
            "'tokenizer.ggml.tokens' has 16777217 values, expected at most 16777216");
        row("too few types", tinyByteLevel().without(types).i32s(types, { 1 }),
            "found 4 tokens, 1 types, 4 scores");
        row("no merges", tinyByteLevel().without(merges), "'tokenizer.ggml.merges' is missing");
        row("merges that are one text", tinyByteLevel().without(merges).text(merges, "a b"),
            "'tokenizer.ggml.merges' must be an array");
        row("no scores", tinyPieces().without(scores), "'tokenizer.ggml.scores' is missing");
        row("scores that are texts",
            tinyPieces().without(scores).texts(scores, std::vector<std::string>(7, "1")),
            "must be an array of numbers, found an array of 7 string");
        row("a score that is no number",
            tinyPieces().without(scores).f32s(scores, { 0, 0, 0, 0, NAN, 0, 0 }),
            "the score of token 4 must be a number");
        row("a token twice",
            tinyByteLevel().without(tokens).texts(tokens, { "a", "b", "a", "<end>" }),
            "tokens 0 and 2 are both 'a'");
        row("a piece twice",
            tinyPieces().without(tokens).texts(tokens, { "<unk>", "x", "y", "z", "z", "b", "ab" }),
            "tokens 3 and 4 are both 'z'");
        row("a token that is not UTF-8",
            tinyByteLevel().without(tokens).texts(tokens, { "a", "\xff", "c", "<end>" }),
            "token 1 must be UTF-8, found '<0xFF>'");
        row("a piece of a megabyte",
            tinyPieces().without(tokens).texts(
                tokens, { "<unk>", "x", "y", "z", std::string(1 << 20, 'q'), "b", "ab" }),
            "token 4 must have at most 1024 bytes");
        row("a token to begin with that is not there",
            tinyByteLevel()
                .boolean("tokenizer.ggml.add_bos_token", true)
                .u32("tokenizer.ggml.bos_token_id", 9),
            "'tokenizer.ggml.bos_token_id' is 9, but there are 4 tokens");
        row("no token to begin with", tinyByteLevel().boolean("tokenizer.ggml.add_bos_token", true),
            "'tokenizer.ggml.bos_token_id' is missing");
        row("a piece to begin with that is not there",
            tinyPieces().u32("tokenizer.ggml.bos_token_id", 9), "but there are 7 tokens");
        row("a switch that is a number", tinyPieces().u32("tokenizer.ggml.add_bos_token", 1),
            "'tokenizer.ggml.add_bos_token' must be true or false, found the u32 1");
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(GgufBuilder, builder);
        QFETCH(ErrorCode, code);
        QFETCH(std::string, part);
        const auto found = read(builder);
        ROPESCOPE_EXPECT_ERROR(found, code, part);
        QVERIFY(found.error().message.find("model.gguf") != std::string::npos);
    }

private:
    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_directory->path().toStdString()) / name;
    }

    Result<json> read(const GgufBuilder& builder)
    {
        test::writeFile(path("model.gguf"), builder.build());
        const auto file = GgufFile::open(path("model.gguf"));
        if (!file)
            qFatal("%s", file.error().message.c_str());
        return ggufTokenizer(*file);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestGgufTokenizer)
#include "tst_gguf_tokenizer.moc"
