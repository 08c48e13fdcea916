// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/app/command_call.h"

using namespace ropescope::test;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestSynthesizeCommand : public QObject {
    Q_OBJECT
private slots:
    void everyKindIsWritten_data();
    void everyKindIsWritten();
    void infoSaysWhatWasAskedFor();
    void whatWouldNotShowItsPatternIsRefused_data();
    void whatWouldNotShowItsPatternIsRefused();
    void theRemediesWork_data();
    void theRemediesWork();
    void theSameSeedGivesTheSameFile();
    void quietSaysNothing();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void unwritableOutputFails_data();
    void unwritableOutputFails();

private:
    QTemporaryDir m_folder;
};

void TestSynthesizeCommand::everyKindIsWritten_data()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : { "sink", "diagonal", "periodic", "seasonal", "random", "massive" })
        QTest::addRow("%s", kind) << QString::fromLatin1(kind);
}

void TestSynthesizeCommand::everyKindIsWritten()
{
    QFETCH(const QString, kind);
    const QString path = m_folder.filePath(kind + ".h5");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", kind, "--tokens", "128", "--output", path }));
    ROPESCOPE_SUCCEEDS(call({ "info", path }));
}

void TestSynthesizeCommand::infoSaysWhatWasAskedFor()
{
    const QString path = m_folder.filePath("asked.h5");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "periodic", "--tokens", "64", "--head-dim", "32",
                              "--base", "5000", "--pair", "2", "--output", path }));
    const CommandCall info = call({ "info", path, "--json" });
    const auto report = nlohmann::json::parse(info.out);
    QCOMPARE(report["kind"].get<std::string>(), std::string("trace"));
    QCOMPARE(report["num_tokens"].get<int>(), 64);
    QCOMPARE(report["head_dim"].get<int>(), 32);
    QCOMPARE(report["rope_base"].get<double>(), 5000.0);
    QCOMPARE(report["rope_pairing"].get<std::string>(), std::string("half"));
    QCOMPARE(report["inv_freq"].size(), std::size_t { 16 });
    QVERIFY(report["layers"][0]["has_q_k"].get<bool>());
}

void TestSynthesizeCommand::whatWouldNotShowItsPatternIsRefused_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* line, const char* said) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(said);
    };
    row("sink --tokens 15", "--tokens: 15 are too few to tell a pattern; give 16 or more");
    row("sink --pair 0", "--pair: A sink over 512 tokens needs a slower pair than pair 0");
    row("sink --base 100", "--base: A sink over 512 tokens needs a slower pair");
    row("diagonal --head-dim 16",
        "--head-dim: 16 coordinates are too few to single out one lag; "
        "give 64 or more (the diagonal kind should be sequential, but "
        "the head made of these options is periodic)");
    row("seasonal --tokens 64",
        "--tokens: a season of 23 tokens must fit 3 times after the first "
        "token, and 64 tokens are too few; give --tokens 70 or more or "
        "--period 6 to 21");
    row("seasonal --period 2", "--period: within 2 tokens no channel pair comes back");
    row("seasonal --period 3", "give --period 6 to 170");
    row("seasonal --period 400", "give --tokens 1201 or more or --period 6 to 170");
    row("seasonal --period 4000", "give --tokens 12001 or more");
    row("seasonal --period 20 --pair 3", "--pair: it does not come back");
    row("seasonal --base 100", "--base: 100 leaves too few slow pairs");
    row("periodic --pair 16",
        "--pair: pair 16 turns once in 198.7 tokens, so 512 tokens hold 2.6 "
        "of its periods, and 3.1 must fit; give --tokens 616 or more or --pair "
        "15 or less");
    row("periodic --pair 40", "give --tokens 109533 or more or --pair 15 or less");
    row("periodic --pair 63", "must fit; give --pair 15 or less");
    row("periodic --tokens 31",
        "--tokens: 31 are too few to tell a period; give --tokens 47 or more");
    row("periodic --tokens 32", "--tokens: pair 4 turns once in 14.9 tokens");
    row("random --tokens 16", "--tokens: chance makes patterns of few tokens; give 64 or more");
}

