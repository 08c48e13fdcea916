// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/trace/memory_trace.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "tests/app/command_call.h"
#include "tests/app/model_copy.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

const QString kLlama = QStringLiteral(ROPESCOPE_TEST_DATA "/models/tiny-llama");
const QString kGpt2Tokenizer = QStringLiteral(ROPESCOPE_TEST_DATA "/models/tokenizer-gpt2");

nlohmann::json report(const QStringList& arguments)
{
    const CommandCall made = call(QStringList { "info", "--json" } + arguments);
    if (made.code != 0)
        qWarning("%s", made.err.c_str());
    return nlohmann::json::parse(made.out, nullptr, false);
}

} // namespace

/// Reports of traces are seen in tst_synthesize_command.
class TestInfoCommand : public QObject {
    Q_OBJECT
private slots:
    void aModelIsDescribed();
    void namesSayNothingToTheTerminal();
    void finishedMapsAreNamed();
    void textIsForPeople();
    void longListsAreShortenedForPeople();
    void whatIsUnsupportedSaysWhy();
    void tokenizingNeedsNoWeights();
    void textFilesAreTokenizedAsTheyAre();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void failedJobsNameTheThing_data();
    void failedJobsNameTheThing();
};

void TestInfoCommand::aModelIsDescribed()
{
    const nlohmann::json model = report({ kLlama });
    QCOMPARE(model["kind"].get<std::string>(), std::string("model"));
    QCOMPARE(model["architecture"].get<std::string>(), std::string("LlamaForCausalLM"));
    QCOMPARE(model["num_layers"].get<int>(), 2);
    QCOMPARE(model["num_kv_heads"].get<int>(), 2);
    QCOMPARE(model["rope_base"].get<double>(), 10000.0);
    QCOMPARE(model["inv_freq"].size(), std::size_t { 8 });
    QCOMPARE(model["has_tokenizer"].get<bool>(), false);
    QCOMPARE(model["supported"].get<bool>(), true); // for token ids
    QVERIFY(model["notes"][0].get<std::string>().find("tokenizer.json") != std::string::npos);
}

void TestInfoCommand::namesSayNothingToTheTerminal()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("a.h5");
    MemoryTraceContent content;
    const TracePtr made
        = synthesize({ .kind = SynthesisKind::Random, .tokens = 8, .headDim = 8 }).value();
    content.info = made->info();
    content.info.model = "red \033[31m\nkind trace";
    LayerTensors tensors;
    const HeadTrace head = made->head({}).value();
    tensors.q = head.q;
    tensors.k = head.k;
    content.layers.push_back(std::move(tensors));
    QVERIFY(writeTraceFile(MemoryTrace(std::move(content)), path.toStdString()).has_value());
    const CommandCall info = call({ "info", path });
    QVERIFY2(info.out.find("red \uFFFD[31m\uFFFDkind trace") != std::string::npos,
             info.out.c_str());
}

void TestInfoCommand::finishedMapsAreNamed()
{
    const QString trace = ROPESCOPE_TEST_DATA "/traces/maps_only.h5";
    const nlohmann::json layer = report({ trace })["layers"][0];
    QVERIFY(layer["has_attention"].get<bool>());
    QVERIFY(!layer["has_q_k"].get<bool>());
    QVERIFY(call({ "info", trace }).out.find("only finished maps in layers 0")
            != std::string::npos);
}

void TestInfoCommand::textIsForPeople()
{
    const CommandCall info = call({ "info", kLlama });
    QVERIFY(info.out.find("LlamaForCausalLM") != std::string::npos);
    QVERIFY(info.out.find("8 pairs, wavelengths 6.283 to") != std::string::npos);
}

void TestInfoCommand::longListsAreShortenedForPeople()
{
    const QTemporaryDir folder;
    const QString trace = folder.filePath("a.h5");
    QFile ids(folder.filePath("ids.txt"));
    QVERIFY(ids.open(QIODevice::WriteOnly));
    for (int id = 0; id < 60; ++id)
        ids.write(QByteArray::number(id) + '\n');
    ids.close();
    ROPESCOPE_SUCCEEDS(
        call({ "capture", "--model", kLlama, "--token-ids", ids.fileName(), "--output", trace }));
    const CommandCall info = call({ "info", trace });
    QVERIFY2(info.out.find("[0,1,2,3,4,5,6,7,...,56,57,58,59], 60 in all (--json has them)")
                 != std::string::npos,
             info.out.c_str());
    QCOMPARE(report({ trace })["token_ids"].size(), std::size_t { 60 });
}

void TestInfoCommand::whatIsUnsupportedSaysWhy()
{
    const ModelCopy model(kLlama);
    model.replace("config.json", "LlamaForCausalLM", "MambaForCausalLM");
    const nlohmann::json found = report({ model.path() });
    QCOMPARE(found["supported"].get<bool>(), false);
    QVERIFY(found["unsupported"][0].get<std::string>().find("MambaForCausalLM")
            != std::string::npos);
}

void TestInfoCommand::tokenizingNeedsNoWeights()
{
    const nlohmann::json found = report({ kGpt2Tokenizer, "--tokenize", "Hello world" });
    QCOMPARE(found["token_ids"].size(), found["tokens"].size());
    std::string text;
    for (const auto& piece : found["tokens"])
        text += piece.get<std::string>();
    QCOMPARE(text, std::string("Hello world"));
}

void TestInfoCommand::textFilesAreTokenizedAsTheyAre()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath("text.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("Hello\nworld ");
    file.close();
    const auto ids = [](const QStringList& arguments) {
        return report(QStringList { kGpt2Tokenizer } + arguments)["token_ids"]
            .get<std::vector<int>>();
    };
    QCOMPARE(ids({ "--tokenize-file", file.fileName() }), ids({ "--tokenize", "Hello\nworld " }));
}

void TestInfoCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("no path") << QStringList {} << "PATH";
    QTest::newRow("two paths") << QStringList { kLlama, "more" } << "'more'";
    QTest::newRow("two texts") << QStringList { kLlama, "--tokenize", "a", "--tokenize-file", "b" }
                               << "--tokenize-file";
}

void TestInfoCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(QStringList { "info" } + arguments), 2, named.toStdString());
}

void TestInfoCommand::failedJobsNameTheThing_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("nothing there") << QStringList { "/no/model" } << "/no/model";
    QTest::newRow("no model") << QStringList { QDir::rootPath() }
                              << "/ is no model directory: config.json is missing";
    QTest::newRow("no tokenizer") << QStringList { kLlama, "--tokenize", "a" } << "tokenizer.json";
    QTest::newRow("no such text") << QStringList { kGpt2Tokenizer, "--tokenize-file",
                                                   "/no/text.txt" }
                                  << "--tokenize-file: /no/text.txt";
}

void TestInfoCommand::failedJobsNameTheThing()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(QStringList { "info" } + arguments), 1, named.toStdString());
}

QTEST_MAIN(TestInfoCommand)
#include "tst_info_command.moc"
