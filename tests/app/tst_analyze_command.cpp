// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/report/csv_table.h"
#include "tests/app/command_call.h"
#include "tests/support/trace_fixtures.h"

using namespace ropescope;
using namespace ropescope::test;
using Json = nlohmann::ordered_json;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Json jsonOf(const QString& path) { return Json::parse(contentOf(path).toStdString()); }

QString fixture(const char* name) { return QString::fromStdString(traceFixture(name).string()); }

} // namespace

class TestAnalyzeCommand : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void theReportHasTheContractsFields();
    void labelsAreThoseOfTheKinds_data();
    void labelsAreThoseOfTheKinds();
    void fewTokensHaveNoPatternAndSaySo();
    void editsAndThresholdsCount();
    void severalTracesAgreeOrNot();
    void aRowAHeadInCsv();
    void csvSaysHowItWasMade();
    void aWindowIsAFourthDefinition();
    void whatIsNotMeasuredIsNull();
    void distancesAreNamedSo();
    void storedMapsHaveScoresOnly();
    void threadsChangeNothing();
    void tablesAreQuotedWhereNeeded();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void failedJobsNameTheFile();

private:
    QString make(const char* kind, const QStringList& options = {}) const
    {
        const QString path = m_folder.filePath(QLatin1String(kind) + options.join('_') + ".h5");
        (void)call(QStringList { "synthesize", kind, "--tokens", "256", "-o", path } + options);
        return path;
    }
    [[nodiscard]] QString output(const char* name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_massive;
};

void TestAnalyzeCommand::initTestCase() { m_massive = make("massive"); }

void TestAnalyzeCommand::theReportHasTheContractsFields()
{
    const QString path = output("report.json");
    const CommandCall made = call({ "analyze", m_massive, "-o", path });
    QVERIFY2(made.code == 0 && made.err.empty(), made.err.c_str());
    QVERIFY(made.out.find("0 bounds broken") != std::string::npos);
    const Json report = jsonOf(path);
    QCOMPARE(report["format"].get<std::string>(), std::string("ropescope-analysis"));
    QCOMPARE(report["version"].get<int>(), 1);
    QCOMPARE(report["trace"]["num_tokens"].get<int>(), 256);
    QVERIFY(report["settings"]["pattern_thresholds"]["seasonal"].is_number());
    QCOMPARE(report["heads"].size(), std::size_t { 1 });
    const Json& head = report["heads"][0];
    for (const char* key : { "layer", "head", "pattern", "q_similarity", "k_similarity",
                             "dominant_pair", "dominant_share", "pair_energy", "predicted_period",
                             "measured_period", "period_strength", "sink_mass",
                             "previous_token_mass", "entropy", "temporal_consistency" }) {
        QVERIFY2(head.contains(key), key);
    }
    for (const char* key : { "pairwise", "pairwise_window", "consecutive" }) {
        QVERIFY(head["q_similarity"][key].is_number());
        QVERIFY(report["layers"][0]["q_similarity"][key].is_number());
    }
    QCOMPARE(head["dominant_pair"].get<int>(), 60);
    QCOMPARE(head["pair_energy"].size(), std::size_t { 64 });
    QVERIFY(head["measured_period"].is_null()); // the pair turns too slowly here
    QVERIFY(report["layers"][0].contains("block_influence"));
    QCOMPARE(head["bounds"]["violations"].get<int>(), 0);
}

void TestAnalyzeCommand::labelsAreThoseOfTheKinds_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QStringList>("edit");
    QTest::addColumn<QString>("pattern");
    const QStringList none;
    QTest::newRow("sink") << QByteArray("sink") << none << "re-access";
    QTest::newRow("diagonal") << QByteArray("diagonal") << none << "sequential";
    QTest::newRow("periodic") << QByteArray("periodic") << none << "periodic";
    QTest::newRow("seasonal") << QByteArray("seasonal") << none << "seasonal";
    QTest::newRow("random") << QByteArray("random") << none << "unpredictable";
    QTest::newRow("massive, moved")
        << QByteArray("massive") << QStringList { "--relocate", "60:3" } << "periodic";
}

