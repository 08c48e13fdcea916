// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QSignalSpy>
#include <QTest>

#include "app/panes/budget_page.h"
#include "app/panes/cache_page.h"
#include "app/panes/curves_pane.h"
#include "app/panes/map_pane.h"
#include "app/panes/prune_page.h"
#include "tests/app/window.h"
#include "widgets/budget_view.h"
#include "widgets/compression_view.h"
#include "widgets/heatmap_view.h"
#include "widgets/prune_view.h"
#include "widgets/score_map.h"

using namespace ropescope;
using namespace ropescope::test;

class TestUsesPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = makeWindow();
        m_window->setTheme(Theme::darkTheme());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void theCachePageMarksTheMapAsLongAsItIsVisible()
    {
        open();
        auto* const map = m_window->map().map();
        QVERIFY(!map->keptMarks());
        QVERIFY(m_window->curves().showPage("cache"));
        QTRY_VERIFY(map->keptMarks() && session().isIdle());
        QVERIFY(map->accessibleDescription().contains("tappa keeps"));
        auto* const view = m_window->findChild<CompressionView*>();
        QCOMPARE(view->charts().size(), std::size_t { 2 }); // mass and error: no model
        QCOMPARE(view->charts().front().curves.size(), std::size_t { 8 });
        QVERIFY(m_window->curves().showPage("lag"));
        QVERIFY(!map->keptMarks());
        QVERIFY(!map->accessibleDescription().contains("tappa"));
    }

    void aPointOfACurveIsWhatMapAndHeadsShow()
    {
        open();
        QVERIFY(m_window->curves().showPage("cache"));
        QTRY_VERIFY(session().cache().marks() && session().isIdle());
        auto* const view = m_window->findChild<CompressionView*>();
        emit view->pointChosen("h2o", 40.0);
        QTRY_VERIFY(m_window->map().map()->accessibleDescription().contains("h2o keeps 40 of 68"));
        QVERIFY(view->readout().startsWith("h2o keeps 40"));
        QVERIFY(view->losses()->range());
    }

    void tablesHoldWhatTheCommandsWrite()
    {
        open();
        QVERIFY(m_window->curves().showPage("cache"));
        QTRY_VERIFY(session().cache().cacheRun() && session().isIdle());
        const QString cache
            = QString::fromStdString(m_window->findChild<CachePage*>()->table()).trimmed();
        QVERIFY(cache.startsWith("statistic,text,task,method,alpha,budget,prompt_tokens"));
        QCOMPARE(cache.count('\n'),
                 static_cast<int>(session().cache().cacheRun()->study.outcomes.size()));
        const QString budgets
            = QString::fromStdString(m_window->findChild<BudgetPage*>()->table()).trimmed();
        QVERIFY(budgets.startsWith("method,budget,layer,entries,q_similarity"));
        const auto layers
            = static_cast<int>(session().cache().cacheRun()->trial->prompt().layers.size());
        QCOMPARE(budgets.count('\n'), 4 * layers);
    }

    void theBudgetPageMovesTheSessionsShares()
    {
        open();
        QVERIFY(m_window->curves().showPage("budget"));
        auto* const view = m_window->findChild<BudgetView*>();
        QVERIFY(!view->hint().isEmpty());
        QTRY_VERIFY(view->hint().isEmpty() && session().isIdle());
        QCOMPARE(view->bars()->content().methods.size(), std::size_t { 3 });
        view->bars()->setFocus();
        QTest::keyClick(view->bars(), Qt::Key_Up, Qt::ShiftModifier);
        QTRY_VERIFY(!session().cache().hand().isPending && session().isIdle());
        QCOMPARE(view->bars()->content().hand, session().cache().hand().budgets);
        QVERIFY(view->costText().contains("by hand"));
    }

    void pruningWithoutAModelSaysWhatToOpen()
    {
        open();
        QVERIFY(m_window->curves().showPage("prune"));
        QVERIFY(m_window->findChild<PruneView*>()->hint().contains("open a model"));
        QVERIFY(m_window->findChild<PrunePage*>()->table().empty());
    }

    void pruningAModelFillsThePage()
    {
        session().open(ROPESCOPE_SOURCE_DIR "/resources/model", "The sea was calm and wide.");
        QVERIFY(m_window->curves().showPage("prune"));
        auto* const view = m_window->findChild<PruneView*>();
        QTRY_VERIFY_WITH_TIMEOUT(view->chart().curves.size() == 3 && session().isIdle(), 120'000);
        const std::string table = m_window->findChild<PrunePage*>()->table();
        QVERIFY(table.starts_with("text,calibration,method,beta,seed,n,removed"));
    }

private:
    Session& session() { return m_window->session(); }

    void open()
    {
        session().open(ROPESCOPE_TEST_DATA "/cache/grouped.h5", {});
        QTRY_VERIFY(session().isIdle() && session().picture());
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestUsesPages)
#include "tst_uses_pages.moc"
