// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Folders and files that the user may not write or read: one sentence says so, nothing changes.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr int kNobody = 65534; ///< root may do everything, so it becomes somebody else
const QByteArray kContent = QByteArrayLiteral("what was there before");

void write(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(kContent), kContent.size());
}

void setMode(const QString& path, mode_t mode)
{
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
}

struct Ended {
    int code = -1;
    QByteArray said; ///< on standard error
};

} // namespace

class TestPermissions : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        setMode(m_folder.path(), 0755);
        QDir folder(m_folder.path());
        for (const char* name : { "home", "readonly", "closed" })
            QVERIFY(folder.mkdir(QString::fromLatin1(name)));
        setMode(file("home"), 0700);
        if (::geteuid() == 0)
            QCOMPARE(::chown(QFile::encodeName(file("home")).constData(), kNobody, kNobody), 0);
        QVERIFY(
            QFile::copy(QStringLiteral(ROPESCOPE_SOURCE_DIR "/resources/model/prompts/default.txt"),
                        file("text.txt")));
        setMode(file("text.txt"), 0644);
        QCOMPARE(run({ "capture", "--text-file", file("text.txt"), "--max-tokens", "24", "-o",
                       file("home/t.h5") })
                     .said,
                 QByteArray());
        for (const char* ending : { "h5", "json", "csv", "png", "svg", "npy", "txt", "gif" })
            write(file("readonly/old.") + QString::fromLatin1(ending));
        setMode(file("readonly"), 0555);
        for (const char* name : { "secret.h5", "secret.txt", "closed/t.h5", "closed/t.md" })
            write(file(name));
        setMode(file("secret.h5"), 0);
        setMode(file("secret.txt"), 0);
        setMode(file("closed"), 0);
    }

    void cleanupTestCase()
    {
        for (const char* name : { "readonly", "closed" })
            setMode(file(name), 0755);
    }

    void aReadOnlyFolderStaysAsItIs_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("ending");
        const auto row = [](const char* call, const char* ending) {
            QTest::newRow(call) << QString::fromLatin1(call) << QString::fromLatin1(ending);
        };
        row("capture --text fish -o", "h5");
        row("capture --text fish -o home/n.h5 --base 9 --compare-json", "json");
        row("synthesize sink --tokens 32 -o", "h5");
        row("render home/t.h5 --layer 0 --head 0 -o", "png");
        row("render home/t.h5 --layer 0 --head 0 -o home/n.png --data", "npy");
        row("render home/t.h5 --layer 0 --head 0 -o home/n.png --caption", "txt");
        row("animate home/t.h5 --layer 0 --head 0 --sweep base:9:8 -o", "gif");
        row("analyze home/t.h5 -o", "json");
        row("experiment home/t.h5 --pairs 1 -o", "csv");
        row("compress home/t.h5 --methods h2o --budgets 8 -o", "csv");
        row("compress home/t.h5 --methods h2o --budgets 8 -o home/n.csv --kept", "json");
        row("compress home/t.h5 --methods h2o --budgets 8 -o home/n.csv --figure", "svg");
        row("prune --text-file text.txt --method random --layers 1 -o", "csv");
        row("prune-order home/t.h5 --method shortgpt -o", "json");
        row("prune-order home/t.h5 --write-bi", "json");
        row("--screenshot", "png");
    }

    void aReadOnlyFolderStaysAsItIs()
    {
        QFETCH(const QString, call);
        QFETCH(const QString, ending);
        const QStringList before = entries();
        for (const auto& [name, named] :
             { std::pair { "readonly/old.", "the file is write-protected" },
               std::pair { "readonly/new.", "no permission to write in the folder" } }) {
            const Ended ended = run(located(call) << file(name) + ending);
            QCOMPARE(ended.code, 1);
            verifySentence(ended.said, named);
        }
        QCOMPARE(entries(), before);
        QFile old(file("readonly/old.") + ending);
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), kContent);
        QCOMPARE(QDir(file("home")).entryList({ "n.*" }), QStringList());
    }

    void whatMayNotBeReadIsNotCalledAbsent_data()
    {
        QTest::addColumn<QString>("call");
        for (const char* call :
             { "info secret.h5", "info closed/t.h5", "info closed",
               "capture -o home/n.h5 --text-file secret.txt",
               "capture -o home/n.h5 --text-file closed/t.txt",
               "capture -o home/n.h5 --token-ids secret.txt",
               "capture -o home/n.h5 --text fish --model closed",
               "capture -o home/n.h5 --text fish --model closed/m.gguf",
               "capture -o home/n.h5 --text fish --model secret.h5",
               "render closed/t.h5 --layer 0 --head 0 -o home/n.png",
               "analyze secret.h5 -o home/n.json",
               "prune-order --bi secret.txt --method shortgpt -o home/n.json",
               "closed/t.h5 --screenshot home/n.png", "secret.h5 --screenshot home/n.png" })
            QTest::newRow(call) << QString::fromLatin1(call);
    }

    void whatMayNotBeReadIsNotCalledAbsent()
    {
        QFETCH(const QString, call);
        const Ended ended = run(located(call));
        QCOMPARE(ended.code, 1);
        verifySentence(ended.said, "cannot be read: Permission denied");
    }

    void aLessonThatMayNotBeReadIsNotCalledAbsent()
    {
        const Ended ended = run({ "--lesson", file("closed/t.md") });
        QCOMPARE(ended.code, 1);
        verifySentence(ended.said, "cannot be read: Permission denied");
    }

private:
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

    /// The words of a call; what names a file of the folder is one.
    [[nodiscard]] QStringList located(const QString& call) const
    {
        QStringList words = call.split(u' ');
        for (QString& word : words) {
            if (word == "closed" || word.contains(u'/') || (word.contains(u'.')))
                word = file(word);
        }
        return words;
    }

    [[nodiscard]] QStringList entries() const
    {
        return QDir(file("readonly")).entryList(QDir::Files | QDir::Hidden);
    }

    static void verifySentence(const QByteArray& said, const char* named)
    {
        QVERIFY2(said.startsWith("ropescope") && said.count('\n') == 1 && said.contains(named),
                 said.constData());
    }

    [[nodiscard]] Ended run(const QStringList& arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* variable :
             { "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR" })
            environment.insert(QString::fromLatin1(variable), file("home"));
        process.setProcessEnvironment(environment);
        if (::geteuid() == 0) {
            process.setChildProcessModifier([] {
                if (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)
                    ::_exit(127);
            });
        }
        process.start(qEnvironmentVariable("ROPESCOPE_PROGRAM"), arguments);
        if (!process.waitForFinished(60'000))
            return {};
        return { process.exitCode(), process.readAllStandardError() };
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
