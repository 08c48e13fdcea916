// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <map>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "tests/app/command_call.h"
#include "tests/support/files.h"
#include "tests/support/models.h"

using namespace ropescope;
using namespace ropescope::test;
using Json = nlohmann::json;

namespace {

QString fixture(const char* name)
{
    return QStringLiteral(ROPESCOPE_TEST_DATA "/prune/") + QLatin1String(name);
}

Json jsonOf(const QString& path) { return readJsonFile(path.toStdString()).value(); }

/// The rows of a table by the names of their columns. No cell here is quoted.
std::vector<std::map<QString, QString>> rowsOf(const QString& path)
{
    const QStringList lines
        = QString::fromStdString(readFile(path.toStdString())).trimmed().split(u'\n');
    const QStringList names = lines.front().split(u',');
    std::vector<std::map<QString, QString>> rows;
    for (const QString& line : lines.mid(1)) {
        const QStringList cells = line.split(u',');
        std::map<QString, QString> row;
        for (qsizetype i = 0; i < names.size(); ++i)
            row[names[i]] = cells.value(i);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

class TestPruneCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        writeFile(path("a.txt").toStdString(),
                  "The old man looked at the sea, and the sea looked at the old man.");
        writeFile(path("b.txt").toStdString(),
                  "It was a bright cold day, and nobody knew what to say about the clocks.");
        writeFile(path("empty.txt").toStdString(), "");
    }

    void theOrderOfScoreFilesIsTheReferences()
    {
        const QString output = path("order.json");
        ROPESCOPE_SUCCEEDS(call({ "prune-order", "--bi", fixture("bi.json"), "--q-similarity",
                                  fixture("q_similarity.json"), "--beta", "0.1", "-o", output }));
        const Json expected = jsonOf(fixture("order.json"));
        const Json order = jsonOf(output);
        for (const char* key : { "method", "model", "beta", "bi", "q_similarity", "bi_norm",
                                 "q_similarity_norm", "tappa_score", "prune_order" })
            QVERIFY2(order[key] == expected[key], key);
    }

    void aNameOfTheModelMayBeGiven()
    {
        const QString output = path("named.json");
        ROPESCOPE_SUCCEEDS(call({ "prune-order", "--bi", fixture("bi.json"), "--q-similarity",
                                  fixture("q_similarity.json"), "--beta", "0", "--model-name",
                                  "mine", "-o", output, "--quiet" }));
        QVERIFY(jsonOf(output)["model"] == "mine");
        ROPESCOPE_SUCCEEDS(call({ "prune-order", "--method", "shortgpt", "--bi", fixture("bi.json"),
                                  "-o", path("shortgpt.json") }));
        const Json shortGpt = jsonOf(path("shortgpt.json"));
        QVERIFY(shortGpt["method"] == "ShortGPT" && shortGpt["model"] == "some-7b");
        QVERIFY(shortGpt["prune_order"] == jsonOf(output)["prune_order"]); // beta 0
        QVERIFY(shortGpt["prune_order"] == jsonOf(fixture("bi.json"))["prune_order"]);
    }

    void scoresOfATraceGoThroughFilesUnchanged()
    {
        const QString trace = path("t.h5");
        ROPESCOPE_SUCCEEDS(call({ "capture", "--text-file", path("a.txt"), "--output", trace }));
        const CommandCall scores = call({ "prune-order", trace, "--write-bi", path("bi.json"),
                                          "--write-q-similarity", path("q.json") });
        QVERIFY2(scores.code == 0 && scores.out.find("8 layers") != std::string::npos,
                 scores.err.c_str());
        QVERIFY(jsonOf(path("bi.json"))["score_type"] == "BI");
        QVERIFY(jsonOf(path("q.json"))["score_type"] == "q_similarity");
        ROPESCOPE_SUCCEEDS(call({ "prune-order", trace, "--beta", "0.3", "-o", path("1.json") }));
        ROPESCOPE_SUCCEEDS(call({ "prune-order", "--bi", path("bi.json"), "--q-similarity",
                                  path("q.json"), "--beta", "0.3", "-o", path("2.json") }));
        QCOMPARE(readFile(path("1.json").toStdString()), readFile(path("2.json").toStdString()));
    }

    void wrongOrderCallsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<std::string>("named");
        const QString bi = fixture("bi.json");
        const QString q = fixture("q_similarity.json");
        writeFile(path("short.json").toStdString(), "{\"scores\": [1, 2, 3]}");
        writeFile(path("other.json").toStdString(),
                  jsonOf(q).dump().replace(jsonOf(q).dump().find("some-7b"), 7, "thing-8"));
        const QStringList out { "--beta", "0.1", "-o", path("no.json") };
        const auto row = [&](const char* name, const QStringList& given, int code,
                             const char* named) {
            QTest::newRow(name) << QStringList("prune-order") + given << code << std::string(named);
        };
        row("nothing", out, 2, "--bi is missing");
        row("no similarity", QStringList { "--bi", bi } + out, 2, "--q-similarity is missing");
        row("no beta", { "--bi", bi, "--q-similarity", q, "-o", path("no.json") }, 2,
            "--beta is missing");
        row("no output", { "--bi", bi, "--q-similarity", q, "--beta", "1" }, 2,
            "--output is missing");
        row("beta of words", { "--bi", bi, "--q-similarity", q, "--beta", "x", "-o", "n.json" }, 2,
            "--beta: 'x'");
        row("both", QStringList { "t.h5", "--bi", bi } + out, 2, "Give either a trace");
        row("writing what was read",
            QStringList { "--bi", bi, "--q-similarity", q, "--write-bi", "f" } + out, 2,
            "take a trace");
        row("absent", QStringList { "--bi", "absent.json", "--q-similarity", q } + out, 1,
            "--bi: absent.json");
        row("swapped", QStringList { "--bi", q, "--q-similarity", bi } + out, 1, "mixed up");
        row("other lengths", QStringList { "--bi", bi, "--q-similarity", path("short.json") } + out,
            1, "28 layers");
        row("other models", QStringList { "--bi", bi, "--q-similarity", path("other.json") } + out,
            1, "--model-name");
        row("no trace", QStringList { bi } + out, 1, "bi.json");
    }
    void wrongOrderCallsAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(std::string, named);
        ROPESCOPE_FAILS(call(arguments), code, named);
        QVERIFY(!QFile::exists(path("no.json")));
    }

    void aRowForEachMethodNumberAndText()
    {
        const QString table = path("all.csv");
        const CommandCall made = call({ "prune", "--text-file", path("a.txt"), "--text-file",
                                        path("b.txt"), "--method", "all", "--layers", "2", "--beta",
                                        "0.1,0.3", "--seeds", "2", "--seed", "5", "-o", table });
        QVERIFY2(made.code == 0 && made.err.empty(), made.err.c_str());
        QVERIFY(made.out.find("tappa 0.3") != std::string::npos);
        const auto rows = rowsOf(table);
        QCOMPARE(rows.size(), std::size_t { 2 * 5 * 3 });
        std::map<QString, QString> whole;
        for (auto row : rows) {
            const double nll = row["nll"].toDouble();
            QVERIFY(nll > 0.0 && row["tokens"].toInt() > 10);
            QVERIFY(std::abs(row["perplexity"].toDouble() / std::exp(nll) - 1.0) < 1e-12);
            QVERIFY(row["calibration"] == row["text"]);
            QCOMPARE(row["beta"].isEmpty(), row["method"] != "tappa");
            QCOMPARE(row["seed"].isEmpty(), row["method"] != "random");
            QCOMPARE(row["removed"].isEmpty(), row["n"] == "0");
            if (row["n"] == "0") // nothing removed is the same in every order
                QCOMPARE(whole.try_emplace(row["text"], row["nll"]).first->second, row["nll"]);
            else
                QVERIFY(row["nll"] != whole.at(row["text"]));
        }
    }

    void calibrationAndOrdersMayComeFromElsewhere()
    {
        writeFile(path("mine.json").toStdString(), "{\"prune_order\": [6, 1, 0]}");
        ROPESCOPE_SUCCEEDS(call({ "prune", "--text-file", path("a.txt"), "--method", "shortgpt",
                                  "--calibration-file", path("b.txt"), "--order", path("mine.json"),
                                  "--layers", "3", "-o", path("order.csv"), "--quiet" }));
        ROPESCOPE_SUCCEEDS(call({ "prune", "--text-file", path("b.txt"), "--method", "shortgpt",
                                  "--layers", "3", "-o", path("b.csv"), "--quiet" }));
        auto rows = rowsOf(path("order.csv"));
        auto ofB = rowsOf(path("b.csv"));
        QCOMPARE(rows.size(), std::size_t { 8 });
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(rows[i]["calibration"], path("b.txt"));
            QCOMPARE(rows[i]["removed"],
                     ofB[i]["removed"]); // the ranking is that of the other text
            QVERIFY(rows[i]["nll"] != ofB[i]["nll"]);
        }
        QCOMPARE(rows[5]["method"], path("mine.json"));
        QVERIFY(rows[5]["removed"] == "6" && rows[6]["removed"] == "1"
                && rows[7]["removed"] == "0");
    }

    void headsAreMaskedInSteps()
    {
        ROPESCOPE_SUCCEEDS(
            call({ "prune", "--text-file", path("a.txt"), "--heads", "5", "--head-step", "2",
                   "--max-tokens", "12", "--context", "8", "-o", path("heads.csv") }));
        auto rows = rowsOf(path("heads.csv"));
        QCOMPARE(rows.size(), std::size_t { 3 * 4 });
        QStringList counts;
        for (std::size_t i = 0; i < 4; ++i) {
            counts += rows[i]["n"];
            QCOMPARE(rows[i]["method"], QString("heads-highest-q"));
            QCOMPARE(rows[i]["tokens"], QString("10")); // 7 of the first window, 3 of the second
        }
        QCOMPARE(counts, (QStringList { "0", "2", "4", "5" }));
        QCOMPARE(rows[1]["removed"].split(u' ').size(), 2);
        QVERIFY(rows[1]["removed"] != rows[5]["removed"]);
    }

    void curvesAreDrawnIntoAFigure()
    {
        const QString figure = path("curves.svg");
        ROPESCOPE_SUCCEEDS(call({ "prune", "--text-file", path("a.txt"), "--method", "tappa",
                                  "--beta", "0,0.3", "--layers", "2", "--heads", "2", "-o",
                                  path("curves.csv"), "--figure", figure }));
        const std::string svg = readFile(figure.toStdString());
        for (const char* const word : { "TAPPA", "whole model", "layers skipped", "heads masked",
                                        "lowest q-similarity first" })
            QVERIFY2(svg.find(word) != std::string::npos, word);
        ROPESCOPE_FAILS(call({ "prune", "--text-file", path("a.txt"), "--method", "tappa",
                               "--layers", "2", "-o", path("x.csv"), "--figure", path("f.jpg") }),
                        2, "--figure");
    }

    void wrongPruneCallsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<std::string>("named");
        const QStringList text { "--text-file", path("a.txt") };
        const QStringList out { "-o", path("no.csv") };
        const QStringList method { "--method", "shortgpt", "--layers", "1" };
        writeFile(path("far.json").toStdString(), "{\"prune_order\": [8]}");
        writeFile(path("near.json").toStdString(), "{\"prune_order\": [7]}");
        const auto row
            = [&](const char* name, const QStringList& given, int code, const char* named) {
                  QTest::newRow(name) << QStringList("prune") + given << code << std::string(named);
              };
        row("no text", method + out, 2, "--text-file is missing");
        row("no method", text + out, 2, "--method is missing");
        row("no output", text + method, 2, "--output is missing");
        row("no layers", text + QStringList { "--method", "tappa" } + out, 2,
            "--layers is missing");
        row("layers alone", text + QStringList { "--layers", "2" } + out, 2, "--method is missing");
        row("unknown method", text + QStringList { "--method", "magic", "--layers", "1" } + out, 2,
            "--method: 'magic'");
        row("other suffix", text + method + QStringList { "-o", "f.txt" }, 2, "end in .csv");
        row("beta of shortgpt", text + method + QStringList { "--beta", "1" } + out, 2,
            "--beta is for the method tappa");
        row("beta of heads", text + QStringList { "--heads", "4", "--beta", "1" } + out, 2,
            "--beta is for the method tappa");
        row("beta of words",
            text + QStringList { "--method", "tappa", "--layers", "1", "--beta", "0.1,x" } + out, 2,
            "'x' in ");
        row("seeds of shortgpt", text + method + QStringList { "--seeds", "3" } + out, 2,
            "--seed and --seeds are for random orders");
        row("step without heads", text + method + QStringList { "--head-step", "2" } + out, 2,
            "--head-step");
        row("too many layers", text + QStringList { "--method", "random", "--layers", "9" } + out,
            2, "has 8 layers, not 9");
        row("too many heads", text + QStringList { "--heads", "65" } + out, 2, "has 64 heads");
        row("a stride too long",
            text + method + QStringList { "--context", "8", "--stride", "9" } + out, 2,
            "--stride: 9");
        row("no text there", QStringList { "--text-file", "absent.txt" } + method + out, 1,
            "--text-file: absent.txt");
        row("an empty text", QStringList { "--text-file", path("empty.txt") } + method + out, 1,
            "empty.txt is empty");
        row("no model there", QStringList { "--model", "absent" } + text + method + out, 1,
            "absent");
        row("a layer too far",
            text + QStringList { "--order", path("far.json"), "--layers", "1" } + out, 1,
            "names layer 8");
        row("an order too short",
            text + QStringList { "--order", path("near.json"), "--layers", "2" } + out, 1,
            "near.json orders 1");
    }
    void wrongPruneCallsAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(std::string, named);
        ROPESCOPE_FAILS(call(arguments), code, named);
        QVERIFY(!QFile::exists(path("no.csv")));
    }

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(TestPruneCommands)
#include "tst_prune_commands.moc"
