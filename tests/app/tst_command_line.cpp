// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fstream>

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_call.h"

using namespace ropescope::test;

namespace {

/// The built program in a process of its own; the locale is the poorest there is.
CommandCall runProgram(const QStringList& arguments, const QStringList& environment = {})
{
    QProcess program;
    QStringList all { "LC_ALL=C", "PATH=/usr/bin" };
    for (const char* name : { "LSAN_OPTIONS", "TSAN_OPTIONS" }) // of sanitizers, if any
        all += QLatin1String(name) + u'=' + qEnvironmentVariable(name);
    program.setEnvironment(all + environment);
    program.start(qEnvironmentVariable("ROPESCOPE_PROGRAM"), arguments);
    program.waitForFinished(60000);
    return { program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
             program.readAllStandardOutput().toStdString(),
             program.readAllStandardError().toStdString() };
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT
private slots:
    void helpListsCommandsAndWindowOptions();
    void versionIsOneLine();
    void everyCommandHasHelp_data();
    void everyCommandHasHelp();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();
    void aWindowNeedsADisplay();
    void aNameSaysNothingToTheTerminal();
    void aScreenshotNeedsAFolder();
    void aFileThatSaysItselfTakesNoView();
    void aPictureTooSmallForTheWindowIsRefused();
    void theSameScreenshotIsTheSameBytes();
    void theScreenshotOfALessonIsWhole();
    void aMissingFileIsAFailedJob();
    void aBrokenLessonIsAFailedJob();
    void theProgramNeedsNoDisplayForACommand();
    void theProgramReportsInOneLine();
    void theProgramTakesNonAsciiNames();
    void theProgramDrawsAScreenshotWithoutADisplay();
};

void TestCommandLine::helpListsCommandsAndWindowOptions()
{
    const CommandCall help = call({ "--help" });
    QCOMPARE(help.code, 0);
    for (const char* text :
         { ".ropescope", "info", "capture", "synthesize", "render", "analyze", "experiment",
           "bench", "check-lesson", "--lesson", "--screenshot", "--layer", "--head", "--theme",
           "--size", "--text", "--relocate", "--mask-head", "--whole-model" })
        QVERIFY2(help.out.find(text) != std::string::npos, text);
}

void TestCommandLine::versionIsOneLine()
{
    const CommandCall version = call({ "--version" });
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.starts_with("ropescope "));
    QCOMPARE(std::count(version.out.begin(), version.out.end(), '\n'), 1);
}

void TestCommandLine::everyCommandHasHelp_data()
{
    QTest::addColumn<QString>("command");
    for (const char* name : { "info", "capture", "synthesize", "render", "analyze", "experiment",
                              "compress", "prune-order", "prune", "bench", "check-lesson" })
        QTest::addRow("%s", name) << QString::fromLatin1(name);
}

void TestCommandLine::everyCommandHasHelp()
{
    QFETCH(const QString, command);
    const CommandCall help = call({ command, "--help" });
    QCOMPARE(help.code, 0);
    QVERIFY(help.out.starts_with("Usage: ropescope " + command.toStdString() + " "));
    for (const char* common : { "--backend", "--threads", "--quiet" })
        QVERIFY2(help.out.find(common) != std::string::npos, common);
}

