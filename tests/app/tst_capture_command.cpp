// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/trace/trace_file.h"
#include "tests/app/command_call.h"
#include "tests/app/model_copy.h"
#include "tests/support/matrix_compare.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

const QString kLlama = QStringLiteral(ROPESCOPE_TEST_DATA "/models/tiny-llama");

} // namespace

/// tiny-llama: 2 layers, 4 heads, head dimension 16, 96 tokens in the vocabulary, no tokenizer.
class TestCaptureCommand : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void aTraceHoldsThePromptAndTheModelsShape();
    void theBuiltInModelIsTheDefault();
    void layersAndValuesAreAsAskedFor();
    void maxTokensCutsThePrompt();
    void generatedTokensAreRecordedToo();
    void aModelLevelEditReachesLaterLayers();
    void aMaskedHeadIsFeltByLaterLayers();
    void seedsDrawTokens();
    void comparisonIsATable();
    void comparisonIsJson();
    void separatorsOfTokenIdsMix();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void failedJobsNameTheThing_data();
    void failedJobsNameTheThing();
    void brokenModelsAreNamed_data();
    void brokenModelsAreNamed();

private:
    [[nodiscard]] QString in(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }
    void write(const char* name, const QByteArray& content) const
    {
        QFile file(in(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    [[nodiscard]] QStringList capture(const QStringList& more = {}) const
    {
        return QStringList { "capture", "--model", kLlama, "--output", in("out.h5") } + more;
    }
    [[nodiscard]] TracePtr captured(const QStringList& more = {}) const
    {
        const CommandCall made = call(capture(QStringList { "--token-ids", in("ids.txt") } + more));
        if (made.code != 0)
            qWarning("%s", made.err.c_str());
        return openTraceFile(in("out.h5").toStdString()).value_or(nullptr);
    }

    QTemporaryDir m_folder;
};

void TestCaptureCommand::initTestCase()
{
    write("ids.txt", "5, 6 7\n8,9\t10\n");
    write("words.txt", "5 6\nseven 8\n");
    write("large.txt", "5 96\n");
    write("empty.txt", "");
    write("long.txt", QByteArray("1 ").repeated(129));
    write("text.txt", "Call me Ishmael.");
    write("bytes.txt", "abc\xff");
    QVERIFY(QDir(m_folder.path()).mkdir("folder.h5"));
}

void TestCaptureCommand::aTraceHoldsThePromptAndTheModelsShape()
{
    const TracePtr trace = captured();
    QVERIFY(trace != nullptr);
    QCOMPARE(trace->tokenIds(), std::vector<std::int64_t>({ 5, 6, 7, 8, 9, 10 }));
    QCOMPARE(trace->info().numLayers, 2);
    QCOMPARE(trace->info().numHeads, 4);
    QCOMPARE(trace->info().numKvHeads, 2);
    QCOMPARE(trace->info().headDim, 16);
    QVERIFY(!trace->info().layers[0].hasValues);
}

void TestCaptureCommand::theBuiltInModelIsTheDefault()
{
    ROPESCOPE_SUCCEEDS(
        call({ "capture", "--text-file", in("text.txt"), "--output", in("built-in.h5") }));
    const auto trace = openTraceFile(in("built-in.h5").toStdString());
    QVERIFY(trace.has_value());
    std::string text;
    for (const std::string& piece : (*trace)->tokenTexts())
        text += piece;
    QVERIFY2(text.ends_with("Call me Ishmael."), text.c_str());
}

void TestCaptureCommand::layersAndValuesAreAsAskedFor()
{
    const TracePtr trace = captured({ "--layers", "1:2", "--with-values" });
    QVERIFY(!trace->info().layers[0].hasQueryKey);
    QVERIFY(trace->info().layers[1].hasQueryKey);
    QVERIFY(trace->info().layers[1].hasValues);
}

void TestCaptureCommand::maxTokensCutsThePrompt()
{
    QCOMPARE(captured({ "--max-tokens", "4" })->tokenIds(),
             std::vector<std::int64_t>({ 5, 6, 7, 8 }));
}

void TestCaptureCommand::generatedTokensAreRecordedToo()
{
    const TracePtr trace = captured({ "--generate", "3" });
    QVERIFY(trace->info().tokenCount > 6);
    QVERIFY(trace->info().tokenCount <= 9);
}

void TestCaptureCommand::aModelLevelEditReachesLaterLayers()
{
    const HeadId first { { 0 }, { 0 } };
    const HeadId second { { 1 }, { 0 } };
    const auto plainFirst = *captured()->head(first);
    const auto plainSecond = *captured()->head(second);
    const auto editedFirst = *captured({ "--base", "10" })->head(first);
    const auto editedSecond = *captured({ "--base", "10" })->head(second);
    ROPESCOPE_COMPARE(editedFirst.q, plainFirst.q, 0.0);
    QVERIFY(!difference(editedSecond.q, plainSecond.q, 1e-4).empty());
}

void TestCaptureCommand::aMaskedHeadIsFeltByLaterLayers()
{
    const HeadId first { { 0 }, { 0 } };
    const HeadId second { { 1 }, { 0 } };
    const auto plain = captured();
    const auto masked = captured({ "--mask-head", "0:1", "--mask-head", "0:2" });
    const auto scaled = captured({ "--head-gain", "0:1:0", "--head-gain", "0:2:0" });
    const auto half = captured({ "--head-gain", "0:1:0.5" });
    ROPESCOPE_COMPARE(masked->head(first)->q, plain->head(first)->q, 0.0);
    QVERIFY(!difference(masked->head(second)->q, plain->head(second)->q, 1e-4).empty());
    ROPESCOPE_COMPARE(masked->head(second)->q, scaled->head(second)->q, 0.0);
    QVERIFY(!difference(half->head(second)->q, plain->head(second)->q, 1e-4).empty());
    QVERIFY(!difference(half->head(second)->q, masked->head(second)->q, 1e-4).empty());
}

void TestCaptureCommand::seedsDrawTokens()
{
    const auto drawn = [this](const char* temperature, const char* seed) {
        return captured({ "--generate", "12", "--temperature", temperature, "--seed", seed })
            ->tokenIds();
    };
    const auto greedy = captured({ "--generate", "12" })->tokenIds();
    QCOMPARE(drawn("0", "7"), greedy);
    QCOMPARE(drawn("3", "7"), drawn("3", "7"));
    QVERIFY(drawn("3", "7") != drawn("3", "8"));
}

void TestCaptureCommand::comparisonIsATable()
{
    const CommandCall made = call(
        capture({ "--token-ids", in("ids.txt"), "--base", "100", "--generate", "2", "--compare" }));
    QVERIFY2(made.code == 0 && made.err.empty(), made.err.c_str());
    const QStringList lines = QString::fromStdString(made.out).split('\n', Qt::SkipEmptyParts);
    QVERIFY(lines[0].startsWith("Wrote "));
    QVERIFY2(lines[1].startsWith("Next token, KL(before || after) = "), qPrintable(lines[1]));
    QVERIFY(lines.size() >= 3 + 8 && lines.size() <= 3 + 16);
    QVERIFY(lines[3].endsWith(" -")); // this model has no tokenizer
}

void TestCaptureCommand::comparisonIsJson()
{
    ROPESCOPE_SUCCEEDS(call(capture({ "--token-ids", in("ids.txt"), "--mask-head", "0:1",
                                      "--compare-json", in("compare.json") })));
    QFile file(in("compare.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto json = nlohmann::json::parse(file.readAll().toStdString());
    QCOMPARE(json.at("format").get<std::string>(), std::string("ropescope-next-token"));
    QCOMPARE(json.at("num_tokens").get<int>(), 6);
    QVERIFY(json.at("kl_divergence").get<double>() > 0.0);
    for (const auto& token : json.at("next_tokens")) {
        QVERIFY(token.at("before").get<double>() > 0.0 && token.at("before").get<double>() < 1.0);
        QVERIFY(token.at("after").get<double>() > 0.0);
        QVERIFY(token.at("text").is_null());
        QVERIFY(token.at("id").is_number_integer());
    }
}

void TestCaptureCommand::separatorsOfTokenIdsMix()
{
    write("mixed.txt", "\n5,,6\r\n7 , 8,");
    const CommandCall made = call(capture({ "--token-ids", in("mixed.txt") }));
    QVERIFY2(made.code == 0, made.err.c_str());
    QCOMPARE((*openTraceFile(in("out.h5").toStdString()))->tokenIds(),
             std::vector<std::int64_t>({ 5, 6, 7, 8 }));
}

void TestCaptureCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const QStringList ids { "--token-ids", in("ids.txt") };
    QTest::newRow("no prompt") << capture() << "--text";
    QTest::newRow("two prompts") << capture(ids + QStringList { "--text", "hello" }) << "--text";
    QTest::newRow("no output") << (QStringList { "capture" } + ids) << "--output";
    QTest::newRow("stray argument") << capture(ids + QStringList { "more" }) << "'more'";
    QTest::newRow("no token") << capture(ids + QStringList { "--max-tokens", "0" })
                              << "--max-tokens: '0'";
    QTest::newRow("layers beyond the model")
        << capture(ids + QStringList { "--layers", "1:3" }) << "--layers";
    QTest::newRow("layers beyond all numbers")
        << capture(ids + QStringList { "--layers", "0:99999999999" }) << "out of range";
    QTest::newRow("empty text") << capture({ "--text", "" }) << "--text: the text is empty";
    QTest::newRow("text that is not UTF-8") << capture({ "--text", QStringLiteral("a\uFFFD") })
                                            << "--text: the text is not valid UTF-8";
    QTest::newRow("layers the wrong way")
        << capture(ids + QStringList { "--layers", "1:1" }) << "--layers: '1:1'";
    QTest::newRow("no such layer") << capture(ids + QStringList { "--mask-head", "2:0" })
                                   << "--mask-head 2:0: tiny-llama has layers 0 to 1";
    QTest::newRow("no such head") << capture(ids + QStringList { "--head-gain", "1:4:0.5" })
                                  << "--head-gain 1:4: tiny-llama has";
    QTest::newRow("mask without a head")
        << capture(ids + QStringList { "--mask-head", "2" }) << "--mask-head: '2'";
    QTest::newRow("gain without a factor")
        << capture(ids + QStringList { "--head-gain", "1:2" }) << "--head-gain: '1:2'";
    QTest::newRow("gain that is no number")
        << capture(ids + QStringList { "--head-gain", "0:1:nan" }) << "--head-gain: '0:1:nan'";
    QTest::newRow("negative temperature")
        << capture(ids + QStringList { "--temperature", "-0.5" }) << "--temperature: '-0.5'";
    QTest::newRow("negative seed")
        << capture(ids + QStringList { "--seed", "-1" }) << "--seed: '-1'";
    QTest::newRow("nothing to compare")
        << capture(ids + QStringList { "--compare" }) << "--compare: nothing is edited";
    QTest::newRow("relocation beyond the pairs")
        << capture(ids + QStringList { "--relocate", "0:8" }) << "8";
}

void TestCaptureCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    QFile::remove(in("out.h5"));
    ROPESCOPE_FAILS(call(arguments), 2, named.toStdString());
    QVERIFY(!QFile::exists(in("out.h5")));
}

void TestCaptureCommand::failedJobsNameTheThing_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& arguments, const QString& named) {
        QTest::newRow(name) << arguments << named;
    };
    const QStringList ids { "--token-ids", in("ids.txt") };
    row("no such model",
        QStringList { "capture", "--model", "/no/model", "-o", in("out.h5") } + ids,
        "--model: There is no model /no/model");
    row("no such prompt", capture({ "--text-file", in("none.txt") }), "none.txt");
    row("no such ids", capture({ "--token-ids", in("none.txt") }), "none.txt");
    row("no id", capture({ "--token-ids", in("words.txt") }), "words.txt, line 2: 'seven'");
    row("id beyond the vocabulary", capture({ "--token-ids", in("large.txt") }),
        "--token-ids: " + in("large.txt") + ": Token ");
    row("a text of other bytes",
        { "capture", "--text-file", in("bytes.txt"), "--output", in("out.h5") },
        "--text-file: " + in("bytes.txt") + ": The text is not UTF-8: byte 3 is 0xFF");
    row("no ids", capture({ "--token-ids", in("empty.txt") }), "empty");
    row("text without a tokenizer", capture({ "--text", "hello" }), "tokenizer.json");
    row("empty text", capture({ "--text-file", in("empty.txt") }), "empty.txt is empty");
    row("a file for a model",
        QStringList { "capture", "--model", in("ids.txt"), "-o", in("out.h5") } + ids,
        "ids.txt is no model: it is neither GGUF");
    row("too many tokens",
        { "capture", "--model", ROPESCOPE_TEST_DATA "/models/tiny-gpt2", "-o", in("out.h5"),
          "--token-ids", in("long.txt") },
        "--max-tokens");
    row("no such folder", { "capture", "--text", "a", "-o", "/no/such/folder/a.h5" },
        "/no/such/folder/a.h5");
    row("output is a folder", { "capture", "--text", "a", "-o", in("folder.h5") },
        "folder.h5: it is a folder");
}

