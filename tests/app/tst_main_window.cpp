// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/panes/curves_pane.h"
#include "core/theory/period.h"
#include "core/trace/memory_trace.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "tests/app/shown_image.h"
#include "tests/app/window.h"
#include "widgets/base_dial.h"
#include "widgets/head_grid.h"
#include "widgets/heatmap_view.h"
#include "widgets/pair_bars.h"
#include "widgets/score_ramp.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr HeadId kHead { { 7 }, { 4 } }; ///< clean diagonals once its dominant pair is moved
constexpr int kSlowToScore = 700;        ///< tokens: more than a moment's work
const std::string kModel = ROPESCOPE_SOURCE_DIR "/resources/model";

QString validationText()
{
    QFile file(QString::fromStdString(kModel + "/prompts/default.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
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
        m_window = makeWindow();
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
        waitUntilIdle();
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
    Session& session() { return m_window->session(); }

    void waitUntilIdle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 120'000);
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
