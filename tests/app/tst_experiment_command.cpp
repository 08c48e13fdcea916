// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_call.h"
#include "tests/support/trace_fixtures.h"

using namespace ropescope::test;

namespace {

/// Cells of a table, the line of names first.
QList<QStringList> tableOf(const QString& path)
{
    QFile file(path);
    QList<QStringList> rows;
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    for (const QByteArray& line : file.readAll().trimmed().split('\n'))
        rows.append(QString::fromUtf8(line).split(','));
    return rows;
}

} // namespace

class TestExperimentCommand : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void thePublishedTableComesOut();
    void everyHeadIsMeasured();
    void thePairCanBeNamed();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void failedJobsNameTheFile();

private:
    [[nodiscard]] QString file(const char* name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestExperimentCommand::initTestCase()
{
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "massive", "-o", file("massive.h5") }));
}

/// Qwen2.5-7B's dominant pair 60 in slots 2, 3 and 5 (TAPPA, arXiv:2601.21709).
void TestExperimentCommand::thePublishedTableComesOut()
{
    const QString path = file("table.csv");
    const CommandCall made
        = call({ "experiment", file("massive.h5"), "--pairs", "2,3,5,60", "--bases", "1e6,1e5",
                 "--layer", "0", "--head", "0", "-o", path });
    QVERIFY2(made.code == 0 && made.err.empty(), made.err.c_str());
    QVERIFY(made.out.find("2 pi / theta") != std::string::npos);
    const QList<QStringList> table = tableOf(path);
    QCOMPARE(table[0],
             QString("layer,head,from_pair,energy_share,pair,base,predicted_period,measured_period,"
                     "relative_error,period_strength")
                 .split(','));
    const QList<double> published { 9.68, 12.01, 18.49, 2.65e6, 9.00, 10.78, 15.45, 305971.0 };
    QCOMPARE(table.size(), published.size() + 1);
    for (qsizetype i = 0; i < published.size(); ++i) {
        const QStringList& row = table[i + 1];
        QCOMPARE(row[2], QString("60"));
        QVERIFY(std::abs(row[6].toDouble() / published[i] - 1.0) < 1e-3);
        if (row[4] == "60") {
            QVERIFY(row[7].isEmpty() && row[8].isEmpty()); // it turns too slowly for a period
        } else {
            QVERIFY(std::abs(row[7].toDouble() / published[i] - 1.0) < 0.01);
            QVERIFY(std::abs(row[8].toDouble()) < 0.01);
        }
    }
}

void TestExperimentCommand::everyHeadIsMeasured()
{
    const QString trace = QString::fromStdString(traceFixture("fixed_strings.h5").string());
    const QString path = file("all.csv");
    const CommandCall all = call({ "experiment", trace, "--pairs", "1,2", "-o", path });
    QVERIFY2(all.code == 0, all.err.c_str());
    QVERIFY(all.out.find("relocations") != std::string::npos);
    const QList<QStringList> table = tableOf(path);
    QCOMPARE((table.size() - 1) % (2 * 4), 0); // two slots, four heads a layer
    QVERIFY(table.size() > 8);
    ROPESCOPE_SUCCEEDS(call({ "experiment", trace, "--pairs", "1", "--layer", "0", "-o", path }));
    QCOMPARE(tableOf(path).size(), 5);
}

void TestExperimentCommand::thePairCanBeNamed()
{
    const QString path = file("named.csv");
    ROPESCOPE_SUCCEEDS(call({ "experiment", file("massive.h5"), "--pairs", "2", "--from", "9", "-o",
                              path, "--quiet" }));
    QCOMPARE(tableOf(path)[1][2], QString("9"));
    QCOMPARE(tableOf(path)[1][5].toDouble(), 1e6);
}

void TestExperimentCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& arguments, const char* named) {
        QTest::newRow(name) << arguments << QString::fromLatin1(named);
    };
    const QString trace = file("massive.h5");
    const QString path = file("never.csv");
    row("no trace", { "--pairs", "2", "-o", path }, "T.h5");
    row("two traces", { trace, trace, "--pairs", "2", "-o", path }, "too many");
    row("no pairs", { trace, "-o", path }, "--pairs");
    row("no output", { trace, "--pairs", "2" }, "--output");
    row("suffix", { trace, "--pairs", "2", "-o", file("never.json") }, "never.json");
    row("no number", { trace, "--pairs", "2,x", "-o", path }, "'x' in '2,x'");
    row("empty entry", { trace, "--pairs", "2,,3", "-o", path }, "'' in '2,,3'");
    row("trailing comma", { trace, "--pairs", "2,", "-o", path }, "'' in '2,'");
    row("negative pair", { trace, "--pairs", "-2", "-o", path }, "--pairs");
    row("no such slot", { trace, "--pairs", "64", "-o", path }, "--pairs: there is no pair 64");
    row("no such pair", { trace, "--pairs", "2", "--from", "64", "-o", path }, "--from");
    row("no bases", { trace, "--pairs", "2", "--bases", "", "-o", path }, "--bases");
    row("base", { trace, "--pairs", "2", "--bases", "1e6,1", "-o", path }, "'1' in '1e6,1'");
    row("no such layer", { trace, "--pairs", "2", "--layer", "1", "-o", path }, "--layer");
    row("no such head", { trace, "--pairs", "2", "--head", "1", "-o", path }, "--head");
}

void TestExperimentCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(QStringList { "experiment" } + arguments), 2, named.toStdString());
    QVERIFY(!QFile::exists(file("never.csv")));
}

void TestExperimentCommand::failedJobsNameTheFile()
{
    const QString path = file("never.csv");
    ROPESCOPE_FAILS(call({ "experiment", "/no/such.h5", "--pairs", "2", "-o", path }), 1,
                    "/no/such.h5");
    const QString maps = QString::fromStdString(traceFixture("maps_only.h5").string());
    ROPESCOPE_FAILS(call({ "experiment", maps, "--pairs", "2", "-o", path }), 1, "no rotation");
    ROPESCOPE_FAILS(
        call({ "experiment", file("massive.h5"), "--pairs", "2", "-o", "/no/such/a.csv" }), 1,
        "/no/such/a.csv");
    QVERIFY(!QFile::exists(path));
}

QTEST_MAIN(TestExperimentCommand)
#include "tst_experiment_command.moc"
