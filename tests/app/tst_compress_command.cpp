// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <filesystem>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "tests/app/command_call.h"
#include "tests/support/models.h"
#include "tests/support/trace_fixtures.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

/// Cells of a table by the names of its columns.
QList<QHash<QString, QString>> tableOf(const QString& path)
{
    QFile file(path);
    QList<QHash<QString, QString>> rows;
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    QStringList names;
    for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
        const QStringList cells = QString::fromUtf8(line).split(',');
        if (names.isEmpty()) {
            names = cells;
            continue;
        }
        QHash<QString, QString> row;
        for (qsizetype i = 0; i < cells.size(); ++i)
            row[names[i]] = cells[i];
        rows.append(row);
    }
    return rows;
}

QString cacheTrace(const char* name)
{
    return QString::fromStdString(
        (std::filesystem::path(ROPESCOPE_TEST_DATA) / "cache" / name).string());
}

QString prompt(const char* name)
{
    return QString::fromStdString(
        (std::filesystem::path(ROPESCOPE_SOURCE_DIR) / "resources/model/prompts" / name).string());
}

} // namespace

class TestCompressCommand : public QObject {
    Q_OBJECT
private slots:
    void theKeptEntriesAreThoseOfTheReference();
    void aTraceIsMeasuredByItsContinuation();
    void valuesAreNeededByOneMethod();
    void theWholeCacheOfAModelLosesNothing();
    void severalTextsHaveMeanAndSpread();
    void everyHeadHasARow();
    void aPassageIsForgottenWithItsEntries();
    void withoutATextTheStudysTextsAreTaken();
    void severalAlphasAreSeveralTappas();
    void curvesAreDrawnIntoAFigure();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void failedJobsNameTheThing();

private:
    [[nodiscard]] QString file(const char* name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestCompressCommand::theKeptEntriesAreThoseOfTheReference()
{
    const QString kept = file("kept.json");
    ROPESCOPE_SUCCEEDS(call({ "compress", cacheTrace("grouped.h5"), "--methods", "all", "--budgets",
                              "33,40,61", "--kept", kept, "-o", file("kept.csv") }));
    const auto found = readJsonFile(kept.toStdString()).value();
    const auto expected
        = readJsonFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "reference/cache.json")
              .value()["cases"][0]["kept"];
    QCOMPARE(found.size(), expected.size() + 1);
    for (const auto& [method, budgets] : expected.items()) {
        for (const char* budget : { "33", "40", "61" })
            QVERIFY2(found[method][budget] == budgets[budget], method.c_str());
    }
    QCOMPARE(found["full"]["33"]["3"]["1"].size(), std::size_t { 90 });
    QCOMPARE(tableOf(file("kept.csv")).size(), 9 * 3);
}

void TestCompressCommand::aTraceIsMeasuredByItsContinuation()
{
    const QString table = file("trace.csv");
    ROPESCOPE_SUCCEEDS(
        call({ "compress", cacheTrace("grouped.h5"), "--methods", "snapkv,full,tappa", "--budgets",
               "40", "--continuation", "20", "--alpha", "0.5", "-o", table }));
    const auto rows = tableOf(table);
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[0]["method"], QString("snapkv"));
    QCOMPARE(rows[0]["prompt_tokens"], QString("70"));
    QCOMPARE(rows[0]["continuation_tokens"], QString("20"));
    QCOMPARE(rows[0]["kept_entries"].toDouble(), 40.0);
    QVERIFY(rows[0]["attention_mass"].toDouble() < 1.0 && rows[0]["output_error"].toDouble() > 0.0);
    QVERIFY(rows[0]["kl"].isEmpty() && rows[0]["perplexity"].isEmpty()); // there is no model
    QCOMPARE(rows[1]["kept_entries"].toDouble(), 70.0);
    QVERIFY(std::abs(rows[1]["attention_mass"].toDouble() - 1.0) < 1e-12);
    QCOMPARE(rows[2]["alpha"], QString("0.5"));
}

void TestCompressCommand::valuesAreNeededByOneMethod()
{
    const QString trace = file("no-values.h5");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "sink", "--tokens", "64", "-o", trace }));
    const QString table = file("no-values.csv");
    const CommandCall all
        = call({ "compress", trace, "--methods", "all", "--budgets", "40", "-o", table });
    QVERIFY2(all.code == 0, all.err.c_str());
    const bool has = QFile::exists(table) && tableOf(table).size() == 9;
    QVERIFY(has || all.out.find("expected-attention") != std::string::npos);
    QCOMPARE(tableOf(table).size(), 8);
    QVERIFY(tableOf(table)[0]["output_error"].isEmpty());
    ROPESCOPE_FAILS(call({ "compress", trace, "--methods", "expected-attention", "--budgets", "40",
                           "-o", file("never.csv") }),
                    1, "--with-values");
}

