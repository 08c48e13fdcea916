// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/main_window.h"
#include "app/panes/curves_pane.h"
#include "core/theory/period.h"
#include "core/trace/memory_trace.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "gpu/cpu/cpu_renderer.h"
#include "widgets/base_dial.h"
#include "widgets/head_grid.h"
#include "widgets/heatmap_view.h"
#include "widgets/image_plottable.h"
#include "widgets/pair_bars.h"
#include "widgets/qcp.h"
#include "widgets/score_ramp.h"
#include "widgets/source_panel.h"

using namespace ropescope;

namespace {

constexpr HeadId kHead { { 7 }, { 4 } }; ///< clean diagonals once its dominant pair is moved
constexpr int kSlowToScore = 700;        ///< tokens: more than a moment's work
const std::string kModel = ROPESCOPE_SOURCE_DIR "/resources/model";

QString validationText()
{
    QFile file(QString::fromStdString(kModel + "/prompts/default.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The picture that the map view shows on its axes.
QImage shownImage(MainWindow& window)
{
    auto* const plot = window.findChild<HeatmapView*>()->findChild<QCustomPlot*>();
    for (int i = 0; i < plot->plottableCount(); ++i) {
        if (const auto* const picture = qobject_cast<ImagePlottable*>(plot->plottable(i)))
            return picture->image();
    }
    return {};
}

/// Where a colour stands on the ramp, 0 .. 255.
int rampPosition(const ColourMap& map, QRgb pixel)
{
    int best = 0;
    int smallest = INT_MAX;
    for (int i = 0; i < 256; ++i) {
        const std::uint32_t colour = map.colours[static_cast<std::size_t>(i)];
        const int red = qRed(pixel) - static_cast<int>(colour & 255U);
        const int green = qGreen(pixel) - static_cast<int>((colour >> 8U) & 255U);
        const int blue = qBlue(pixel) - static_cast<int>((colour >> 16U) & 255U);
        const int distance = red * red + green * green + blue * blue;
        if (distance < smallest) {
            smallest = distance;
            best = i;
        }
    }
    return best;
}

/// The period of the diagonals as a viewer would read it off the shown colours: mean position on
/// the ramp along each diagonal of an image with one pixel a cell.
std::optional<Period> periodOfColours(const QImage& image)
{
    const ColourMap& map = *findColourMap("viridis");
    const int n = image.width();
    std::vector<double> profile(static_cast<std::size_t>(n));
    for (int lag = 0; lag < n; ++lag) {
        double sum = 0.0;
        for (int t = lag; t < n; ++t)
            sum += rampPosition(map, image.pixel(t - lag, t));
        profile[static_cast<std::size_t>(lag)] = sum / (n - lag);
    }
    return findPeriod(profile);
}

/// One layer: noise, a sink, noise.
TracePtr threeHeads()
{
    constexpr int kTokens = 64;
    constexpr SynthesisKind kKinds[]
        = { SynthesisKind::Random, SynthesisKind::Sink, SynthesisKind::Random };
    MemoryTraceContent content;
    LayerTensors layer;
    for (int head = 0; head < 3; ++head) {
        const TracePtr trace = synthesize({ .kind = kKinds[head],
                                            .tokens = kTokens,
                                            .headDim = 32,
                                            .seed = static_cast<std::uint64_t>(head + 1) })
                                   .value();
        const HeadTrace one = trace->head({ { 0 }, { 0 } }).value();
        if (head == 0) {
            content.info = trace->info();
            layer.q.resize(3 * kTokens, one.q.cols());
            layer.k.resize(3 * kTokens, one.k.cols());
        }
        layer.q.middleRows(head * kTokens, kTokens) = one.q;
        layer.k.middleRows(head * kTokens, kTokens) = one.k;
    }
    content.info.numHeads = content.info.numKvHeads = 3;
    content.layers.push_back(std::move(layer));
    return std::make_shared<const MemoryTrace>(std::move(content));
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        auto renderer = std::make_unique<CpuRenderer>(pool);
        m_window = std::make_unique<MainWindow>(
            std::make_unique<Session>(std::move(renderer), std::move(pool)));
        connect(&session(), &Session::failed, this,
                [](const QString& sentence) { qInfo("%s", qPrintable(sentence)); });
        m_window->setTheme(Theme::darkTheme());
        m_window->resize(1400, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    /// The monkey at the window found this: the page told a session that was gone.
    void aWindowMayGoWhileAPageFloats()
    {
        openBuiltIn();
        QVERIFY(m_window->curves().showPage(QStringLiteral("cache")));
        auto* const dock = m_window->findChild<QDockWidget*>(QStringLiteral("curvesPaneDock"));
        QVERIFY(dock != nullptr);
        dock->setFloating(true);
        QTRY_VERIFY(dock->isWindow() && dock->isVisible());
        QTRY_VERIFY(session().isIdle());
        m_window.reset();
    }

    void draggingTheDominantBarMovesTheDiagonals_data()
    {
        QTest::addColumn<int>("slot");
        QTest::newRow("to slot 2") << 2;
        QTest::newRow("to slot 5") << 5;
    }
    void draggingTheDominantBarMovesTheDiagonals()
    {
        QFETCH(int, slot);
        openBuiltIn();
        const int pair = session().analysis()->energy.dominantPair;
        QVERIFY(session().analysis()->predictedPeriod > 100.0); // slow: no diagonals yet
        const QImage before = shownImage(*m_window);

        auto* const bars = m_window->findChild<PairBars*>();
        const QPoint from = bars->slotColumn(pair).center();
        const QPoint to = bars->slotColumn(slot).center();
        QTest::mousePress(bars, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 10; ++step) {
            QTest::mouseMove(bars, from + (to - from) * step / 10);
            QTest::qWait(5);
        }
        QTest::mouseRelease(bars, Qt::LeftButton, {}, to);
        waitUntilIdle();

        const RopeTable& edited = session().analysis()->edited;
        QCOMPARE(edited.theta[static_cast<std::size_t>(pair)],
                 session().analysis()->original.theta[static_cast<std::size_t>(slot)]);
        const QImage after = shownImage(*m_window);
        QVERIFY(after != before);
        QCOMPARE(after.width(), session().trace()->info().tokenCount);
        const auto period = periodOfColours(after);
        QVERIFY(period);
        QVERIFY2(std::abs(period->tokens / edited.wavelength(pair) - 1.0) < 0.02,
                 qPrintable(QStringLiteral("shown %1, predicted %2")
                                .arg(period->tokens)
                                .arg(edited.wavelength(pair))));

        QTest::mouseClick(m_window->findChild<QPushButton*>("undo"), Qt::LeftButton);
        waitUntilIdle();
        QVERIFY(session().view().edit.isIdentity());
        QCOMPARE(shownImage(*m_window), before);
        session().redo();
        waitUntilIdle();
        QCOMPARE(shownImage(*m_window), after);
    }

    void turningTheBaseMovesTheDiagonals()
    {
        openBuiltIn();
        const int pair = session().analysis()->energy.dominantPair;
        ViewState view = session().view();
        view.edit.relocations = { { pair, 5 } };
        session().commitView(view);
        waitUntilIdle();
        const double before = session().analysis()->predictedPeriod;

        auto* const field = m_window->findChild<BaseDial*>()->findChild<QLineEdit*>();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, "1e4");
        QTest::keyClick(field, Qt::Key_Return);
        waitUntilIdle();

        QCOMPARE(session().view().edit.base, std::optional(1e4));
        const double predicted = session().analysis()->predictedPeriod;
        QVERIFY(predicted < 0.6 * before);
        const auto period = periodOfColours(shownImage(*m_window));
        QVERIFY(period);
        QVERIFY2(std::abs(period->tokens / predicted - 1.0) < 0.02,
                 qPrintable(QString::number(period->tokens)));
    }

    void everyHeadGetsItsThumbnailAndAClickShowsIt()
    {
        openBuiltIn();
        auto* const grid = m_window->findChild<HeadGrid*>();
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, {},
                          grid->cellRect({ { 3 }, { 2 } }).center());
        waitUntilIdle();
        QCOMPARE(session().head()->id, (HeadId { { 3 }, { 2 } }));
        QCOMPARE(session().picture()->values->head, session().head());
    }

    void hoveredCellIsReadInTheStatusBar()
    {
        openBuiltIn();
        auto* const map = m_window->findChild<HeatmapView*>();
        hover(*map, { 30, 10 });
        waitUntilIdle();
        const QString text = m_window->findChild<QLabel*>("cell")->text();
        QVERIFY2(text.contains("query 30") && text.contains("key 10") && text.contains("lag 20"),
                 qPrintable(text));
    }

    void theBarsTellWhatMakesTheHoveredCell()
    {
        openBuiltIn();
        auto* const map = m_window->findChild<HeatmapView*>();
        auto* const bars = m_window->findChild<PairBars*>();
        QVERIFY(!bars->parts());
        const QImage plain = bars->grab().toImage();
        std::vector<CellReading> read;
        connect(&session(), &Session::cellRead, this,
                [&](const CellReading& reading) { read.push_back(reading); });

        hover(*map, { 30, 10 });
        QCOMPARE(read.size(), std::size_t(1)); // at once, without an event loop
        QVERIFY(!read.front().probability);
        QVERIFY(bars->parts());
        QCOMPARE(bars->parts()->query, 30);
        QCOMPARE(bars->parts()->key, 10);
        QCOMPARE(bars->parts()->parts.size(), std::size_t(bars->content().pairCount()));
        double sum = 0.0;
        for (const double part : bars->parts()->parts)
            sum += part;
        QVERIFY(std::abs(sum - read.front().logit) < 1e-9); // every channel of it rotates
        const QImage first = bars->grab().toImage();
        QVERIFY(first != plain);
        QTRY_COMPARE(read.size(), std::size_t(2));
        QVERIFY(read.back().probability);

        hover(*map, { 40, 12 });
        hover(*map, { 41, 12 }); // the newest cell wins
        QTRY_VERIFY(read.back().probability.has_value());
        waitUntilIdle();
        QCOMPARE(read.size(), std::size_t(5));
        QCOMPARE(read.back().query, 41);
        QVERIFY(bars->grab().toImage() != first);

        hover(*map, { 10, 30 }); // no query sees what comes after it
        QVERIFY(!bars->parts());
        hover(*map, { 30, 10 });
        QVERIFY(bars->parts());
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(map, &leave);
        QVERIFY(!bars->parts());
        QVERIFY(m_window->findChild<QLabel*>("cell")->text().isEmpty());
        waitUntilIdle();
        QVERIFY(!bars->parts());
    }

    void partsFollowAnEditUnderTheMouse()
    {
        openBuiltIn();
        auto* const bars = m_window->findChild<PairBars*>();
        hover(*m_window->findChild<HeatmapView*>(), { 30, 10 });
        const auto before = bars->parts();
        ViewState view = session().view();
        view.edit.gains = { { 0, 0.0 } };
        session().commitView(view);
        waitUntilIdle();
        QVERIFY(bars->parts());
        QVERIFY(before->parts.front() != 0.0);
        QCOMPARE(bars->parts()->parts.front(), 0.0);
        session().showHead({ { 1 }, { 1 } });
        waitUntilIdle();
        QVERIFY(bars->parts()->parts != before->parts); // of the head on show
    }

    void theSinkHeadScoresHighest()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("three-heads.h5");
        QVERIFY(writeTraceFile(*threeHeads(), path.toStdString()));
        session().open(path.toStdString(), {});
        waitUntilIdle();
        auto* const grid = m_window->findChild<HeadGrid*>();
        auto* const choice = m_window->findChild<QComboBox*>("headScore");
        const auto cells = [&] {
            QStringList names;
            const QImage image = grid->viewport()->grab().toImage();
            for (int head = 0; head < 3; ++head)
                names << image.pixelColor(grid->cellRect({ { 0 }, { head } }).center()).name();
            return names;
        };
        const QStringList maps = cells();

        choice->setFocus();
        choice->setCurrentText("Sink mass");
        waitUntilIdle();
        std::vector<double> sinks;
        for (const HeadTheory& head : session().allHeads()->heads)
            sinks.push_back(*head.scores.sinkMass());
        QVERIFY2(sinks[1] > 0.9 && sinks[0] < 0.5 && sinks[2] < 0.5, "the sink is head 1");
        const ColourMap* const colours = findColourMap("cividis");
        const QStringList scored = cells();
        QCOMPARE(scored[1], rampColour(colours, {}, 1.0).name());
        QVERIFY(scored[0] != scored[1] && scored[2] != scored[1]);
        QVERIFY(scored.contains(rampColour(colours, {}, 0.0).name())); // the lowest
        QVERIFY2(grid->accessibleDescription().contains("Sink mass"),
                 qPrintable(grid->accessibleDescription()));

        QTest::keyClick(choice, Qt::Key_Home);
        QCOMPARE(cells(), maps);
        QVERIFY(!grid->accessibleDescription().contains("Sink mass"));
    }

    void scoresFollowTheSource()
    {
        openBuiltIn();
        auto* const choice = m_window->findChild<QComboBox*>("headScore");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        session().runRandom(kSlowToScore);
        const QTemporaryDir folder; // another source while that is under way
        const QString path = folder.filePath("three-heads.h5");
        QVERIFY(writeTraceFile(*threeHeads(), path.toStdString()));
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QCOMPARE(session().trace()->info().numHeads, 3);
        QVERIFY(session().allHeads());
        QCOMPARE(session().allHeads()->heads.size(), std::size_t(3));
    }

    void longScoringIsDoneOnDemandAndCanBeCancelled()
    {
        openBuiltIn();
        QVERIFY(session().allHeads()); // a moment, so it was done unasked
        session().runRandom(kSlowToScore);
        waitUntilIdle();
        QVERIFY(!session().allHeads());
        auto* const choice = m_window->findChild<QComboBox*>("headScore");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QTest::keyClick(choice, Qt::Key_Escape);
        QCOMPARE(choice->currentIndex(), 0);
        waitUntilIdle();
        QVERIFY(!session().allHeads());
        QTest::keyClick(choice, Qt::Key_Down); // and begun again
        waitUntilIdle();
        QVERIFY(session().allHeads());
        QCOMPARE(session().allHeads()->heads.size(), std::size_t(64));
    }

    void aPromptRunsFromTheBoxAndCanBeCancelled()
    {
        openBuiltIn();
        auto* const box = m_window->findChild<SourcePanel*>()->findChild<QPlainTextEdit*>();
        box->setPlainText("Call me Ishmael. Some years ago, never mind how long precisely.");
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
        waitUntilIdle();
        const int tokens = session().trace()->info().tokenCount;
        QVERIFY(tokens > 8 && tokens < 40);

        const TracePtr before = session().trace();
        QSignalSpy ended(&session(), &Session::runEnded);
        session().run(validationText());
        session().cancelRun();
        QCOMPARE(ended.count(), 1);
        waitUntilIdle();
        QCOMPARE(session().trace(), before);
    }

    void failuresAreSentencesAndKeepWhatWasThere_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("part");
        QTest::newRow("no such file") << "absent"
                                      << "nowhere.h5";
        QTest::newRow("not a trace") << "text"
                                     << "text.h5";
        QTest::newRow("truncated trace") << "truncated trace"
                                         << "half.h5";
        QTest::newRow("bad JSON") << "bad JSON"
                                  << "config.json";
        QTest::newRow("truncated safetensors") << "truncated weights"
                                               << "model.safetensors";
        QTest::newRow("wrong shapes") << "wrong shapes"
                                      << "model.safetensors";
    }
    void failuresAreSentencesAndKeepWhatWasThere()
    {
        QFETCH(QString, fault);
        QFETCH(QString, part);
        openBuiltIn();
        const TracePtr before = session().trace();
        const QImage image = shownImage(*m_window);
        const QTemporaryDir folder;
        QSignalSpy failed(&session(), &Session::failed);
        session().open(makeFaulty(fault, folder).toStdString(), "Hello");
        QVERIFY(failed.wait(5000));
        const QString sentence = failed.front().front().toString();
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY(sentence.endsWith('.'));
        waitUntilIdle();
        QCOMPARE(session().trace(), before);
        QCOMPARE(shownImage(*m_window), image);
        QCOMPARE(m_window->findChild<QLabel*>("messageText")->text(), sentence);
    }

    void aModelWithoutATokenizerShowsRandomTokens()
    {
        openBuiltIn();
        const QTemporaryDir folder;
        session().open(makeFaulty("no tokenizer", folder).toStdString(), "Hello");
        waitUntilIdle();
        QVERIFY(session().source().randomTokens > 0);
        QVERIFY(session().picture().has_value());
        QSignalSpy failed(&session(), &Session::failed);
        session().run("Hello");
        QVERIFY(failed.wait(5000));
        QVERIFY(failed.front().front().toString().contains("tokenizer.json"));
        QVERIFY(session().source().randomTokens > 0); // what was there stays
    }

    void aMissingLayerIsRefusedAndTheHeadStays()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("two-of-eight.h5");
        const auto model = LanguageModel::open(kModel).value();
        ThreadPool pool(2);
        const auto captured = model->capture(model->tokenize("A short text.").value(),
                                             { .firstLayer = 2, .endLayer = 4 }, pool, {}, {});
        QVERIFY(writeTraceFile(*captured->trace, path.toStdString()));
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QCOMPARE(session().head()->id, (HeadId { { 2 }, { 0 } }));
        QSignalSpy failed(&session(), &Session::failed);
        session().showHead({ { 5 }, { 1 } });
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.front().front().toString().contains("layer 5"));
        waitUntilIdle();
        QCOMPARE(session().head()->id, (HeadId { { 2 }, { 0 } }));

