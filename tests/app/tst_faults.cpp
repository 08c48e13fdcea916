// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The program is killed, or the disk is full: what was there before stays whole.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "app/saved_session.h"
#include "core/formats/model_files.h"
#include "core/io/safetensors_file.h"
#include "core/trace/trace_file.h"

using namespace ropescope;

namespace {

constexpr int kKills = 12;
constexpr int kBetweenMs = 23; ///< each kill comes that much later
constexpr int kCuts = 200;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QString program() { return qEnvironmentVariable("ROPESCOPE_PROGRAM"); }

} // namespace

class TestFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCOMPARE(run({ "synthesize", "sink", "--tokens", "64", "-o", file("old.h5") }), 0);
    }

    void aKilledCaptureLeavesAWholeTrace()
    {
        const QString target = file("capture.h5");
        QVERIFY(QFile::copy(file("old.h5"), target));
        for (int kill = 0; kill < kKills; ++kill) {
            killAfter(kill * kBetweenMs,
                      { "capture", "--text", QStringLiteral("one fish two fish ").repeated(60),
                        "--output", target });
            const auto trace = openTraceFile(target.toStdString());
            QVERIFY2(trace.has_value(), trace ? "" : trace.error().message.c_str());
            const auto first = (*trace)->head(
                (*trace)->info().numLayers > 1 ? HeadId { { 7 }, { 0 } } : HeadId {});
            QVERIFY(first.has_value());
        }
    }

    void aKilledRenderLeavesAWholeFigure()
    {
        const QString target = file("map.pdf");
        const QStringList call { "render", file("old.h5"), "--layer", "0", "--head",
                                 "0",      "-o",           target };
        QCOMPARE(run(call), 0);
        const QByteArray whole = contentOf(target);
        const QByteArray old = QByteArrayLiteral("what was there before");
        for (int kill = 0; kill < kKills; ++kill) {
            write(target, old);
            killAfter(kill * kBetweenMs, call);
            const QByteArray now = contentOf(target);
            QVERIFY(now == old || now == whole);
        }
    }

    /// A limit on file sizes acts like a full disk: the write fails half way.
    void aFullDiskIsASentenceAndLosesNothing()
    {
        const QString target = file("full.h5");
        QVERIFY(QFile::copy(file("old.h5"), target));
        const QByteArray before = contentOf(target);
        QProcess shell;
        shell.start("bash",
                    { "-c",
                      "trap '' XFSZ; ulimit -f 64; exec \"$0\" capture --text 'one fish two fish' "
                      "--quiet --output \"$1\"",
                      program(), target });
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitCode(), 1);
        const QByteArray said = shell.readAllStandardError();
        QVERIFY2(said.startsWith("ropescope capture: ") && said.count('\n') == 1, said.constData());
        QVERIFY2(said.contains("full.h5"), said.constData());
        QCOMPARE(contentOf(target), before);
        QCOMPARE(QDir(m_folder.path()).entryList({ "*full*" }, QDir::Files | QDir::Hidden),
                 QStringList { "full.h5" }); // no half file is left behind
    }

    void filesCutAnywhereAreErrors_data()
    {
        QTest::addColumn<QString>("source");
        const QString data = QStringLiteral(ROPESCOPE_TEST_DATA);
        QTest::newRow("trace") << file("old.h5");
        QTest::newRow("safetensors") << data + "/gguf/smollm3.safetensors";
        QTest::newRow("gguf") << data + "/gguf/tiny-llama-q4_0.gguf";
        QTest::newRow("session") << file("whole.ropescope");
    }

    void filesCutAnywhereAreErrors()
    {
        QFETCH(QString, source);
        if (source.endsWith(".ropescope"))
            QVERIFY(saveSession({}, source.toStdString()).has_value());
        const QByteArray whole = contentOf(source).trimmed();
        QVERIFY(whole.size() > kCuts);
        const QString path = file("cut." + QFileInfo(source).suffix());
        const std::string name = path.toStdString();
        for (int cut = 0; cut < kCuts; ++cut) {
            write(path, whole.left(whole.size() * cut / kCuts));
            const bool opened = source.endsWith(".h5") ? openTraceFile(name).has_value()
                : source.endsWith(".safetensors")      ? SafetensorsFile::open(name).has_value()
                : source.endsWith(".gguf")             ? openModelTensors(name).has_value()
                                                       : loadSession(name).has_value();
            QVERIFY2(!opened, qPrintable(QString::number(cut)));
        }
    }

private:
    QString file(const QString& name) const { return m_folder.filePath(name); }

    static int run(const QStringList& arguments)
    {
        QProcess process;
        process.start(program(), arguments);
        return process.waitForFinished(60'000) ? process.exitCode() : -1;
    }

    /// SIGKILL, unless it is done by then.
    static void killAfter(int milliseconds, const QStringList& arguments)
    {
        QProcess process;
        process.start(program(), arguments);
        QVERIFY(process.waitForStarted());
        process.waitForFinished(milliseconds);
        process.kill();
        process.waitForFinished(10'000);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