void TestCompressCommand::theWholeCacheOfAModelLosesNothing()
{
    const QString table = file("model.csv");
    ROPESCOPE_SUCCEEDS(call({ "compress", "--methods", "full,streaming-llm", "--budgets", "32,500",
                              "--text-file", prompt("default.txt"), "--max-tokens", "120",
                              "--continuation", "20", "-o", table }));
    const auto rows = tableOf(table);
    QCOMPARE(rows.size(), 4);
    for (const int whole : { 0, 1, 3 }) { // full, and a budget for all tokens
        const auto& row = rows[whole];
        QVERIFY(row["kl"].toDouble() < 1e-5);
        QVERIFY(std::abs(row["perplexity"].toDouble() / row["full_perplexity"].toDouble() - 1)
                < 1e-3);
        QCOMPARE(row["kept_entries"].toDouble(), 100.0);
    }
    QVERIFY(rows[2]["kl"].toDouble() > 1e-3);
    QVERIFY(rows[2]["attention_mass"].toDouble() < 0.999);
}

void TestCompressCommand::severalTextsHaveMeanAndSpread()
{
    const QString table = file("texts.csv");
    const CommandCall made
        = call({ "compress", "--methods", "h2o", "--budgets", "40", "--text-file",
                 prompt("default.txt"), "--text-file", prompt("treasure-island.txt"),
                 "--max-tokens", "90", "--continuation", "10", "-o", table });
    QVERIFY2(made.code == 0 && made.err.empty(), made.err.c_str());
    QVERIFY(made.out.find("2 texts") != std::string::npos);
    const auto rows = tableOf(table);
    QCOMPARE(rows.size(), 4);
    QCOMPARE(rows[0]["text"], prompt("default.txt"));
    QCOMPARE(rows[2]["statistic"], QString("mean"));
    QCOMPARE(rows[3]["statistic"], QString("sd"));
    const double a = rows[0]["kl"].toDouble();
    const double b = rows[1]["kl"].toDouble();
    QVERIFY(std::abs(rows[2]["kl"].toDouble() - (a + b) / 2) < 1e-9);
    QVERIFY(std::abs(rows[3]["kl"].toDouble() - std::abs(a - b) / std::sqrt(2.0)) < 1e-9);
}

void TestCompressCommand::everyHeadHasARow()
{
    ROPESCOPE_SUCCEEDS(
        call({ "compress", cacheTrace("grouped.h5"), "--methods", "pyramidkv", "--budgets", "50",
               "--heads", file("heads.csv"), "-o", file("heads-all.csv") }));
    const auto rows = tableOf(file("heads.csv"));
    QCOMPARE(rows.size(), 4 * 4);
    QVERIFY(rows[0]["kept_entries"].toInt() > rows[15]["kept_entries"].toInt());
    double mass = 0.0;
    for (const auto& row : rows)
        mass += row["attention_mass"].toDouble() / 16;
    QVERIFY(std::abs(mass - tableOf(file("heads-all.csv"))[0]["attention_mass"].toDouble())
            < 1e-12);
}

/// The built-in model has induction heads: it repeats what it can see, and nothing else.
void TestCompressCommand::aPassageIsForgottenWithItsEntries()
{
    const QString table = file("recall.csv");
    ROPESCOPE_SUCCEEDS(
        call({ "compress", "--methods", "full,streaming-llm", "--budgets", "40", "--task", "recall",
               "--text-file", prompt("long.txt"), "--max-tokens", "500", "-o", table }));
    const auto rows = tableOf(table);
    QCOMPARE(rows[0]["continuation_tokens"], QString("32"));
    QVERIFY(rows[0]["accuracy"].toDouble() > 0.8);
    QVERIFY(rows[1]["accuracy"].toDouble() < 0.3);
}

void TestCompressCommand::withoutATextTheStudysTextsAreTaken()
{
    const QString table = file("study.csv");
    ROPESCOPE_SUCCEEDS(call({ "compress", "--methods", "streaming-llm", "--budgets", "8",
                              "--max-tokens", "24", "--continuation", "4", "-o", table }));
    const auto rows = tableOf(table);
    QCOMPARE(rows.size(), 20 + 2);
    QCOMPARE(rows[0]["text"], QString("sherlock-holmes-00.txt"));
}

void TestCompressCommand::severalAlphasAreSeveralTappas()
{
    const QString table = file("alphas.csv");
    ROPESCOPE_SUCCEEDS(call({ "compress", cacheTrace("grouped.h5"), "--methods", "cake,tappa",
                              "--alpha", "inf,0,3", "--budgets", "40,50", "-o", table }));
    const auto rows = tableOf(table);
    QCOMPARE(rows.size(), 4 * 2);
    QCOMPARE(rows[2]["alpha"], QString("inf"));
    QCOMPARE(rows[4]["alpha"], QString("0.0"));
    QCOMPARE(rows[6]["alpha"], QString("3.0"));
    // Without any weight of the q-similarity it is CAKE.
    QCOMPARE(rows[4]["attention_mass"], rows[0]["attention_mass"]);
}