void TestSynthesizeCommand::whatWouldNotShowItsPatternIsRefused()
{
    QFETCH(const QString, line);
    QFETCH(const QString, said);
    const QString path = m_folder.filePath("refused.h5");
    ROPESCOPE_FAILS(
        call(QStringList { "synthesize" } + line.split(' ') + QStringList { "-o", path }), 2,
        said.toStdString());
    QVERIFY(!QFile::exists(path));
}

void TestSynthesizeCommand::theRemediesWork_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line :
         { "sink --tokens 16", "diagonal --tokens 16", "diagonal --head-dim 64",
           "diagonal --head-dim 64 --base 1e12", "seasonal --tokens 70", "seasonal --period 6",
           "seasonal --period 170", "seasonal --tokens 64 --period 21",
           "seasonal --tokens 1201 --period 400", "seasonal --period 20", "seasonal --pair 3",
           "seasonal --base 1e4", "periodic --pair 15", "periodic --tokens 616 --pair 16",
           "periodic --tokens 47", "periodic --tokens 32 --pair 0", "random --tokens 64",
           "massive --tokens 1" })
        QTest::newRow(line) << QString::fromLatin1(line);
}

void TestSynthesizeCommand::theRemediesWork()
{
    QFETCH(const QString, line);
    ROPESCOPE_SUCCEEDS(call(QStringList { "synthesize" } + line.split(' ')
                            + QStringList { "-o", m_folder.filePath("made.h5") }));
}

void TestSynthesizeCommand::theSameSeedGivesTheSameFile()
{
    const auto made = [&](const char* name, const char* seed) {
        const QString path = m_folder.filePath(QLatin1String(name));
        (void)call({ "synthesize", "random", "--tokens", "32", "--seed", QLatin1String(seed),
                     "--output", path });
        return contentOf(path);
    };
    const QByteArray first = made("first.h5", "7");
    QVERIFY(!first.isEmpty());
    QCOMPARE(made("again.h5", "7"), first);
    QVERIFY(made("other.h5", "8") != first);
}

void TestSynthesizeCommand::quietSaysNothing()
{
    const CommandCall made = call({ "synthesize", "sink", "--tokens", "16", "--quiet", "--output",
                                    m_folder.filePath("quiet.h5") });
    QCOMPARE(made.out, std::string());
    QCOMPARE(made.code, 0);
}

void TestSynthesizeCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& arguments, const char* named) {
        QTest::newRow(name) << arguments << QString::fromLatin1(named);
    };
    const QString path = m_folder.filePath("never.h5");
    row("no kind", { "-o", path }, "KIND");
    row("unknown kind", { "spiral", "-o", path }, "'spiral'");
    row("no output", { "sink" }, "--output");
    row("no token", { "sink", "--tokens", "0", "-o", path }, "--tokens");
    row("odd head dimension", { "sink", "--head-dim", "7", "-o", path }, "7");
    row("no such pair", { "periodic", "--head-dim", "8", "--pair", "4", "-o", path }, "4");
    row("negative seed", { "sink", "--seed", "-1", "-o", path }, "--seed: '-1'");
    row("base", { "sink", "--base", "1", "-o", path }, "--base: '1'");
}

void TestSynthesizeCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(QStringList { "synthesize" } + arguments), 2, named.toStdString());
    QVERIFY(!QFile::exists(m_folder.filePath("never.h5")));
}

void TestSynthesizeCommand::unwritableOutputFails_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("no such folder") << "/no/such/folder/a.h5";
    QTest::newRow("a folder") << m_folder.filePath("folder.h5");
}

void TestSynthesizeCommand::unwritableOutputFails()
{
    QFETCH(const QString, path);
    QDir(m_folder.path()).mkdir("folder.h5");
    ROPESCOPE_FAILS(call({ "synthesize", "sink", "--tokens", "16", "--output", path }), 1,
                    path.toStdString());
}

QTEST_MAIN(TestSynthesizeCommand)
#include "tst_synthesize_command.moc"
