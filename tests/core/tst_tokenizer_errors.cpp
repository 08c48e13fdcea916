// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <chrono>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/tokenizer/text_pattern.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/files.h"

using namespace ropescope;
using test::replaced;

namespace {

constexpr const char* kByteLevel = R"({
    "normalizer": {"type": "NFC"},
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
    "post_processor": null,
    "decoder": {"type": "ByteLevel"},
    "added_tokens": [{"id": 20, "content": "<end>", "special": true, "normalized": false}],
    "model": {"type": "BPE", "dropout": null, "unk_token": null,
        "vocab": {"a":0, "b":1, "c":2, "d":3, "ab":5, "abc":6},
        "merges": ["a b", "ab c"]}
})";

constexpr const char* kSentencePiece = R"({
    "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first"},
    "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1]},
    "decoder": {"type": "Strip", "content": " ", "start": 1, "stop": 0},
    "model": {"type": "BPE", "unk_token": null, "byte_fallback": true, "fuse_unk": true,
        "vocab": {"<unk>":0, "<s>":1, "</s>":2, "<0x41>":3, "▁":4, "a":5, "▁a":6},
        "merges": [["▁", "a"]]}
})";

/// Two kSentencePiece parts, to be written out once.
constexpr const char* kPreTokenizer
    = R"({"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first"})";
constexpr const char* kNormalizer
    = R"({"type": "Replace", "pattern": {"String": " "}, "content": "▁"})";
constexpr const char* kDecoder = R"({"type": "Strip", "content": " ", "start": 1, "stop": 0})";
constexpr const char* kPostProcessor
    = R"({"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1]})";

constexpr auto kMalformed = ErrorCode::Malformed;
constexpr auto kUnsupported = ErrorCode::Unsupported;

void addColumns()
{
    QTest::addColumn<std::string>("from");
    QTest::addColumn<std::string>("to");
    QTest::addColumn<int>("code");
    QTest::addColumn<std::string>("part");
}

/// The file with `from` replaced by `to` is refused for a reason that says `part`.
void row(const char* name, const char* from, const std::string& to, ErrorCode code,
         const char* part)
{
    QTest::newRow(name) << std::string(from) << to << static_cast<int>(code) << std::string(part);
}

Result<Tokenizer> read(const std::string& text)
{
    return parseJson(text, "x/tokenizer.json").and_then([](const nlohmann::json& json) {
        return Tokenizer::read(json, "x/tokenizer.json");
    });
}

} // namespace

class TestTokenizerErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFilesBelowAreFineAsTheyAre()
    {
        for (const char* text : { kByteLevel, kSentencePiece }) {
            const auto tokenizer = read(text);
            QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        }
    }

    void brokenByteLevelFilesAreRefused_data()
    {
        addColumns();
        row("not JSON", "\"post_processor\":", "", kMalformed, "not valid JSON");
        row("no model", "\"model\"", "\"models\"", kMalformed, "model");
        row("a thousand steps", "\"post_processor\":",
            R"("normalizer": {"type": "Sequence", "normalizers": [)"
                + QStringList(1000, R"({"type": "NFC"})").join(", ").toStdString()
                + R"(]}, "post_processor":)",
            kMalformed, "normalizer: has more than 64 steps");
        row("a pattern as a book", "\"post_processor\":",
            R"("normalizer": {"type": "Replace", "content": "", "pattern": {"String": ")"
                + std::string(5000, 'a') + R"("}}, "post_processor":)",
            kUnsupported, "the String of 'pattern' has 5000 bytes, supported are 256");
        row("a regex as a book", "\"post_processor\":",
            R"("normalizer": {"type": "Replace", "content": "", "pattern": {"Regex": ")"
                + std::string(5000, 'a') + R"("}}, "post_processor":)",
            kUnsupported, "the Regex of 'pattern' has 5000 bytes, supported are 4096");
        row("no vocabulary", "\"vocab\"", "\"words\"", kMalformed, "'vocab'");
        row("vocabulary as a list", R"({"a":0, "b":1, "c":2, "d":3, "ab":5, "abc":6})", "[]",
            kMalformed, "'vocab' must be an object");
        row("no merges", "\"merges\"", "\"merge\"", kMalformed, "'merges'");
        row("merges as an object", R"(["a b", "ab c"])", "{}", kMalformed,
            "'merges' must be a list");
        row("id as text", "\"a\":0", "\"a\":\"0\"", kMalformed, "token 'a'");
        row("negative id", "\"a\":0", "\"a\":-1", kMalformed, "token 'a'");
        row("fractional id", "\"a\":0", "\"a\":0.5", kMalformed, "token 'a'");
        row("id beyond any vocabulary", "\"a\":0", "\"a\":4000000000", kMalformed, "token 'a'");
        row("merge without a space", "\"a b\"", "\"ab\"", kMalformed, "merge 0");
        row("merge of three", "\"a b\"", "[\"a\", \"b\", \"c\"]", kMalformed, "merge 0");
        row("merge of numbers", "\"a b\"", "[0, 1]", kMalformed, "merge 0");
        row("merge of unknown tokens", "\"a b\"", "\"a d\"", kMalformed, "'a' and 'd'");
        row("ignore_merges as a number", "\"dropout\": null", "\"ignore_merges\": 1", kMalformed,
            "'ignore_merges'");
        row("unknown token as a number", "\"unk_token\": null", "\"unk_token\": 0", kMalformed,
            "'unk_token'");
        row("added tokens as an object",
            R"([{"id": 20, "content": "<end>", "special": true, "normalized": false}])", "{}",
            kMalformed, "added_tokens: expected a list");
        row("added token without text", "\"content\"", "\"contents\"", kMalformed, "'content'");
        row("added token far away", "\"id\": 20", "\"id\": 2000000000", kMalformed, "'id'");
        row("added token as a book", "<end>", std::string(2000, 'x'), kUnsupported,
            "added_tokens: the token 20 has 2000 bytes, supported are 1024");
        row("added token with a flag in words", "\"normalized\": false", "\"lstrip\": \"no\"",
            kMalformed, "'lstrip'");
        row("other model", "\"BPE\"", "\"Unigram\"", kUnsupported, "'Unigram'");
        row("another model", "\"BPE\"", "\"WordPiece\"", kUnsupported, "'WordPiece'");
        row("dropout", "\"dropout\": null", "\"dropout\": 0.1", kUnsupported, "'dropout'");
        row("suffix", "\"dropout\": null", "\"end_of_word_suffix\": \"</w>\"", kUnsupported,
            "'end_of_word_suffix'");
        row("prefix", "\"dropout\": null", "\"continuing_subword_prefix\": \"##\"", kUnsupported,
            "'continuing_subword_prefix'");
        row("byte fallback without byte tokens", "\"dropout\": null", "\"byte_fallback\": true",
            kMalformed, "model: 'byte_fallback'");
        row("other normaliser", "\"NFC\"", "\"BertNormalizer\"", kUnsupported,
            "normalizer: 'BertNormalizer'");
        row("normaliser without a type", "{\"type\": \"NFC\"}", "{}", kMalformed,
            "normalizer: expected an object with a 'type'");
        row("sequence without a list", "{\"type\": \"NFC\"}", R"({"type": "Sequence"})", kMalformed,
            "'normalizers'");
        row("other pre-tokeniser", "\"pre_tokenizer\": {\"type\": \"ByteLevel\"",
            "\"pre_tokenizer\": {\"type\": \"UnicodeScripts\"", kUnsupported, "'UnicodeScripts'");
        row("byte level with a flag in words", "\"use_regex\": true", "\"use_regex\": \"yes\"",
            kMalformed, "pre_tokenizer: ByteLevel: 'use_regex'");
        row("other decoder", R"("decoder": {"type": "ByteLevel"})",
            R"("decoder": {"type": "WordPiece"})", kUnsupported, "'WordPiece'");
        row("other post-processor", "\"post_processor\": null",
            R"("post_processor": {"type": "Unheard"})", kUnsupported, "'Unheard'");
        row("template without the text", "\"post_processor\": null",
            R"("post_processor": {"type": "TemplateProcessing", "single": [],
                "special_tokens": {}})",
            kUnsupported, "0 times");
        row("template of an unknown token", "\"post_processor\": null",
            R"("post_processor": {"type": "TemplateProcessing", "special_tokens": {},
                "single": [{"SpecialToken": {"id": "<s>"}}]})",
            kMalformed, "'<s>'");
        row("template that multiplies ids", "\"post_processor\": null",
            R"("post_processor": {"type": "TemplateProcessing",
                "special_tokens": {"<s>": {"ids": [0, 1, 2, 3]}}, "single": [)"
                + QStringList(17, R"({"SpecialToken": {"id": "<s>"}})").join(", ").toStdString()
                + R"(, {"Sequence": {"id": "A"}}]})",
            kMalformed, "more than 64 ids are put before or after a text");
        row("template that is a text", "\"post_processor\": null",
            R"("post_processor": {"type": "TemplateProcessing", "special_tokens": {},
                "single": "$A"})",
            kMalformed, "'special_tokens'");
    }
    void brokenByteLevelFilesAreRefused() { expectError(kByteLevel); }

    void brokenSentencePieceFilesAreRefused_data()
    {
        addColumns();
        row("replace without a pattern", "\"pattern\": {\"String\": \" \"}, ", "", kMalformed,
            "normalizer: Replace: the key 'pattern'");
        row("replace without a content", "\"content\": \"▁\"", "\"content\": null", kMalformed,
            "normalizer: Replace: the key 'content'");
        row("replace of nothing", "{\"String\": \" \"}", "{\"String\": \"\"}", kMalformed,
            "the String of 'pattern' is empty");
        row("pattern of another kind", "{\"String\": \" \"}", "{\"Glob\": \"*\"}", kMalformed,
            "'pattern' must be an object");
        row("pattern that does not compile", "{\"String\": \" \"}", "{\"Regex\": \"(\"}",
            kMalformed, "'(' does not compile");
        row("pattern that repeats pairs", "{\"String\": \" \"}", "{\"Regex\": \"a{2}+\"}",
            kUnsupported, "normalizer: Replace: the pattern 'a{2}+' repeats");
        row("strip without sides", kNormalizer, R"({"type": "Strip", "strip_left": true})",
            kMalformed, "normalizer: Strip: the key 'strip_right'");
        row("prepend of a number", kNormalizer, R"({"type": "Prepend", "prepend": 1})", kMalformed,
            "normalizer: Prepend: 'prepend'");
        row("prepend of a book", kNormalizer,
            replaced(R"({"type": "Prepend", "prepend": "book"})", "book", std::string(257, 'x'))
                .c_str(),
            kUnsupported, "normalizer: Prepend: 'prepend' has 257 bytes");
        row("odd scheme", "\"first\"", "\"sometimes\"", kMalformed,
            "pre_tokenizer: Metaspace: 'prepend_scheme' must be always, first or never");
        row("schemes that disagree", "\"prepend_scheme\": \"first\"",
            R"("prepend_scheme": "first", "add_prefix_space": false)", kMalformed,
            "'add_prefix_space' is false");
        row("replacement of two characters", "\"replacement\": \"▁\"", "\"replacement\": \"▁▁\"",
            kMalformed, "'replacement' must be one character");
        row("no replacement", "\"replacement\": \"▁\", ", "", kMalformed,
            "the key 'replacement' is missing");
        row("split without a behaviour", kPreTokenizer,
            R"({"type": "Split", "pattern": {"String": " "}})", kMalformed,
            "pre_tokenizer: Split: the key 'behavior'");
        row("split with an odd behaviour", kPreTokenizer,
            R"({"type": "Split", "pattern": {"String": " "}, "behavior": "Dropped"})", kUnsupported,
            "'Dropped'");
        row("digits with a flag in words", kPreTokenizer,
            R"({"type": "Digits", "individual_digits": "each"})", kMalformed,
            "pre_tokenizer: Digits: 'individual_digits'");
        row("sequences without end", kPreTokenizer,
            R"({"type": "Sequence", "pretokenizers": [{"type": "Sequence", "pretokenizers": [
                {"type": "Sequence", "pretokenizers": [{"type": "Sequence", "pretokenizers": [
                {"type": "Sequence", "pretokenizers": [{"type": "Sequence", "pretokenizers": [
                {"type": "Sequence", "pretokenizers": [{"type": "Sequence", "pretokenizers": [
                {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}]}]}]}]}]}]}]}]}]})",
            kMalformed, "sequences within sequences");
        row("strip of a word", "\"content\": \" \", \"start\"", "\"content\": \"word\", \"start\"",
            kMalformed, "decoder: Strip: 'content' must be one character");
        row("strip of negative length", "\"start\": 1", "\"start\": -1", kMalformed,
            "decoder: Strip: 'start'");
        row("strip of endless length", "\"stop\": 0", "\"stop\": 1e30", kMalformed,
            "decoder: Strip: 'stop'");
        row("decoder without a pattern", kDecoder, R"({"type": "Replace", "content": " "})",
            kMalformed, "decoder: Replace: the key 'pattern'");
        row("frame without an id", "[\"</s>\", 2]", "[\"</s>\"]", kMalformed,
            "post_processor: RobertaProcessing: 'sep'");
        row("frame with an id out of range", "[\"<s>\", 1]", "[\"<s>\", -1]", kMalformed,
            "'cls' must be a token and its id");
        row("frame without one side", kPostProcessor,
            R"({"type": "BertProcessing", "sep": ["</s>", 2]})", kMalformed,
            "post_processor: BertProcessing: the key 'cls'");
        row("fuse_unk in words", "\"fuse_unk\": true", "\"fuse_unk\": \"yes\"", kMalformed,
            "model: 'fuse_unk'");
        row("merge that makes no token", "[\"▁\", \"a\"]", "[\"a\", \"▁\"]", kMalformed, "merge 0");
    }
    void brokenSentencePieceFilesAreRefused() { expectError(kSentencePiece); }

    void jsonThatIsNoObjectIsRefused()
    {
        for (const char* file : { "[]", "1", "null", "\"tokenizer\"" })
            ROPESCOPE_EXPECT_ERROR(read(file), kMalformed, "x/tokenizer.json: expected");
    }

    void textsThatGrowWithoutEndAreRefused_data()
    {
        QTest::addColumn<std::string>("section");
        QTest::newRow("normalizer") << std::string(kNormalizer);
        QTest::newRow("decoder") << std::string(kDecoder);
    }
    void textsThatGrowWithoutEndAreRefused()
    {
        QFETCH(std::string, section);
        std::string steps;
        for (int i = 0; i < 30; ++i) {
            steps += (i == 0 ? "" : ", ")
                + std::string(
                         R"({"type": "Replace", "pattern": {"String": "a"}, "content": "aa"})");
        }
        const std::string list = section == kNormalizer ? "normalizers" : "decoders";
        const std::string sequence = replaced(
            replaced(R"({"type": "Sequence", "LIST": [STEPS]})", "LIST", list), "STEPS", steps);
        const auto tokenizer = read(replaced(kSentencePiece, section, sequence));
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        if (section == kNormalizer) {
            ROPESCOPE_EXPECT_ERROR(tokenizer->encode("a"), kMalformed, "longer than 32768");
        } else {
            const std::vector<std::int64_t> ids = tokenizer->encode("a").value();
            ROPESCOPE_EXPECT_ERROR(tokenizer->decode(ids), kMalformed, "longer than 32768");
            ROPESCOPE_EXPECT_ERROR(tokenizer->pieces(ids), kMalformed, "longer than 32768");
        }
    }

    void patternsStopWhenTheTimeOfTheirTextIsSpent_data()
    {
        QTest::addColumn<std::string>("pattern");
        QTest::newRow("String") << std::string(R"({"String": "b"})");
        QTest::newRow("Regex") << std::string(R"({"Regex": "b"})");
    }
    void patternsStopWhenTheTimeOfTheirTextIsSpent()
    {
        QFETCH(std::string, pattern);
        const auto read = TextPattern::read(nlohmann::json::parse(pattern), "x");
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        MatchingTime time(3);
        QCOMPARE(read->spans("abc", time).value().size(), std::size_t { 3 });
        time.spend(std::chrono::hours(1));
        ROPESCOPE_EXPECT_ERROR(read->spans("abc", time), kUnsupported, "The tokenizer's pattern");
    }

    void anUnknownTokenThatIsNoneIsAnErrorWhenItIsNeeded()
    {
        const auto tokenizer
            = read(replaced(kSentencePiece, "\"unk_token\": null", "\"unk_token\": \"<?>\""));
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        QVERIFY(tokenizer->encode("a A").has_value());
        ROPESCOPE_EXPECT_ERROR(tokenizer->encode("a z"), kUnsupported, "'<?>'");
    }

private:
    static void expectError(const char* file)
    {
        QFETCH(std::string, from);
        QFETCH(std::string, to);
        QFETCH(int, code);
        QFETCH(std::string, part);
        const auto tokenizer = read(replaced(file, from, to));
        ROPESCOPE_EXPECT_ERROR(tokenizer, static_cast<ErrorCode>(code), part);
        QVERIFY2(tokenizer.error().message.starts_with("x/tokenizer.json"),
                 tokenizer.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTokenizerErrors)
#include "tst_tokenizer_errors.moc"