void TestCommandLine::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& arguments, const char* named) {
        QTest::newRow(name) << arguments << QString::fromLatin1(named);
    };
    row("neither file nor command", { "analise" }, "No such file or command: 'analise'");
    row("options of no command", { "compact", "m.h5", "-o", "x" }, "or command: 'compact'");
    row("list of commands", { "analise" },
        "info, capture, synthesize, render, animate, analyze, experiment, compress, prune-order, "
        "prune, "
        "bench");
    row("command after an option", { "--threads", "2", "render" }, "ropescope render");
    row("two paths", { "/tmp", "/usr" },
        "'/usr' is one argument too many: the window opens one PATH; 'ropescope analyze'");
    row("other head of words", { "--compare", "3" }, "--compare: '3' should be L,H");
    row("cell of words", { "--cell", "3" }, "--cell: '3' should be Q,K");
    row("edit beside a lesson", { "--lesson", "01-maps", "--still", "3" }, "--still: a lesson");
    row("step behind a lesson's end", { "--lesson", "01-maps", "--step", "99" },
        "--step: the lesson has ");
    row("page beside a lesson", { "--lesson", "01-maps", "--page", "row" }, "--page: a lesson");
    row("filter beside a lesson", { "--lesson", "01-maps", "--filter", "sink > 0" },
        "--filter: a lesson");
    row("unknown option", { "--colour" }, "'colour'");
    row("unknown option of a command", { "render", "--colour" }, "'colour'");
    row("missing value", { "bench", "--threads" }, "'--threads'");
    row("word for a number", { "bench", "--threads", "two" }, "'two'");
    row("no thread", { "bench", "--threads", "0" }, "--threads");
    row("unknown backend", { "bench", "--backend", "metal" }, "auto, vulkan, cpu");
    row("unknown benchmark", { "bench", "--only", "speed" }, "map_2048");
    row("extra argument", { "bench", "fast" }, "'fast'");
    row("window size", { "--size", "10x10" }, "--size: '10x10'");
    row("window theme", { "--theme", "pink" }, "dark, light");
    row("window layer", { "--layer", "-1" }, "--layer: '-1'");
    row("screenshot suffix", { "--screenshot", "a.gif" }, "'a.gif'");
    row("base out of range", { "--base", "0.5" }, "--base: '0.5'");
    row("base not a number", { "--base", "nan" }, "--base: 'nan'");
    row("mask", { "--mask-head", "3" }, "--mask-head: '3'");
    row("relocation", { "--relocate", "3" }, "--relocate: '3'");
    row("gain", { "--gain", "3:x" }, "--gain: '3:x'");
    row("infinite gain", { "--gain", "3:inf" }, "--gain: '3:inf'");
    row("pairing", { "--pairing", "both" }, "half, interleaved");
}

void TestCommandLine::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(arguments), 2, named.toStdString());
}

void TestCommandLine::aWindowNeedsADisplay()
{
    ROPESCOPE_FAILS(call({}, { .errorsOnTerminal = false, .hasDisplay = false }), 1, "display");
}

void TestCommandLine::aNameSaysNothingToTheTerminal()
{
    ROPESCOPE_FAILS(call({ "info", "/no/\033[31msuch" }), 1, "/no/\uFFFD[31msuch");
}

void TestCommandLine::aScreenshotNeedsAFolder()
{
    ROPESCOPE_FAILS(call({ "--screenshot", "/no/such/folder/a.png" }), 1, "/no/such/folder/a.png");
}

void TestCommandLine::aFileThatSaysItselfTakesNoView()
{
    const QTemporaryDir folder;
    const QString session = folder.filePath("a.ropescope");
    const QString trace = folder.filePath("a.h5");
    QFile file(session);
    QVERIFY(file.open(QIODevice::WriteOnly));
    ROPESCOPE_SUCCEEDS(call({ "synthesize", "sink", "--tokens", "32", "-o", trace }));
    for (const char* option : { "--layer", "--truncate", "--still", "--mean-pair" })
        ROPESCOPE_FAILS(call({ session, QString::fromLatin1(option), "3" }), 2,
                        std::string(option) + ": a session says itself what it shows");
    ROPESCOPE_FAILS(call({ trace, "--text", "fish" }), 2, "a.h5 is a trace, which has its tokens");
}

void TestCommandLine::aPictureTooSmallForTheWindowIsRefused()
{
    const QTemporaryDir folder;
    const QString picture = folder.filePath("small.png");
    const CommandCall made = runProgram({ "--screenshot", picture, "--size", "300x200" });
    ROPESCOPE_FAILS(made, 2, "--size: the window with all that it shows needs ");
    QVERIFY2(made.err.find("found 300x200") != std::string::npos, made.err.c_str());
    QVERIFY(!QFile::exists(picture));

    // The size that it names is enough, and less in either direction is not.
    int width = 0;
    int height = 0;
    QCOMPARE(
        std::sscanf(made.err.c_str() + made.err.find("needs "), "needs %dx%d", &width, &height), 2);
    const auto draw = [&](int w, int h) {
        return runProgram(
            { "--screenshot", picture, "--size", QStringLiteral("%1x%2").arg(w).arg(h) });
    };
    ROPESCOPE_FAILS(draw(width - 1, height), 2, "--size");
    ROPESCOPE_FAILS(draw(width, height - 1), 2, "--size");
    QCOMPARE(draw(width, height).err, std::string());
    QCOMPARE(QImage(picture).size(), QSize(width, height));
}