void TestCompressCommand::curvesAreDrawnIntoAFigure()
{
    const QStringList what { "compress",  cacheTrace("grouped.h5"),
                             "--methods", "snapkv,tappa",
                             "--budgets", "40,50",
                             "-o",        file("f.csv") };
    for (const char* const name : { "curves.svg", "curves.pdf", "curves.png" })
        ROPESCOPE_SUCCEEDS(call(what + QStringList { "--figure", file(name) }));
    QFile figure(file("curves.svg"));
    QVERIFY(figure.open(QIODevice::ReadOnly));
    const QByteArray svg = figure.readAll();
    for (const char* const word : { "snapkv", "tappa", "full cache", "attention mass kept",
                                    "relative output error", "ropescope compress" })
        QVERIFY2(svg.contains(word), word);
    ROPESCOPE_SUCCEEDS(call(what + QStringList { "--figure", file("curves.svg") }));
    QFile again(file("curves.svg"));
    QVERIFY(again.open(QIODevice::ReadOnly));
    QCOMPARE(again.readAll(), svg);
}

void TestCompressCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const QString trace = cacheTrace("short.h5");
    const QString path = file("never.csv");
    const QString kept = file("never-kept.json");
    const auto row = [&](const char* name, const QStringList& arguments, const char* named) {
        QTest::newRow(name) << arguments << QString::fromLatin1(named);
    };
    const QStringList good { trace, "--methods", "all", "--budgets", "4" };
    row("no methods", { trace, "--budgets", "4", "-o", path }, "--methods");
    row("no budgets", { trace, "--methods", "all", "-o", path }, "--budgets");
    row("no output", good, "--output");
    row("suffix", good + QStringList { "-o", file("never.json") }, "never.json");
    row("method", { trace, "--methods", "h2o,h3o", "--budgets", "4", "-o", path },
        "'h3o' should be");
    row("no method", { trace, "--methods", "h2o,", "--budgets", "4", "-o", path }, "'' should be");
    row("budget", { trace, "--methods", "all", "--budgets", "4,0", "-o", path }, "'0' in '4,0'");
    row("half a budget", { trace, "--methods", "all", "--budgets", "4.5", "-o", path }, "4.5");
    row("alpha", good + QStringList { "--alpha", "-1", "-o", path }, "--alpha");
    row("alphas", good + QStringList { "--alpha", "inf,x", "-o", path }, "'x' in 'inf,x'");
    row("alpha of others",
        { trace, "--methods", "h2o", "--budgets", "4", "--alpha", "3", "-o", path },
        "--alpha is for the method tappa");
    row("seed of a text", { "--methods", "all", "--budgets", "4", "--seed", "3", "-o", path },
        "--seed is for --task copy");
    row("kept of two alphas", good + QStringList { "--alpha", "inf,3", "--kept", kept, "-o", path },
        "--kept: the file has one tappa");
    row("figure", good + QStringList { "--figure", file("f.gif"), "-o", path }, "--figure");
    row("task", { "--methods", "all", "--budgets", "4", "--task", "sing", "-o", path }, "--task");
    row("trace and model", good + QStringList { "--model", ".", "-o", path }, "--model");
    row("trace and text", good + QStringList { "--text", "a", "-o", path }, "--text");
    row("continuation", good + QStringList { "--continuation", "20", "-o", path }, "20 tokens");
    row("two sources of text",
        { "--methods", "all", "--budgets", "4", "--text", "a", "--text-file", "b", "-o", path },
        "--text-file");
    row("kept of two", QStringList { trace } + good + QStringList { "--kept", kept, "-o", path },
        "--kept: the file holds");
}

void TestCompressCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(QStringList { "compress" } + arguments), 2, named.toStdString());
    QVERIFY(!QFile::exists(file("never.csv")));
}

void TestCompressCommand::failedJobsNameTheThing()
{
    const QString path = file("never.csv");
    const QStringList what { "--methods", "all", "--budgets", "4", "-o", path };
    ROPESCOPE_FAILS(call(QStringList { "compress", "/no/such.h5" } + what), 1, "/no/such.h5");
    const QString maps = QString::fromStdString(traceFixture("maps_only.h5").string());
    ROPESCOPE_FAILS(call(QStringList { "compress", maps } + what), 1, "queries and keys");
    ROPESCOPE_FAILS(call(QStringList { "compress", "--text", "Short." } + what), 1,
                    "--text: The task 'text' with a continuation of 128 tokens takes a text of at "
                    "least 129 tokens, found ");
    ROPESCOPE_FAILS(call(QStringList { "compress", "--text", "Short." } + what), 1,
                    "; give a longer text or a smaller --continuation.");
    ROPESCOPE_FAILS(call(QStringList { "compress", "--text-file", "/no/text" } + what), 1,
                    "/no/text");
    ROPESCOPE_FAILS(call({ "compress", cacheTrace("short.h5"), "--methods", "all", "--budgets", "4",
                           "-o", "/no/such/a.csv" }),
                    1, "/no/such/a.csv");
    QVERIFY(!QFile::exists(path));
}

QTEST_MAIN(TestCompressCommand)
#include "tst_compress_command.moc"
