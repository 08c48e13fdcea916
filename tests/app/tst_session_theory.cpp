// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/panes/theory_pane.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "gpu/cpu/cpu_renderer.h"
#include "widgets/evidence_bar.h"
#include "widgets/theory_panel.h"

using namespace ropescope;

namespace {

constexpr int kTokens = 400; ///< more than a live pass looks at
constexpr int kPair = 60;    ///< that dominates the massive head

/// The numbers that the panel shows and that an edit changes.
void compareTheory(const HeadTheory& got, const HeadTheory& wanted)
{
    QCOMPARE(got.evidence.reAccess, wanted.evidence.reAccess);
    QCOMPARE(got.evidence.sequential, wanted.evidence.sequential);
    QCOMPARE(got.evidence.periodic, wanted.evidence.periodic);
    QCOMPARE(got.vectors->query.pairwise, wanted.vectors->query.pairwise);
    QCOMPARE(got.vectors->slowShare, wanted.vectors->slowShare);
    QCOMPARE(got.vectors->predictedPeriod, wanted.vectors->predictedPeriod);
    const TheoremBounds& a = *got.vectors->bounds;
    const TheoremBounds& b = *wanted.vectors->bounds;
    QCOMPARE(a.rows, b.rows);
    QCOMPARE(a.reAccess.boundMean, b.reAccess.boundMean);
    QCOMPARE(a.reAccess.changeMean, b.reAccess.changeMean);
    QCOMPARE(a.sequential.changeMean, b.sequential.changeMean);
    QCOMPARE(a.jump.floorMean, b.jump.floorMean);
    QCOMPARE(a.period, b.period);
    QCOMPARE(a.periodicKey.has_value(), b.periodicKey.has_value());
    if (a.periodicKey)
        QCOMPARE(a.periodicKey->changeMean, b.periodicKey->changeMean);
}

} // namespace

