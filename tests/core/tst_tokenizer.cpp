// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <chrono>
#include <memory>

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/tokenizer/added_tokens.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/files.h"

using namespace ropescope;
using test::replaced;
using Ids = std::vector<std::int64_t>;

namespace {

/// Letters a to f with merges for "ab" and "abc", a special token, and one token of white space.
constexpr const char* kTokenizer = R"({
    "normalizer": {"type": "NFC"},
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
    "post_processor": null,
    "decoder": {"type": "ByteLevel"},
    "added_tokens": [
        {"id": 20, "content": "<end>", "special": true, "normalized": false}
    ],
    "model": {"type": "BPE", "dropout": null, "unk_token": null,
        "vocab": {"a":0, "b":1, "c":2, "d":3, "Ġ":4, "ab":5, "abc":6, "Ġab":7, "Ã":8, "©":9},
        "merges": ["a b", "ab c", "Ġ ab"]}
})";

/// A SentencePiece vocabulary: the whole text is one word, what it lacks is written in bytes.
constexpr const char* kSentencePiece = R"({
    "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
    "decoder": {"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
        {"type": "ByteFallback"}, {"type": "Fuse"},
        {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
    "added_tokens": [{"id": 1, "content": "<s>", "special": true}],
    "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true,
        "vocab": {"<unk>":0, "<s>":1, "<0xC3>":2, "<0xA9>":3, "<0x0A>":4, "▁":5, "t":6, "h":7,
            "e":8, "th":9, "the":10, "▁the":11, "e▁":12},
        "merges": ["t h", "th e", "▁ the", "e ▁"]}
})";

/// The "pre_tokenizer" above, and one with a Split before it.
constexpr const char* kByteLevel
    = R"({"type": "ByteLevel", "add_prefix_space": false, "use_regex": true})";
constexpr const char* kSequence = R"({"type": "Sequence", "pretokenizers": [
    {"type": "Split", SPLIT},
    {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]})";