void TestCaptureCommand::failedJobsNameTheThing()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    QFile::remove(in("out.h5"));
    ROPESCOPE_FAILS(call(arguments), 1, named.toStdString());
    QVERIFY(!QFile::exists(in("out.h5")));
}

void TestCaptureCommand::brokenModelsAreNamed_data()
{
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("named");
    QTest::newRow("truncated weights") << "truncate"
                                       << "model.safetensors";
    QTest::newRow("missing weights") << "remove"
                                     << "safetensors";
    QTest::newRow("no JSON") << "json"
                             << "config.json";
    QTest::newRow("shapes that disagree") << "shape"
                                          << "48";
    QTest::newRow("unknown architecture") << "architecture"
                                          << "BertModel";
    QTest::newRow("no JSON in the tokenizer") << "tokenizer"
                                              << "tokenizer.json";
}

void TestCaptureCommand::brokenModelsAreNamed()
{
    QFETCH(const QString, damage);
    QFETCH(const QString, named);
    const ModelCopy model(kLlama);
    if (damage == "truncate")
        model.truncate("model.safetensors", 60000);
    else if (damage == "remove")
        model.remove("model.safetensors");
    else if (damage == "json")
        model.write("config.json", "{ \"vocab_size\": ");
    else if (damage == "shape")
        model.replace("config.json", "\"hidden_size\": 48", "\"hidden_size\": 64");
    else if (damage == "architecture")
        model.replace("config.json", "LlamaForCausalLM", "BertModel");
    else
        model.write("tokenizer.json", "[");
    ROPESCOPE_FAILS(call({ "capture", "--model", model.path(), "--token-ids", in("ids.txt"),
                           "--output", in("broken.h5") }),
                    1, named.toStdString());
    QVERIFY(!QFile::exists(in("broken.h5")));
}

QTEST_MAIN(TestCaptureCommand)
#include "tst_capture_command.moc"
