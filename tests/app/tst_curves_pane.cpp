// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "app/main_window.h"
#include "app/panes/curves_pane.h"
#include "core/trace/memory_trace.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "gpu/cpu/cpu_renderer.h"
#include "widgets/cell_view.h"
#include "widgets/heatmap_view.h"
#include "widgets/lag_profile_view.h"
#include "widgets/pair_bars.h"
#include "widgets/pair_waves_view.h"
#include "widgets/row_profile_view.h"
#include "widgets/season_view.h"
#include "widgets/similarity_view.h"
#include "widgets/spectrum_view.h"

#include <QTemporaryDir>

using namespace ropescope;

class TstCurvesPane : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const TracePtr trace = synthesize({ .kind = SynthesisKind::Periodic,
                                            .tokens = 80,
                                            .headDim = 16,
                                            .pair = 2,
                                            .seed = 4 })
                                   .value();
        QVERIFY(writeTraceFile(*trace, path()));
    }

    void init()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        m_session = std::make_unique<Session>(std::make_unique<CpuRenderer>(pool), pool);
        m_pane = std::make_unique<CurvesPane>(m_session.get());
        m_pane->resize(800, 240);
        m_pane->show();
        m_session->open(path(), {});
        QTRY_VERIFY(m_session->isIdle() && m_session->analysis());
    }

    void cleanup()
    {
        m_session->disconnect();
        m_pane.reset();
        m_session.reset();
    }

    void pagesOfACellWaitForOne()
    {
        QVERIFY(m_pane->showPage("row"));
        QCOMPARE(m_pane->findChild<RowProfileView*>()->placeholder(),
                 "Point at a cell of the map.");
        QVERIFY(m_pane->showPage("cell"));
        QCOMPARE(m_pane->findChild<CellView*>()->placeholder(), "Point at a cell of the map.");
        QVERIFY(!m_pane->showPage("nothing of that name"));
    }

    void aKeyAfterTheQueryIsExplained()
    {
        QVERIFY(m_pane->showPage("cell"));
        auto* const view = m_pane->findChild<CellView*>();
        m_session->readCell(5, 9);
        QCOMPARE(view->placeholder(),
                 "Query 5 does not see key 9, which comes later. Point below the diagonal.");
        read(9, 5);
        QVERIFY(view->placeholder().isEmpty());
        for (const char* const word : { "adds", "takes away", "the most it could" })
            QVERIFY2(view->legendText().contains(word), word);
    }

    void theProbabilitiesOfOneTokenEndAtOne()
    {
        const TracePtr trace = synthesize({ .tokens = 1, .headDim = 16 }).value();
        const std::string one = m_folder.filePath("one.h5").toStdString();
        QVERIFY(writeTraceFile(*trace, one));
        m_session->open(one, {});
        QTRY_VERIFY(m_session->isIdle() && m_session->trace()->info().tokenCount == 1);
        QVERIFY(m_session->picture().has_value());
        QCOMPARE(m_session->picture()->scale.high, 1.0F);
        QVERIFY(m_session->picture()->scale.low < 1.0F);
    }

    void theRowFollowsTheCrosshairAndOutlivesIt()
    {
        QVERIFY(m_pane->showPage("row"));
        auto* const row = m_pane->findChild<RowProfileView*>();
        read(50, 20);
        QVERIFY(row->legendText().contains("query 50"));
        QVERIFY(row->readout().startsWith("key 20 "));
        read(61, 7);
        QVERIFY(row->legendText().contains("query 61"));
        m_session->leaveCell();
        QVERIFY(row->legendText().contains("query 61"));
    }

    void theLagProfileMarksTheLagOfTheCrosshair()
    {
        const auto marked = [&] {
            for (const QLabel* const label :
                 m_pane->findChild<LagProfileView*>()->findChildren<QLabel*>()) {
                if (label->text().startsWith(QLatin1String("lag 30 ")))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(m_session->analysis().has_value());
        read(50, 20);
        QVERIFY(marked());
        m_session->leaveCell();
        QVERIFY(!marked());
    }

    void anEditShowsTheRowBeforeAndAfter()
    {
        QVERIFY(m_pane->showPage("row"));
        read(50, 20);
        edit();
        QVERIFY(m_pane->findChild<RowProfileView*>()->legendText().contains("edited"));
    }

    void theCellFollowsCrosshairAndEdit()
    {
        QVERIFY(m_pane->showPage("cell"));
        auto* const view = m_pane->findChild<CellView*>();
        read(50, 20);
        QCOMPARE(view->cell()->query, 50);
        QCOMPARE(view->cell()->phasors.size(), 8U);
        const double turn = view->cell()->phasors[2].turn;
        edit();
        QVERIFY(std::abs(view->cell()->phasors[2].turn - turn) > 1e-3);
        read(12, 3);
        QCOMPARE(view->cell()->key, 3);
    }

    void aPairChosenOnAPageIsTheSessionsPair()
    {
        QVERIFY(m_pane->showPage("pairs"));
        auto* const view = m_pane->findChild<PairWavesView*>();
        QTRY_COMPARE(view->content().selected, 2); // the dominant one
        QSignalSpy selected(m_session.get(), &Session::pairSelected);
        emit view->pairSelected(5);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(m_session->selectedPair(), 5);
        QTRY_COMPARE(view->content().selected, 5);
    }

    void everyOtherPageFillsWhenItIsOpened()
    {
        for (const char* const name : { "similarity", "pairs", "spectra", "season" }) {
            QVERIFY(m_pane->showPage(name));
            QTRY_VERIFY(m_session->isIdle());
            QVERIFY2(qobject_cast<PlotPage*>(m_pane->currentPage())->placeholder().isEmpty(), name);
        }
    }

    void theSimilarityOfRawQueriesIsOneWithThemselves()
    {
        QVERIFY(m_pane->showPage("similarity"));
        QTRY_VERIFY(std::holds_alternative<SimilarityContent>(m_session->curves()));
        const ValueMap& map = std::get<SimilarityContent>(m_session->curves()).values;
        QCOMPARE(map.width, 80);
        for (int t = 0; t < 80; ++t)
            QVERIFY(std::abs(map.at(t, t) - 1.0F) < 1e-4F);
    }

    void pointingAtAKeyOfTheRowMovesTheMapsCrosshair()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        MainWindow window(std::make_unique<Session>(std::make_unique<CpuRenderer>(pool), pool));
        window.show();
        Session& session = window.session();
        session.open(path(), {});
        QTRY_VERIFY(session.isIdle() && session.picture());
        QVERIFY(window.curves().showPage(QStringLiteral("row")));
        auto* const map = window.findChild<HeatmapView*>();
        auto* const row = window.findChild<RowProfileView*>();
        map->pointAt(50, 20);
        QTRY_VERIFY(row->legendText().contains(QStringLiteral("query 50")));
        row->setFocus();
        QTest::keyClick(row, Qt::Key_Left);
        QCOMPARE(map->crosshair(), std::optional(Cell { 50, 19 }));
        map->pointAt(61, 7); // and the other way round
        QTRY_VERIFY(row->legendText().contains(QStringLiteral("query 61")));
        QVERIFY(row->readout().startsWith(QStringLiteral("key 7 ")));
    }

    void aPairChosenOnAPageIsTheOneOfTheRopePanel()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        MainWindow window(std::make_unique<Session>(std::make_unique<CpuRenderer>(pool), pool));
        window.session().open(path(), {});
        QTRY_VERIFY(window.session().isIdle() && window.session().analysis());
        auto* const bars = window.findChild<PairBars*>();
        QCOMPARE(bars->selectedPair(), 2);
        emit window.findChild<CellView*>()->pairSelected(6);
        QCOMPARE(bars->selectedPair(), 6);
    }

    void nothingIsComputedForAPageThatIsNotVisible()
    {
        QVERIFY(m_pane->showPage("lag"));
        read(50, 20);
        QVERIFY(std::holds_alternative<std::monostate>(m_session->curves()));
    }

private:
    [[nodiscard]] std::string path() const { return m_folder.filePath("t.h5").toStdString(); }
    void read(int query, int key)
    {
        m_session->readCell(query, key);
        QTRY_VERIFY(m_session->isIdle());
    }
    void edit()
    {
        ViewState view = m_session->view();
        view.edit.base = 300.0;
        m_session->commitView(view);
        QTRY_VERIFY(m_session->isIdle());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<CurvesPane> m_pane;
};

QTEST_MAIN(TstCurvesPane)
#include "tst_curves_pane.moc"
