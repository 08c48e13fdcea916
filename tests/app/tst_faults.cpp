// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The program is killed, or the disk is full: what was there before stays whole.
#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/saved_session.h"
#include "core/formats/model_files.h"
#include "core/io/safetensors_file.h"
#include "core/trace/trace_file.h"

using namespace ropescope;

namespace {

constexpr int kKills = 12;
constexpr int kCuts = 200;

constexpr int kMostKills = 200;
constexpr int kInterrupted = 3; ///< of them, until that many came while a file was written
const QString kSaveForever = QStringLiteral("--save-forever");

SavedSession longSession(char letter) { return { .prompt = std::string(4 << 20, letter) }; }

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
        int interrupted = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            interrupted += killWhileWriting({ "capture", "--text",
                                              QStringLiteral("one fish two fish ").repeated(60),
                                              "--output", target },
                                            kill % 6);
            const auto trace = openTraceFile(target.toStdString());
            QVERIFY2(trace.has_value(), trace ? "" : trace.error().message.c_str());
            const bool isNew = (*trace)->info().numLayers > 1;
            QVERIFY(isNew || contentOf(target) == contentOf(file("old.h5")));
            QVERIFY((*trace)->head(isNew ? HeadId { { 7 }, { 0 } } : HeadId {}).has_value());
        }
        QVERIFY(interrupted > 0);
    }

    void aKilledRenderLeavesAWholeFigure()
    {
        const QString target = file("map.pdf");
        const QStringList call { "render", file("old.h5"), "--layer", "0", "--head",
                                 "0",      "-o",           target };
        QCOMPARE(run(call), 0);
        const QByteArray whole = contentOf(target);
        const QByteArray old = QByteArrayLiteral("what was there before");
        int interrupted = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            write(target, old);
            interrupted += killWhileWriting(call, kill % 6);
            const QByteArray now = contentOf(target);
            QVERIFY(now == old || now == whole);
        }
        QVERIFY(interrupted > 0);
    }

    void aKilledSaveLeavesAWholeSession()
    {
        const QString target = file("killed.ropescope");
        QVERIFY(saveSession(longSession('a'), target.toStdString()).has_value());
        int interrupted = 0;
        for (int kill = 0; kill < kMostKills && interrupted < kInterrupted; ++kill) {
            QProcess saving;
            saving.start(QCoreApplication::applicationFilePath(), { kSaveForever, target });
            waitForHalfFile(saving);
            QTest::qSleep(1 + kill % 8); // later in the writing, and later
            saving.kill();
            QVERIFY(saving.waitForFinished(10'000));
            const QStringList halves = halfFiles();
            interrupted += halves.isEmpty() ? 0 : 1;
            for (const QString& half : halves)
                QVERIFY(QFile::remove(file(half)));
            const auto session = loadSession(target.toStdString());
            QVERIFY2(session.has_value(), session ? "" : session.error().message.c_str());
            QCOMPARE(session->prompt.size(), longSession('a').prompt.size());
            QCOMPARE(session->prompt.find_first_not_of(session->prompt[0]), std::string::npos);
        }
        QCOMPARE(interrupted, kInterrupted); // it was killed while it wrote
    }

    /// A limit on file sizes acts like a full disk: the write fails half way.
    void aFullDiskIsASentenceAndLosesNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("call");
        QTest::newRow("capture") << "full.h5"
                                 << QStringList { "capture", "--text", "one fish two fish",
                                                  "--quiet", "--output" };
        for (const char* const name : { "full.png", "full.svg", "full.pdf", "full.npy" }) {
            QTest::newRow(name) << name << QStringList { "render", file("old.h5"), "--layer",
                                                         "0",      "--head",       "0",
                                                         "--dpi",  "900",          "--quiet",
                                                         "-o" };
        }
    }

    void aFullDiskIsASentenceAndLosesNothing()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, call);
        const QString target = file(name);
        QVERIFY(QFile::copy(file("old.h5"), target));
        const QByteArray before = contentOf(target);
        QProcess shell;
        shell.start("bash",
                    QStringList { "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"", program() }
                        + call + QStringList { target });
        QVERIFY(shell.waitForFinished(60'000));
        const QByteArray said = shell.readAllStandardError();
        QVERIFY2(said.startsWith("ropescope " + call[0].toUtf8() + ": ") && said.count('\n') == 1,
                 said.constData());
        QVERIFY2(said.contains(name.toUtf8()), said.constData());
        QCOMPARE(shell.exitCode(), 1);
        QCOMPARE(contentOf(target), before);
        QCOMPARE(halfFiles(), QStringList());
    }

    /// On a tmpfs of 200 KB, mounted for this test alone.
    void aFullFileSystemIsASentenceAndLosesNothing()
    {
        const QString script = QStringLiteral(R"sh(
            mount -t tmpfs -o size=200k none "$1" || exit 77
            cp "$2" "$1/full.h5" || exit 97
            "$3" capture --text 'one fish two fish' --quiet --output "$1/full.h5"
            code=$?
            cmp "$2" "$1/full.h5" || exit 99
            [ "$(ls -A "$1")" = full.h5 ] || exit 98
            exit $code)sh");
        if (QStandardPaths::findExecutable("unshare").isEmpty())
            QSKIP("there is no unshare");
        QVERIFY(QDir(m_folder.path()).mkdir("disk"));
        QProcess unshare;
        unshare.start("unshare",
                      { "--map-root-user", "--mount", "bash", "-c", script, "bash", file("disk"),
                        file("old.h5"), program() });
        QVERIFY(unshare.waitForFinished(60'000));
        const QByteArray said = unshare.readAllStandardError();
        if (said.startsWith("unshare:") || unshare.exitCode() == 77)
            QSKIP("this system does not let a user mount a tmpfs");
        QVERIFY2(said.startsWith("ropescope capture: ") && said.count('\n') == 1
                     && said.contains("full.h5"),
                 said.constData());
        QCOMPARE(unshare.exitCode(), 1);
    }

    void aSessionOnAFullDiskIsASentenceAndLosesNothing()
    {
        const QString target = file("full.ropescope");
        QVERIFY(saveSession(longSession('a'), target.toStdString()).has_value());
        const QByteArray before = contentOf(target);
        rlimit usual {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &usual), 0);
        const rlimit small { .rlim_cur = 4096, .rlim_max = usual.rlim_max };
        const auto former = std::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto saved = saveSession(longSession('b'), target.toStdString());
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &usual), 0);
        std::signal(SIGXFSZ, former);
        QVERIFY(!saved.has_value());
        QVERIFY2(saved.error().message.find("full.ropescope") != std::string::npos,
                 saved.error().message.c_str());
        QCOMPARE(contentOf(target), before);
        QCOMPARE(halfFiles(), QStringList());
    }

    void aSessionInAReadOnlyFolderIsASentenceAndLosesNothing()
    {
        constexpr uid_t kNobody = 65534; // root may do everything, so it becomes somebody else
        QVERIFY(QDir(m_folder.path()).mkdir("readonly"));
        const QString target = file("readonly/s.ropescope");
        QVERIFY(saveSession({}, target.toStdString()).has_value());
        const QByteArray before = contentOf(target);
        QCOMPARE(::chmod(QFile::encodeName(m_folder.path()).constData(), 0755), 0);
        QCOMPARE(::chmod(QFile::encodeName(file("readonly")).constData(), 0555), 0);
        const uid_t me = ::geteuid();
        if (me == 0)
            QCOMPARE(::seteuid(kNobody), 0);
        const auto saved = saveSession(longSession('b'), target.toStdString());
        QCOMPARE(::seteuid(me), 0);
        QCOMPARE(::chmod(QFile::encodeName(file("readonly")).constData(), 0755), 0);
        QVERIFY(!saved.has_value());
        QVERIFY2(saved.error().message.find("readonly/s.ropescope") != std::string::npos
                     && saved.error().message.find("no permission to write in")
                         != std::string::npos,
                 saved.error().message.c_str());
        QCOMPARE(contentOf(target), before);
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

    /// What was being written when the program was killed.
    QStringList halfFiles() const
    {
        return QDir(m_folder.path()).entryList({ ".ropescope-*.tmp" }, QDir::Files | QDir::Hidden);
    }

    static int run(const QStringList& arguments)
    {
        QProcess process;
        process.start(program(), arguments);
        return process.waitForFinished(60'000) ? process.exitCode() : -1;
    }

    /// For a minute at most, and until it is done. It may be there only briefly.
    void waitForHalfFile(QProcess& process) const
    {
        for (const QDeadlineTimer end(60'000); halfFiles().isEmpty() && !end.hasExpired();) {
            if (process.waitForFinished(1))
                return;
        }
    }

    /// SIGKILL so many milliseconds after there is a half file, unless it is done by then. 1 if
    /// there was one when it died; it is removed.
    int killWhileWriting(const QStringList& arguments, int milliseconds)
    {
        QProcess process;
        process.start(program(), arguments);
        waitForHalfFile(process);
        QTest::qSleep(milliseconds);
        process.kill();
        process.waitForFinished(10'000);
        const QStringList halves = halfFiles();
        for (const QString& half : halves)
            QFile::remove(file(half));
        return halves.isEmpty() ? 0 : 1;
    }

    QTemporaryDir m_folder;
};

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == kSaveForever) { // until it is killed
        for (char letter = 'b'; saveSession(longSession(letter), arguments[2].toStdString());)
            letter = letter == 'b' ? 'c' : 'b';
        return 1;
    }
    TestFaults test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_faults.moc"