void TestCommandLine::theSameScreenshotIsTheSameBytes()
{
    const QTemporaryDir folder;
    QByteArray first;
    for (const QString& name : { QStringLiteral("a.png"), QStringLiteral("b.png") }) {
        const QString path = folder.filePath(name);
        const CommandCall made
            = runProgram({ "--screenshot", path, "--text", "one fish two fish", "--size",
                           "1280x800", "--page", "row", "--cell", "3,1" });
        QCOMPARE(made.err, std::string());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.size() > 10'000);
        if (first.isEmpty())
            first = bytes;
        QVERIFY(bytes == first);
    }
}

/// The window takes larger type part by part, and what waits for its turn is not painted.
void TestCommandLine::theScreenshotOfALessonIsWhole()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("lesson.png");
    const CommandCall made = runProgram({ "--screenshot", path, "--lesson", "periodic", "--step",
                                          "3", "--theme", "light", "--size", "1280x800" });
    QCOMPARE(made.err, std::string());
    const QImage image(path);
    QCOMPARE(image.size(), QSize(1280, 800));
    int black = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            black += image.pixel(x, y) == qRgb(0, 0, 0) ? 1 : 0;
    }
    QVERIFY2(black < 100, qPrintable(QString::number(black)));
}

void TestCommandLine::aMissingFileIsAFailedJob()
{
    ROPESCOPE_FAILS(call({ "missing.h5" }), 1, "No such file: missing.h5");
    ROPESCOPE_FAILS(call({ "/no/model", "--screenshot", "a.png" }), 1, "No such file: /no/model");
}

void TestCommandLine::aBrokenLessonIsAFailedJob()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("broken.md");
    std::ofstream(path.toStdString()) << "No lesson.\n";
    ROPESCOPE_FAILS(call({ "--lesson", path }), 1, "broken.md:1: ");
    ROPESCOPE_FAILS(call({ "--lesson", "99" }), 1,
                    "There is no lesson '99'; lessons are 01-maps, ");
}

void TestCommandLine::theProgramNeedsNoDisplayForACommand()
{
    const QTemporaryDir folder;
    const QString trace = folder.filePath("a.h5");
    const CommandCall made
        = runProgram({ "synthesize", "sink", "--tokens", "32", "--output", trace });
    QCOMPARE(made.code, 0);
    QCOMPARE(made.err, std::string());
    const CommandCall drawn = runProgram(
        { "render", trace, "--layer", "0", "--head", "0", "-o", folder.filePath("a.pdf") });
    QCOMPARE(drawn.code, 0);
    QCOMPARE(drawn.err, std::string());
}

void TestCommandLine::theProgramReportsInOneLine()
{
    ROPESCOPE_FAILS(runProgram({ "info", "no-such-file.h5" }), 1, "no-such-file.h5");
    ROPESCOPE_FAILS(runProgram({ "render", "--no-such-option" }), 2, "no-such-option");
    ROPESCOPE_FAILS(runProgram({}), 1, "DISPLAY");
}

void TestCommandLine::theProgramTakesNonAsciiNames()
{
    const QTemporaryDir folder;
    const QString trace = folder.filePath(QStringLiteral("Größe-日本.h5"));
    QCOMPARE(runProgram({ "synthesize", "sink", "--tokens", "16", "-o", trace }).code, 0);
    QVERIFY(QFile::exists(trace));
}

void TestCommandLine::theProgramDrawsAScreenshotWithoutADisplay()
{
    const QTemporaryDir folder;
    const QString picture = folder.filePath("window.png");
    const CommandCall drawn = runProgram({ "--screenshot", picture, "--size", "1200x700" });
    QCOMPARE(drawn.err, std::string());
    QCOMPARE(drawn.code, 0);
    QCOMPARE(drawn.out, "Wrote " + picture.toStdString() + ".\n");
    QCOMPARE(QImage(picture).size(), QSize(1200, 700));
}

QTEST_MAIN(TestCommandLine)
#include "tst_command_line.moc"
