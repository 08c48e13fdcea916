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
    ROPESCOPE_SUCCEEDS(call({ "synthesize", kind, "--tokens", "64", "--output", path }));
    ROPESCOPE_SUCCEEDS(call({ "info", path }));
}

void TestSynthesizeCommand::infoSaysWhatWasAskedFor()
{
    const QString path = m_folder.filePath("asked.h5");
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "periodic", "--tokens", "48", "--head-dim", "32",
                              "--base", "5000", "--pair", "2", "--output", path }));
    const CommandCall info = call({ "info", path, "--json" });
    const auto report = nlohmann::json::parse(info.out);
    QCOMPARE(report["kind"].get<std::string>(), std::string("trace"));
    QCOMPARE(report["num_tokens"].get<int>(), 48);
    QCOMPARE(report["head_dim"].get<int>(), 32);
    QCOMPARE(report["rope_base"].get<double>(), 5000.0);
    QCOMPARE(report["rope_pairing"].get<std::string>(), std::string("half"));
    QCOMPARE(report["inv_freq"].size(), std::size_t { 16 });
    QVERIFY(report["layers"][0]["has_q_k"].get<bool>());
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
    QTest::newRow("a folder") << m_folder.path();
}

void TestSynthesizeCommand::unwritableOutputFails()
{
    QFETCH(const QString, path);
    ROPESCOPE_FAILS(call({ "synthesize", "sink", "--tokens", "16", "--output", path }), 1,
                    path.toStdString());
}

QTEST_MAIN(TestSynthesizeCommand)
#include "tst_synthesize_command.moc"