class TestSessionTheory : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const TracePtr trace
            = synthesize({ .kind = SynthesisKind::Massive, .tokens = kTokens }).value();
        m_path = m_folder.filePath("massive.h5").toStdString();
        QVERIFY(writeTraceFile(*trace, m_path));
    }

    void init()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        auto renderer = std::make_unique<CpuRenderer>(pool);
        m_session = std::make_unique<Session>(std::move(renderer), std::move(pool));
        m_session->open(m_path, {});
    }
    void cleanup() { m_session.reset(); }

    void nothingIsComputedUnlessItIsWanted()
    {
        waitUntilIdle();
        QVERIFY(m_session->head());
        QVERIFY(!m_session->theory());
        m_session->wantTheory(true);
        waitUntilIdle();
        QVERIFY(m_session->theory());
    }

    void theNumbersAreThoseOfHeadTheory()
    {
        m_session->wantTheory(true);
        waitUntilIdle();
        compareTheory(*m_session->theory(), wanted({}));
    }

    void theTheoryFollowsAnEdit()
    {
        m_session->wantTheory(true);
        waitUntilIdle();
        const RopeEdit edit { .base = 1e5, .relocations = { { kPair, 3 } } };
        preview(edit);
        waitUntilIdle();
        compareTheory(*m_session->theory(), wanted(edit));
        QCOMPARE(m_session->theory()->vectors->bounds->period, std::optional(11));
        ViewState view = m_session->view();
        view.comparison = Comparison::Original;
        m_session->commitView(view);
        waitUntilIdle();
        compareTheory(*m_session->theory(), wanted({}));
        m_session->undo();
        waitUntilIdle();
        compareTheory(*m_session->theory(), wanted({}));
    }

    void aLivePassComesBeforeAFinerOne()
    {
        m_session->wantTheory(true);
        waitUntilIdle();
        std::vector<int> rows;
        connect(m_session.get(), &Session::theoryChanged, this,
                [&] { rows.push_back(m_session->theory()->vectors->bounds->rows); });
        preview({ .relocations = { { kPair, 5 } } });
        waitUntilIdle();
        QCOMPARE(rows, (std::vector<int> { 256, kTokens }));
    }

    void theNewestEditWins()
    {
        m_session->wantTheory(true);
        waitUntilIdle();
        for (const int slot : { 2, 3, 4, 5, 6 })
            preview({ .relocations = { { kPair, slot } } });
        waitUntilIdle();
        compareTheory(*m_session->theory(), wanted({ .relocations = { { kPair, 6 } } }));
    }

    void thresholdsNeedNoNewTheory()
    {
        m_session->wantTheory(true);
        waitUntilIdle();
        QSignalSpy started(m_session.get(), &Session::theoryStarted);
        ViewState view = m_session->view();
        view.thresholds.periodic = 0.5;
        m_session->commitView(view);
        waitUntilIdle();
        QCOMPARE(started.count(), 0);
    }

    void thePaneShowsTheTheoryAndMovesTheThresholds()
    {
        TheoryPane pane(m_session.get());
        pane.setTheme(Theme::darkTheme());
        pane.resize(366, 700);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        waitUntilIdle();
        preview({ .relocations = { { kPair, 2 } } });
        m_session->commitView(m_session->view());
        waitUntilIdle();
        auto* const label = pane.findChild<QLabel*>("patternLabel");
        QCOMPARE(label->text(), QStringLiteral("Periodic"));
        const auto& cards = pane.findChild<TheoryPanel*>()->content().cards;
        const TheoremBounds& bounds = *m_session->theory()->vectors->bounds;
        QCOMPARE(cards[2].comparisons[0].measured, bounds.periodicKey->changeMean);

        auto* const bar = pane.findChild<EvidenceBar*>("evidence-periodic");
        const double evidence = m_session->theory()->evidence.periodic;
        QVERIFY(evidence < 0.99);
        const double before = m_session->view().thresholds.periodic;
        QTest::mousePress(bar, Qt::LeftButton, {}, at(*bar, before));
        QTest::mouseMove(bar, at(*bar, 1.0));
        QCOMPARE(m_session->view().thresholds.periodic, 1.0);
        QVERIFY(label->text() != QStringLiteral("Periodic"));
        QTest::mouseRelease(bar, Qt::LeftButton, {}, at(*bar, 1.0));
        m_session->undo();
        QCOMPARE(m_session->view().thresholds.periodic, before);
        QCOMPARE(label->text(), QStringLiteral("Periodic"));
        QVERIFY(!m_session->view().edit.isIdentity()); // the step before is another one
        m_session->redo();
        QVERIFY(label->text() != QStringLiteral("Periodic"));
        QTest::mouseClick(pane.findChild<QPushButton*>("resetThresholds"), Qt::LeftButton);
        QCOMPARE(m_session->view().thresholds, PatternThresholds {});
        waitUntilIdle();
    }

    void aHiddenPaneComputesNothing()
    {
        TheoryPane pane(m_session.get());
        pane.show();
        waitUntilIdle();
        pane.hide();
        QSignalSpy started(m_session.get(), &Session::theoryStarted);
        preview({ .relocations = { { kPair, 2 } } });
        waitUntilIdle();
        QCOMPARE(started.count(), 0);
        pane.show();
        waitUntilIdle();
        compareTheory(*m_session->theory(), wanted({ .relocations = { { kPair, 2 } } }));
    }

private:
    void waitUntilIdle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isIdle() && m_session->picture(), 30000);
        QCoreApplication::processEvents();
    }
    void preview(const RopeEdit& edit)
    {
        ViewState view = m_session->view();
        view.edit = edit;
        m_session->previewView(view);
    }
    [[nodiscard]] HeadTheory wanted(const RopeEdit& edit) const
    {
        const HeadTrace& head = *m_session->head();
        return headTheory(head, makeRopeTable(head.rope, edit).value(), {},
                          { .withSpectra = false, .bounds = { .mostRows = 1024 } })
            .value();
    }
    [[nodiscard]] static QPoint at(const EvidenceBar& bar, double value)
    {
        return { static_cast<int>(std::lround(bar.xOf(value))), bar.height() / 2 };
    }

    QTemporaryDir m_folder;
    std::string m_path;
    std::unique_ptr<Session> m_session;
};

QTEST_MAIN(TestSessionTheory)
#include "tst_session_theory.moc"