        session().open(path.toStdString(), {}, HeadId { { 7 }, { 0 } });
        QVERIFY(failed.wait(5000));
    }

    void aPathOfTwoHundredCharactersOpens()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QString(200, 'x') + ".h5");
        QVERIFY(writeTraceFile(*synthesize({ .tokens = 30 }).value(), path.toStdString()));
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QVERIFY(session().trace());
        QCOMPARE(session().trace()->info().tokenCount, 30);
    }

    void switchingHeadsWhileDraggingNeverMixesThem()
    {
        openBuiltIn();
        for (int step = 0; step < 30; ++step) {
            ViewState view = session().view();
            view.edit.base = 1e3 * (step + 1);
            session().previewView(view);
            session().showHead({ { step % 8 }, { step % 3 } });
            QTest::qWait(3);
        }
        waitUntilIdle();
        const MapValues& values = *session().picture()->values;
        QCOMPARE(values.head->id, session().view().head);
        QCOMPARE(values.edit, session().view().edit);
        QCOMPARE(session().analysis()->edited, values.edited);
    }

    void anEmptyPromptIsRefused()
    {
        openBuiltIn();
        const TracePtr before = session().trace();
        QSignalSpy failed(&session(), &Session::failed);
        session().run({});
        QVERIFY(failed.wait(5000));
        QCOMPARE(session().trace(), before);
    }

    void aDroppedTraceIsOpened()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("massive.h5");
        const TracePtr trace = synthesize({ .tokens = 100 }).value();
        QVERIFY(writeTraceFile(*trace, path.toStdString()));
        QMimeData mime;
        mime.setUrls({ QUrl::fromLocalFile(path) });
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &drop);
        waitUntilIdle();
        QVERIFY(session().trace());
        QCOMPARE(session().trace()->info().tokenCount, 100);
        QCOMPARE(shownImage(*m_window).width(), 100);
    }

    void editsOfOneSourceDoNotReachTheNext()
    {
        openBuiltIn();
        ViewState view = session().view();
        view.edit.relocations = { { 17, 2 } };
        session().commitView(view);
        const QTemporaryDir folder;
        const QString path = folder.filePath("random.h5");
        QVERIFY(writeTraceFile(
            *synthesize({ .kind = SynthesisKind::Random, .tokens = 60, .headDim = 16 }).value(),
            path.toStdString()));
        QSignalSpy failed(&session(), &Session::failed);
        session().open(path.toStdString(), {});
        waitUntilIdle();
        QVERIFY(session().view().edit.isIdentity());
        QVERIFY(!session().canUndo());
        QCOMPARE(failed.count(), 0);
    }

    void aLongerPromptAfterAShorterOneIsNoError()
    {
        session().open(kModel, "Call me Ishmael.");
        waitUntilIdle();
        QSignalSpy failed(&session(), &Session::failed);
        session().run(validationText());
        waitUntilIdle();
        QCOMPARE(failed.count(), 0);
        QCOMPARE(shownImage(*m_window).width(), session().trace()->info().tokenCount);
        session().run({});
        QVERIFY(failed.wait(5000));
        QCOMPARE(session().prompt(), validationText()); // what was refused is not remembered
    }

    void differenceIsZeroWithoutAnEdit()
    {
        openBuiltIn();
        ViewState view = session().view();
        view.comparison = Comparison::Difference;
        session().commitView(view);
        waitUntilIdle();
        for (const float value : session().picture()->values->map.values)
            QVERIFY(std::isnan(value) || value == 0.0F);
    }