void TestAnalyzeCommand::labelsAreThoseOfTheKinds()
{
    QFETCH(const QByteArray, kind);
    QFETCH(const QStringList, edit);
    QFETCH(const QString, pattern);
    const QString path = output("kind.json");
    ROPESCOPE_SUCCEEDS(call(QStringList { "analyze", make(kind.constData()), "-o", path } + edit));
    QCOMPARE(jsonOf(path)["heads"][0]["pattern"].get<std::string>(), pattern.toStdString());
}

void TestAnalyzeCommand::fewTokensHaveNoPatternAndSaySo()
{
    const QString trace = output("few.h5");
    const QString path = output("few.json");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "massive", "--tokens", "15", "-o", trace }));
    ROPESCOPE_SUCCEEDS(call({ "analyze", trace, "-o", path }));
    const Json few = jsonOf(path)["heads"][0];
    QCOMPARE(few["pattern"].get<std::string>(), std::string("unpredictable"));
    QCOMPARE(few["pattern_reason"].get<std::string>(), std::string("too few tokens"));
    ROPESCOPE_SUCCEEDS(call({ "analyze", m_massive, "-o", path }));
    QVERIFY(jsonOf(path)["heads"][0]["pattern_reason"].is_null());
}

void TestAnalyzeCommand::editsAndThresholdsCount()
{
    const QString path = output("moved.json");
    ROPESCOPE_SUCCEEDS(call({ "analyze", m_massive, "--relocate", "60:2", "--no-bounds",
                              "--threshold", "periodic:1", "-o", path }));
    const Json report = jsonOf(path);
    const Json& head = report["heads"][0];
    QVERIFY(std::abs(head["predicted_period"].get<double>() - 9.68) < 0.01);
    QVERIFY(std::abs(head["measured_period"].get<double>() - 9.68) < 0.1);
    QCOMPARE(head["pattern"].get<std::string>(), std::string("unpredictable"));
    QVERIFY(!head.contains("bounds"));
    QCOMPARE(report["settings"]["rope_edit"]["relocate"][0][1].get<int>(), 2);
    QCOMPARE(report["settings"]["pattern_thresholds"]["periodic"].get<double>(), 1.0);
}

void TestAnalyzeCommand::severalTracesAgreeOrNot()
{
    const QString path = output("several.json");
    const QString half = fixture("fixed_strings.h5");
    const QString whole = fixture("variable_strings.h5");
    const CommandCall made = call({ "analyze", half, whole, half, "-o", path });
    QVERIFY2(made.code == 0, made.err.c_str());
    QVERIFY(made.out.find("Mean rank correlation") != std::string::npos);
    const Json report = jsonOf(path);
    QCOMPARE(report["traces"].size(), std::size_t { 3 });
    QVERIFY(report["traces"][2]["heads"].is_array());
    const Json& heads = report["agreement"]["q_similarity"]["pairwise"]["heads"];
    QCOMPARE(heads["pairs"].size(), std::size_t { 3 });
    QCOMPARE(heads["pairs"][1]["traces"].dump(), std::string("[0,2]"));
    QVERIFY(report["agreement"]["k_similarity"]["consecutive"].contains("layers"));
    QVERIFY(report["agreement_note"].is_null());
    ROPESCOPE_FAILS(call({ "analyze", half, m_massive, "-o", path }), 1, m_massive.toStdString());
    const CommandCall unlike = call({ "analyze", m_massive, make("sink"), "-o", path });
    QVERIFY2(unlike.out.find("'synthetic sink'") != std::string::npos, unlike.out.c_str());
    QVERIFY(jsonOf(path)["agreement_note"].is_string());
}

void TestAnalyzeCommand::aRowAHeadInCsv()
{
    const QString path = output("heads.csv");
    ROPESCOPE_SUCCEEDS(call({ "analyze", fixture("fixed_strings.h5"), "-o", path }));
    const QList<QByteArray> lines = contentOf(path).trimmed().split('\n');
    const QList<QByteArray> columns = lines[0].split(',');
    QCOMPARE(columns[0], QByteArray("trace"));
    QVERIFY(columns.contains("q_similarity.pairwise"));
    QVERIFY(columns.contains("bounds.re_access.tightness"));
    QVERIFY(!columns.contains("bounds"));
    for (const QByteArray& line : lines)
        QCOMPARE(line.split(',').size(), columns.size());
    QVERIFY(lines.size() > 4 && (lines.size() - 1) % 4 == 0); // four heads a layer
}