QByteArray describe(const Ids& ids)
{
    QByteArray text;
    for (const std::int64_t id : ids)
        text += QByteArray::number(static_cast<qlonglong>(id)) + ' ';
    return text;
}

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void mergesApplyInOrderOfRank() { QCOMPARE(encode("abc ab d"), (Ids { 6, 7, 4, 3 })); }

    void mergesMayBePairs()
    {
        m_json = replaced(kTokenizer, R"(["a b", "ab c", "Ġ ab"])",
                          R"([["a","b"], ["ab","c"], ["Ġ","ab"]])");
        QCOMPARE(encode("abc ab d"), (Ids { 6, 7, 4, 3 }));
    }

    void wholeWordsMayOverrideMerges()
    {
        m_json = replaced(
            replaced(kTokenizer, "\"merges\": [\"a b\", \"ab c\", \"Ġ ab\"]", "\"merges\": []"),
            "\"dropout\": null", "\"ignore_merges\": true");
        QCOMPARE(encode("abc abcab"), (Ids { 6, 4, 0, 1, 2, 0, 1 }));
    }

    void bytesThatTheVocabularyLacksAreSkippedOrUnknown()
    {
        QCOMPARE(encode("azb"), (Ids { 5 }));
        m_json = replaced(kTokenizer, "\"unk_token\": null", "\"unk_token\": \"d\"");
        QCOMPARE(encode("azb"), (Ids { 0, 3, 1 }));
    }

    void aPrefixSpaceIsAddedWhereThereIsNone()
    {
        m_json = replaced(kTokenizer, "\"add_prefix_space\": false", "\"add_prefix_space\": true");
        QCOMPARE(encode("ab"), (Ids { 7 }));
        QCOMPARE(encode(" ab"), (Ids { 7 }));
        QCOMPARE(encode("ab<end>ab"), (Ids { 7, 20, 7 }));
    }

    void decomposedTextIsNormalised()
    {
        QCOMPARE(encode("\u0065\u0301"), (Ids { 8, 9 })); // e and an accent, NFC: one letter
    }

    void longWordsAreEncodedWhole()
    {
        std::string word;
        for (int i = 0; i < 200000; ++i)
            word += "abc"[i % 3];
        const Ids ids = encode(word);
        QCOMPARE(ids.size(), std::size_t { 66667 });
        QCOMPARE(ids.front(), 6);
        QCOMPARE(ids.back(), 5);
    }

    void addedTokensHonourTheirFlags_data()
    {
        QTest::addColumn<std::string>("flag");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<Ids>("ids");
        const auto row = [](const char* name, const char* flag, const char* text, Ids ids) {
            QTest::newRow(name) << std::string(flag) << std::string(text) << std::move(ids);
        };
        row("none", "lstrip\": false, \"rstrip", "a <end> b", { 0, 4, 20, 4, 1 });
        row("white space before", "lstrip", "a \t<end> b", { 0, 20, 4, 1 });
        row("white space after", "rstrip", "a <end> \u3000b", { 0, 4, 20, 1 });
        row("apart from words", "single_word", "a <end> b", { 0, 4, 20, 4, 1 });
        row("touching a word", "single_word", "a<end> b", { 0, 3, 4, 1 });
        row("touching a word after", "single_word", "a <end>b", { 0, 4, 3, 1 });
    }
    void addedTokensHonourTheirFlags()
    {
        QFETCH(std::string, flag);
        QFETCH(std::string, text);
        QFETCH(Ids, ids);
        const bool isOn = flag.find("false") == std::string::npos;
        m_json = replaced(kTokenizer, "\"special\": true",
                          "\"" + flag + "\": " + (isOn ? "true" : "false"));
        QCOMPARE(describe(encode(text)), describe(ids));
    }

    void theLongestAddedTokenWins()
    {
        m_json = replaced(kTokenizer, R"("added_tokens": [)",
                          R"("added_tokens": [{"id": 21, "content": "<end>>"},)");
        QCOMPARE(encode("<end>><end>"), (Ids { 21, 20 }));
    }

    void addedTokensMayBeginWithOneAnother()
    {
        m_json = replaced(kTokenizer, R"("added_tokens": [)",
                          R"("added_tokens": [{"id": 21, "content": "\u00e9\u00e9"},
                              {"id": 22, "content": "\u00e9"}, {"id": 23, "content": "\u00e9ab"},
                              {"id": 24, "content": "\u00e9"}, {"id": 25, "content": "\u00eaab"},)");
        QCOMPARE(encode("ééabé"), (Ids { 21, 5, 22 }));
        QCOMPARE(encode("éabéêabé"), (Ids { 23, 22, 25, 22 }));
        QCOMPARE(encode("éaéa"), (Ids { 22, 0, 22, 0 })); // it ends within a longer one
    }

    void addedTokensOfManyLikenessesAreFoundFast()
    {
        std::string tokens;
        for (int length = 1; length < 1000; ++length) {
            tokens += "{\"id\": " + std::to_string(100 + length) + ", \"content\": \""
                + std::string(static_cast<std::size_t>(length), 'a') + "!\"},";
        }
        m_json = replaced(kTokenizer, R"("added_tokens": [)", R"("added_tokens": [)" + tokens);
        QCOMPARE(encode("aaa!"), (Ids { 103 }));
        const Ids ids = encode(std::string(1'000'000, 'a') + "!"); // a minute when each is tried
        QCOMPARE(ids.size(), std::size_t { 1'000'000 - 999 + 1 });
        QCOMPARE(ids.back(), 100 + 999);
    }

    void addedTokensStopWhenTheTimeOfTheirTextIsSpent()
    {
        const TextNormalizer none;
        const auto tokens
            = AddedTokens::read(nlohmann::json::parse(R"([{"id": 1, "content": "b"}])"), none, "x");
        QVERIFY(tokens.has_value());
        MatchingTime time(3);
        QCOMPARE(tokens->split("abc", none, time).value().size(), std::size_t { 3 });
        time.spend(std::chrono::hours(1));
        ROPESCOPE_EXPECT_ERROR(tokens->split("abc", none, time), ErrorCode::Unsupported,
                               "added tokens take too long");
    }

    void addedTokensMayMatchNormalisedText()
    {
        const std::string token = "{\"id\": 21, \"content\": \"\u00e9\", \"normalized\": true},";
        m_json = replaced(kTokenizer, R"("added_tokens": [)", R"("added_tokens": [)" + token);
        QCOMPARE(encode("a\u0065\u0301"), (Ids { 0, 21 }));
        m_json = replaced(m_json, "\"normalized\": true", "\"normalized\": false");
        QCOMPARE(encode("a\u0065\u0301"), (Ids { 0, 8, 9 }));
    }

    void partsOfACharacterAreSpelt()
    {
        const auto tokenizer = openText();
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        QCOMPARE(tokenizer->pieces({ 8, 9, 7, 20 }).value(),
                 (std::vector<std::string> { "<0xC3>", "<0xA9>", " ab", "<end>" }));
        QCOMPARE(tokenizer->decode({ 8, 9, 7 }).value(), std::string("\u00e9 ab"));
        QCOMPARE(tokenizer->decode({ 9, 7 }).value(), std::string("\ufffd ab"));
    }

    void wholeTextsAreOneWordWithoutAPreTokenizer()
    {
        m_json = kSentencePiece;
        QCOMPARE(encode(" the the"), (Ids { 11, 11 }));
        QCOMPARE(encode("e the"), (Ids { 8, 11 })); // the word of lower rank comes first
        QCOMPARE(encode("the e "), (Ids { 10, 5, 12 }));
    }

    void charactersThatTheVocabularyLacksAreWrittenInBytes()
    {
        m_json = kSentencePiece;
        QCOMPARE(encode("th\u00e9\n"), (Ids { 9, 2, 3, 4 }));
        QCOMPARE(encode("hxyzh"), (Ids { 7, 0, 7 }));
        m_json = replaced(m_json, "\"fuse_unk\": true", "\"fuse_unk\": false");
        QCOMPARE(encode("hxyh"), (Ids { 7, 0, 0, 7 }));
    }

    void piecesOfSentencePieceAreReadable()
    {
        m_json = kSentencePiece;
        const auto tokenizer = openText();
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        const Ids ids { 1, 11, 5, 2, 3, 4, 12 };
        QCOMPARE(tokenizer->pieces(ids).value(),
                 (std::vector<std::string> { "<s>", " the", " ", "<0xC3>", "<0xA9>", "\n", "e " }));
        QCOMPARE(tokenizer->decode(ids).value(), std::string("<s> the \u00e9\ne "));
        QCOMPARE(tokenizer->decode({ 11, 2 }).value(), std::string("the\ufffd"));
    }

    void endlessRunsAreEncoded_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::newRow("byte level") << std::string(kTokenizer);
        QTest::newRow("SentencePiece") << std::string(kSentencePiece);
    }
    void endlessRunsAreEncoded()
    {
        QFETCH(std::string, file);
        constexpr std::size_t kLong = 1000000;
        m_json = file;
        QCOMPARE(encode(std::string(kLong, ' ')).size(), kLong);
    }

    void jsonAtHandIsReadAsAFileIs()
    {
        // Numbers of a translator may be signed, those of a parser are not.
        nlohmann::json json = nlohmann::json::parse(kTokenizer);
        json["model"]["vocab"]["a"] = 0;
        QVERIFY(!json["model"]["vocab"]["a"].is_number_unsigned());
        const auto tokenizer = Tokenizer::read(json, "model.gguf");
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        QCOMPARE(tokenizer->encode("abc ab d").value(), (Ids { 6, 7, 4, 3 }));
        json["model"]["vocab"]["a"] = -1;
        ROPESCOPE_EXPECT_ERROR(Tokenizer::read(json, "model.gguf"), ErrorCode::Malformed,
                               "model.gguf: model: token 'a'");
    }

    void idsOutsideTheVocabularyAreRefused()
    {
        const auto tokenizer = openText();
        QCOMPARE(tokenizer->vocabularySize(), 21);
        for (const std::int64_t id : { -1LL, 15LL, 21LL, 1LL << 40 }) {
            ROPESCOPE_EXPECT_ERROR(tokenizer->decode({ 0, id }), ErrorCode::InvalidArgument,
                                   std::to_string(id));
            ROPESCOPE_EXPECT_ERROR(tokenizer->pieces({ id }), ErrorCode::InvalidArgument,
                                   std::to_string(id));
        }
    }

    void textThatIsNotUtf8IsRefused()
    {
        ROPESCOPE_EXPECT_ERROR(openText()->encode("ab\xc3("), ErrorCode::Malformed, "byte 2");
    }

    void splitsMayBeLiteral()
    {
        useSplit(R"("behavior": "Isolated", "pattern": {"String": "b"})");
        QCOMPARE(encode("abc"), (Ids { 0, 1, 2 }));
    }

    void aPatternThatExplodesIsAnError()
    {
        useSplit(R"("behavior": "Isolated", "pattern": {"Regex": "(a+)+(a+)+(a+)+(a+)+(a+)+d"})");
        ROPESCOPE_EXPECT_ERROR(openText()->encode(std::string(2000, 'a')), ErrorCode::Unsupported,
                               "pattern");
    }

    void aTextThatDoublesInEveryStepIsAnError()
    {
        std::string steps;
        for (int i = 0; i < 40; ++i)
            steps += (i > 0 ? ", " : "") + std::string(kByteLevel);
        m_json = replaced(kTokenizer, kByteLevel,
                          R"({"type": "Sequence", "pretokenizers": [)" + steps + "]}");
        ROPESCOPE_EXPECT_ERROR(openText()->encode("\u9be8"), ErrorCode::Malformed, "longer than");
    }

    /// Each match is quick enough by itself.
    void aPatternThatIsSlowOnManyWordsIsAnError()
    {
        useSplit(R"("behavior": "Isolated", "pattern": {"Regex": "(a+)+d|\\s"})");
        std::string words;
        for (int i = 0; i < 20'000; ++i)
            words += "aaaaaaaaaaaaaaaaaaaaaaa ";
        ROPESCOPE_EXPECT_ERROR(openText()->encode(words), ErrorCode::Unsupported, "pattern");
    }

    /// Each of them takes all white space behind it along, as in Hugging Face's tokenizers.
    void aMillionSpacesMayBeTokens()
    {
        m_json = replaced(kTokenizer, "\"content\": \"<end>\"",
                          "\"content\": \" \", \"rstrip\": true");
        const Ids ids = encode("a" + std::string(1'000'000, ' ') + "b");
        QCOMPARE(ids.size(), std::size_t { 1'000'002 });
        QCOMPARE(ids[1], 20);
        QCOMPARE(ids.back(), 1);
    }

    void aMissingFileIsNamed()
    {
        ROPESCOPE_EXPECT_ERROR(Tokenizer::open(path() / "tokenizer.json"), ErrorCode::NotFound,
                               "tokenizer.json");
    }

    void cleanup() { m_json = kTokenizer; }

private:
    std::filesystem::path path() const { return m_directory->path().toStdString(); }

    Result<Tokenizer> openText() const
    {
        test::writeFile(path() / "tokenizer.json", m_json);
        return Tokenizer::open(path() / "tokenizer.json");
    }

    Ids encode(const std::string& text) const
    {
        const auto tokenizer = openText();
        if (!tokenizer)
            qFatal("%s", tokenizer.error().message.c_str());
        const auto ids = tokenizer->encode(text);
        if (!ids)
            qFatal("%s", ids.error().message.c_str());
        return *ids;
    }

    void useSplit(const std::string& split)
    {
        const std::string sequence = replaced(kSequence, "SPLIT", split);
        m_json = replaced(kTokenizer, kByteLevel, sequence);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_json = kTokenizer;
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