private:
    /// A file or model folder with that fault; the path to open.
    static QString makeFaulty(const QString& fault, const QTemporaryDir& folder)
    {
        const auto write = [&](const QString& name, const QByteArray& content) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly))
                file.write(content);
            return file.fileName();
        };
        const auto read = [](const QString& name) {
            QFile file(name);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        if (fault == "absent")
            return folder.filePath("nowhere.h5");
        if (fault == "text")
            return write("text.h5", "plain text");
        if (fault == "truncated trace") {
            const QString whole = folder.filePath("whole.h5");
            if (!writeTraceFile(*synthesize({ .tokens = 50 }).value(), whole.toStdString()))
                return {};
            const QByteArray bytes = read(whole);
            return write("half.h5", bytes.left(bytes.size() / 2));
        }
        const QString tiny = ROPESCOPE_TEST_DATA "/models/tiny-llama/";
        QByteArray config = read(tiny + "config.json");
        QByteArray weights = read(tiny + "model.safetensors");
        if (fault == "bad JSON")
            config.truncate(config.size() / 2);
        if (fault == "truncated weights")
            weights.truncate(weights.size() / 2);
        if (fault == "wrong shapes")
            config.replace("\"hidden_size\": 48", "\"hidden_size\": 64");
        write("config.json", config);
        write("model.safetensors", weights);
        return folder.path();
    }

    Session& session() { return m_window->session(); }

    void waitUntilIdle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 30000);
        QCoreApplication::processEvents();
    }

    void hover(HeatmapView& map, Cell cell)
    {
        const QPointF spot = map.mapping().centreOf(cell);
        QMouseEvent move(QEvent::MouseMove, spot, map.mapToGlobal(spot), Qt::NoButton, Qt::NoButton,
                         {});
        QCoreApplication::sendEvent(&map, &move);
    }

    void openBuiltIn()
    {
        session().open(kModel, validationText());
        waitUntilIdle();
        session().showHead(kHead);
        waitUntilIdle();
        QVERIFY(session().picture());
        QVERIFY(session().analysis());
        QCOMPARE(session().head()->id, kHead);
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