void TestAnalyzeCommand::csvSaysHowItWasMade()
{
    const QString path = output("settings.csv");
    ROPESCOPE_SUCCEEDS(call({ "analyze", m_massive, "--measure", "l1", "--relocate", "60:2",
                              "--gain", "3:0.5", "--threshold", "periodic:0.3", "-o", path }));
    const QList<QByteArray> lines = contentOf(path).trimmed().split('\n');
    const QList<QByteArray> columns = lines[0].split(',');
    const auto cell = [&](const char* name) {
        // The gains are quoted and hold no comma here.
        return lines[1].split(',').value(columns.indexOf(QByteArray(name)));
    };
    QCOMPARE(cell("settings.similarity_measure"), QByteArray("l1"));
    QCOMPARE(cell("settings.similarity_is"), QByteArray("distance"));
    QCOMPARE(cell("settings.rope_edit.relocate"), QByteArray("60 2"));
    QCOMPARE(cell("settings.rope_edit.gain"), QByteArray("\"{\"\"3\"\":0.5}\""));
    QCOMPARE(cell("settings.pattern_thresholds.periodic"), QByteArray("0.3"));
}

void TestAnalyzeCommand::aWindowIsAFourthDefinition()
{
    const QString path = output("window.json");
    ROPESCOPE_SUCCEEDS(
        call({ "analyze", m_massive, "--window", "224:256", "--frame", "rotated", "-o", path }));
    const Json rotated = jsonOf(path);
    for (const Json& part : { rotated["heads"][0], rotated["layers"][0], rotated["model"] }) {
        QCOMPARE(part["q_similarity"]["window"].get<double>(),
                 part["q_similarity"]["pairwise_window"].get<double>());
        QVERIFY(part["k_similarity"]["window"].is_number());
    }
    QCOMPARE(rotated["settings"]["window"].dump(), std::string("[224,256]"));
    QCOMPARE(rotated["settings"]["frame"].get<std::string>(), std::string("rotated"));
    ROPESCOPE_SUCCEEDS(call({ "analyze", m_massive, "--window", "0:256", "-o", path }));
    const Json raw = jsonOf(path)["heads"][0]["q_similarity"];
    QCOMPARE(raw["window"].get<double>(), raw["pairwise"].get<double>());
    ROPESCOPE_SUCCEEDS(call({ "analyze", m_massive, "-o", path }));
    QVERIFY(!jsonOf(path)["heads"][0]["q_similarity"].contains("window"));
}

void TestAnalyzeCommand::whatIsNotMeasuredIsNull()
{
    const QString one = output("one.h5");
    const QString path = output("one.json");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "massive", "--tokens", "1", "-o", one }));
    const CommandCall made = call({ "analyze", one, "-o", path });
    QVERIFY2(made.out.find("1 head, 1 unpredictable; q-similarity none; no bound measured")
                 != std::string::npos,
             made.out.c_str());
    const Json report = jsonOf(path);
    QVERIFY(report["model"]["bound_violations"].is_null());
    QVERIFY(report["heads"][0]["bounds"]["violations"].is_null());
    QVERIFY(report["heads"][0]["retrieval_score"].is_null());
    QCOMPARE(report["heads"][0]["retrieval_reason"].get<std::string>(),
             std::string("no sequence comes twice"));
}

void TestAnalyzeCommand::distancesAreNamedSo()
{
    const CommandCall made
        = call({ "analyze", m_massive, "--measure", "euclidean", "-o", output("distance.json") });
    QVERIFY2(made.out.find("q-distance (euclidean)") != std::string::npos, made.out.c_str());
    QVERIFY(made.out.find("q-similarity") == std::string::npos);
}

void TestAnalyzeCommand::storedMapsHaveScoresOnly()
{
    const QString path = output("maps.json");
    ROPESCOPE_SUCCEEDS(call({ "analyze", fixture("maps_only.h5"), "-o", path }));
    const Json head = jsonOf(path)["heads"][0];
    QVERIFY(head["q_similarity"].is_null());
    QVERIFY(head["entropy"].is_number());
    ROPESCOPE_FAILS(call({ "analyze", fixture("maps_only.h5"), "--base", "100", "-o", path }), 2,
                    "no rotation");
}

