// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "app/figure/animation.h"
#include "app/figure/animation_encoder.h"
#include "command_call.h"
#include "core/trace/synthesize.h"
#include "gpu/renderer_factory.h"

using namespace ropescope;
using ropescope::test::call;

namespace {

/// "5,670,610": frames and size of a film, as ffprobe counts them.
QString probed(const QString& path)
{
    QProcess process;
    process.start("ffprobe",
                  { "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                    "stream=nb_read_frames,width,height", "-of", "csv=p=0", path });
    return process.waitForFinished() ? QString::fromUtf8(process.readAllStandardOutput()).trimmed()
                                     : QString();
}

} // namespace

class TestAnimateCommand : public QObject {
    Q_OBJECT
private slots:
    void sweepsAreRead();
    void basesGoInEqualRatios();
    void aPairVisitsEverySlot();
    void filmsHaveTheirFrames_data();
    void filmsHaveTheirFrames();
    void framesOfAGifDiffer();
    void aCancelledFilmKeepsTheEarlierOne();
    void withoutTheEncoderTheSentenceNamesThePackage();
    void wrongCallsAreUsageErrors_data();
    void wrongCallsAreUsageErrors();

private:
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QStringList film(const QStringList& more) const
    {
        return QStringList { "animate", "--synthetic", "massive", "--tokens", "64",
                             "--layer", "0",           "--head",  "0",        "--width-mm",
                             "50",      "--dpi",       "100" }
        + more;
    }
    QTemporaryDir m_folder;
};

void TestAnimateCommand::sweepsAreRead()
{
    QCOMPARE(sweepFromText("base:1e6:1e2"), (Sweep { Sweep::Kind::Base, 1e6, 1e2, 0 }));
    QCOMPARE(sweepFromText("pair:14:0:31"), (Sweep { Sweep::Kind::Slot, 0.0, 31.0, 14 }));
    for (const char* const wrong : { "", "base", "base:1e6", "base:0:1e6", "base:1e6:x", "pair:14",
                                     "pair:14:0", "pair:-1:0:3", "pair:1:0.5:3", "gain:1:0:3" })
        QVERIFY2(!sweepFromText(wrong), wrong);
    for (const char* const text : { "base:1e+06:100", "pair:14:0:31" })
        QCOMPARE(sweepText(*sweepFromText(text)), std::string(text));
}

void TestAnimateCommand::basesGoInEqualRatios()
{
    const auto edits = sweepEdits({ Sweep::Kind::Base, 1e6, 1e2, 0 }, {}, 5);
    QCOMPARE(edits.size(), std::size_t { 5 });
    for (std::size_t i = 0; i < 5; ++i)
        QVERIFY(std::abs(*edits[i].base / std::pow(10.0, 6.0 - static_cast<double>(i)) - 1.0)
                < 1e-12);
    QCOMPARE(*edits.back().base, 1e2);
    QCOMPARE(sweepEdits({ Sweep::Kind::Base, 1e6, 1e2, 0 }, {}, 1).size(), std::size_t { 1 });
}

void TestAnimateCommand::aPairVisitsEverySlot()
{
    const Sweep sweep { Sweep::Kind::Slot, 7.0, 3.0, 14 };
    QCOMPARE(usualFrames(sweep), 5);
    const RopeEdit common { .base = 1e4, .relocations = { { 1, 2 } }, .gains = {}, .pairing = {} };
    const auto edits = sweepEdits(sweep, common, 5);
    for (std::size_t i = 0; i < 5; ++i) {
        QCOMPARE(edits[i].base, common.base);
        QCOMPARE(edits[i].relocations.size(), std::size_t { 2 });
        QCOMPARE(edits[i].relocations.back(), (std::pair { 14, 7 - static_cast<int>(i) }));
    }
}

void TestAnimateCommand::filmsHaveTheirFrames_data()
{
    QTest::addColumn<QString>("suffix");
    for (const char* const suffix : { "gif", "webm", "mp4" })
        QTest::newRow(suffix) << suffix;
}

void TestAnimateCommand::filmsHaveTheirFrames()
{
    QFETCH(const QString, suffix);
    const QString path = file("film." + suffix);
    ROPESCOPE_SUCCEEDS(
        call(film({ "--sweep", "base:1e6:1e2", "--frames", "5", "--fps", "10", "-o", path })));
    const QStringList parts = probed(path).split(u',');
    QCOMPARE(parts.size(), 3);
    QCOMPARE(parts[2], QStringLiteral("5"));
    QVERIFY(parts[0].toInt() % 2 == 0 && parts[1].toInt() % 2 == 0);
    QVERIFY(std::abs(parts[0].toInt() - 197) <= 1); // 50 mm at 100 dots per inch
    const QStringList left = QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden);
    for (const QString& name : left)
        QVERIFY2(name.startsWith("film.") && !name.endsWith("tmp"), qPrintable(name));
}

void TestAnimateCommand::framesOfAGifDiffer()
{
    const QString path = file("slots.gif");
    ROPESCOPE_SUCCEEDS(call(film({ "--sweep", "pair:60:2:4", "-o", path })));
    QImageReader reader(path);
    if (!QImageReader::supportedImageFormats().contains("gif"))
        QFAIL("Qt cannot read GIF here.");
    const QImage first = reader.read();
    const QImage second = reader.read();
    const QImage third = reader.read();
    QVERIFY(!third.isNull());
    QVERIFY(first != second && second != third);
    QVERIFY(reader.read().isNull()); // a frame for each of three slots
    QCOMPARE(QColor(first.pixel(1, 1)), QColor(Qt::white));
}

void TestAnimateCommand::aCancelledFilmKeepsTheEarlierOne()
{
    const QString path = file("kept.gif");
    QFile earlier(path);
    QVERIFY(earlier.open(QIODevice::WriteOnly));
    earlier.write("earlier");
    earlier.close();
    AnimationRequest request;
    request.figure.heads = { {} };
    request.figure.output = path.toStdString();
    request.frames = 30;
    const auto pool = std::make_shared<ThreadPool>(1);
    const auto renderer = makeRenderer(Backend::Cpu, pool).value();
    std::stop_source stop;
    double reached = 0.0;
    const auto done = writeAnimation(
        request, { synthesize({ .tokens = 32 }).value(), nullptr }, *renderer, *pool,
        [&](double fraction) {
            reached = fraction;
            if (fraction > 0.5)
                stop.request_stop();
        },
        stop.get_token());
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(reached < 0.9);
    QVERIFY(earlier.open(QIODevice::ReadOnly));
    QCOMPARE(earlier.readAll(), QByteArray("earlier"));
}

void TestAnimateCommand::withoutTheEncoderTheSentenceNamesThePackage()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_folder.path().toUtf8());
    const auto made
        = call(film({ "--sweep", "base:1e6:1e2", "--frames", "1", "-o", file("no.gif") }));
    qputenv("PATH", path);
    ROPESCOPE_FAILS(made, 1, "package ffmpeg");
    QVERIFY(!QFile::exists(file("no.gif")));
}

void TestAnimateCommand::wrongCallsAreUsageErrors_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("named");
    const QString sweep = "base:1e6:1e2";
    QTest::newRow("no sweep") << QStringList { "-o", file("a.gif") } << "--sweep";
    QTest::newRow("another sweep")
        << QStringList { "--sweep", "gain:1:2", "-o", file("a.gif") } << "'gain:1:2'";
    QTest::newRow("a figure") << QStringList { "--sweep", sweep, "-o", file("a.pdf") } << ".webm";
    QTest::newRow("beyond the rope")
        << QStringList { "--sweep", "pair:60:60:70", "-o", file("a.gif") } << "pairs 0 to 63";
    QTest::newRow("panels") << QStringList { "--sweep", sweep, "--panel", "",
                                             "--panel", "",    "-o",      file("a.gif") }
                            << "one head";
    QTest::newRow("no frame") << QStringList { "--sweep", sweep, "--frames",
                                               "0",       "-o",  file("a.gif") }
                              << "--frames";
}

void TestAnimateCommand::wrongCallsAreUsageErrors()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, named);
    ROPESCOPE_FAILS(call(film(options)), 2, named.toStdString());
}

QTEST_MAIN(TestAnimateCommand)
#include "tst_animate_command.moc"