void TestAnalyzeCommand::threadsChangeNothing()
{
    const QString one = output("one.json");
    const QString three = output("three.json");
    const QString trace = fixture("fixed_strings.h5");
    ROPESCOPE_SUCCEEDS(call({ "analyze", trace, "--threads", "1", "-o", one }));
    ROPESCOPE_SUCCEEDS(call({ "analyze", trace, "--threads", "3", "-o", three }));
    QCOMPARE(contentOf(one), contentOf(three));
}

void TestAnalyzeCommand::tablesAreQuotedWhereNeeded()
{
    const std::string table
        = csvTable({ { { "a", "x, \"y\"" }, { "b", nullptr }, { "c", { 1, 2.5 } } },
                     { { "a", "z" }, { "b", { { "d", 3 } } } } });
    QCOMPARE(table, std::string("a,c,b.d\n\"x, \"\"y\"\"\",1 2.5,\nz,,3\n"));
}

void TestAnalyzeCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& arguments, const char* named) {
        QTest::newRow(name) << arguments << QString::fromLatin1(named);
    };
    const QString path = output("never.json");
    const QString trace = output("massive.h5"); // 256 tokens
    row("no trace", { "-o", path }, "T.h5");
    row("no output", { trace }, "--output");
    row("suffix", { trace, "-o", output("never.txt") }, "never.txt");
    row("measure", { trace, "--measure", "hamming", "-o", path }, "'hamming'");
    row("threshold without a number", { trace, "--threshold", "periodic", "-o", path },
        "'periodic'");
    row("threshold beyond 1", { trace, "--threshold", "periodic:2", "-o", path }, "'periodic:2'");
    row("threshold of no pattern", { trace, "--threshold", "sink:0.1", "-o", path }, "'sink:0.1'");
    row("no rows", { trace, "--bound-rows", "0", "-o", path }, "--bound-rows: '0'");
    row("seed", { trace, "--bound-seed", "-3", "-o", path }, "--bound-seed: '-3'");
    row("base", { trace, "--base", "1", "-o", path }, "--base: '1'");
    row("no such pair", { trace, "--relocate", "64:2", "-o", path },
        "--relocate: Channel pair 64 does not exist");
    row("no such gain", { trace, "--gain", "99:2", "-o", path }, "--gain: Channel pair 99");
    row("no such slot", { trace, "--still", "99", "-o", path }, "--still: Channel pair 99");
    row("window beyond the text", { trace, "--window", "0:257", "-o", path },
        "massive.h5 has 256 tokens");
    row("window of one token", { trace, "--window", "3:4", "-o", path }, "--window: 3:4");
    row("frame of no window", { trace, "--frame", "raw", "-o", path }, "--window");
    row("unknown frame", { trace, "--window", "0:9", "--frame", "moved", "-o", path }, "--frame");
    row("unknown option", { trace, "--swirl", "-o", path }, "swirl");
}

void TestAnalyzeCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(QStringList { "analyze" } + arguments), 2, named.toStdString());
    QVERIFY(!QFile::exists(output("never.json")));
}

void TestAnalyzeCommand::failedJobsNameTheFile()
{
    const QString path = output("never.json");
    ROPESCOPE_FAILS(call({ "analyze", "/no/such.h5", "-o", path }), 1, "/no/such.h5");
    ROPESCOPE_FAILS(call({ "analyze", m_folder.path(), "-o", path }), 1,
                    m_folder.path().toStdString());
    ROPESCOPE_FAILS(call({ "analyze", m_massive, "-o", "/no/such/a.json" }), 1, "/no/such/a.json");
    const QString holed = output("holed.h5");
    writeChangedTrace(holed.toStdString(), [](hid_t file) {
        std::vector<double> values(192, 1.0);
        values[5] = std::nan("");
        replaceDataset(file, "/layers/1/q", { 4, 6, 8 }, values);
    });
    const CommandCall nan = call({ "analyze", holed, "-o", path });
    ROPESCOPE_FAILS(nan, 1, "head 0 holds NaN or infinity");
    const std::string name = holed.toStdString();
    QCOMPARE(nan.err.find(name), nan.err.rfind(name)); // once
    QVERIFY(!QFile::exists(path));
}

QTEST_MAIN(TestAnalyzeCommand)
#include "tst_analyze_command.moc"
