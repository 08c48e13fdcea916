// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <limits>

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "widgets/budget_view.h"

using namespace ropescope;

namespace {

BudgetBarsContent someContent()
{
    return { .layers = { 0, 1, 3 }, // layer 2 holds no queries
             .methods = { { "pyramidkv", 4, { 100, 60, 32 } }, { "tappa", 7, { 50, 72, 70 } } },
             .hand = { 50, 72, 70 },
             .similarity = { 0.9, 0.5, std::numeric_limits<double>::quiet_NaN() },
             .least = 32,
             .most = 120 };
}

} // namespace

class TestBudgetView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<BudgetView>();
        m_view->resize(900, 260);
        m_view->setChoices({ 48, 64 }, { "tappa", "cake" });
        m_view->setChosen(64, "tappa");
        m_view->setContent(someContent());
        m_view->setHint({});
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void arrowKeysChooseALayerAndMoveItsBudget()
    {
        BudgetBars* const bars = m_view->bars();
        QSignalSpy moved(m_view.get(), &BudgetView::budgetMoved);
        QTest::keyClick(bars, Qt::Key_Right);
        QCOMPARE(bars->selectedLayer(), 1);
        QTest::keyClick(bars, Qt::Key_Up);
        QCOMPARE(moved.takeFirst(), (QVariantList { 1, 73 }));
        QTest::keyClick(bars, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(moved.takeFirst(), (QVariantList { 1, 64 }));
        QVERIFY(bars->accessibleDescription().startsWith("Layer 1: by hand 72"));
    }

    void aBarIsDraggedAndNeverBeyondItsRange()
    {
        BudgetBars* const bars = m_view->bars();
        QSignalSpy moved(m_view.get(), &BudgetView::budgetMoved);
        const QPoint top = bars->handRect(0).center().toPoint();
        QTest::mousePress(bars, Qt::LeftButton, {}, { top.x(), 0 });
        QCOMPARE(moved.takeLast()[0], QVariant(0));
        QTest::mouseMove(bars, { top.x(), bars->height() + 50 });
        QCOMPARE(moved.takeLast(), (QVariantList { 0, 32 }));
        QTest::mouseRelease(bars, Qt::LeftButton, {}, top);
    }

    void theBarEndsWhereItsBudgetIs()
    {
        BudgetBars* const bars = m_view->bars();
        m_view->setHand({ 40, 72, 80 });
        QVERIFY(bars->handRect(0).height() < bars->handRect(1).height());
        QVERIFY(bars->handRect(1).height() < bars->handRect(2).height());
        QVERIFY(bars->handRect(3).isEmpty());
        QVERIFY(m_view->readout().startsWith("192 entries"));
    }

    void costsStandBesideAndSayWhatIsNotKnown()
    {
        m_view->setCosts({ { "by hand", -1, 0.7, 0.3, std::nullopt, std::nullopt },
                           { "cake", 5, 0.81, 0.25, 0.012, 21.5 } },
                         true);
        const QString text = m_view->costText();
        QVERIFY(text.contains("0.700") && text.contains("0.012") && text.contains("21.50"));
        QVERIFY(text.contains("by hand …") && text.contains(QStringLiteral("–")));
    }

    void budgetAndStartAreChosen()
    {
        QSignalSpy budget(m_view.get(), &BudgetView::budgetChosen);
        QSignalSpy start(m_view.get(), &BudgetView::startChosen);
        m_view->findChild<QComboBox*>("budgetOfLayers")->setCurrentIndex(0);
        QCOMPARE(budget.takeFirst(), QVariantList { 48 });
        m_view->findChild<QComboBox*>("budgetStart")->setCurrentIndex(1);
        QCOMPARE(start.takeFirst(), QVariantList { "cake" });
        m_view->findChild<QPushButton*>("budgetReset")->click();
        QCOMPARE(start.takeFirst(), QVariantList { "cake" });
    }

    void beforeAnythingIsMeasuredItSaysWhatToDo()
    {
        m_view->setHint("Measure it.");
        m_view->setRunnable(true);
        QVERIFY(!m_view->bars()->isVisible());
        QVERIFY(m_view->findChild<QPushButton*>("budgetRun")->isVisible());
        m_view->setBusy(0.5);
        QVERIFY(!m_view->findChild<QPushButton*>("budgetRun")->isVisible());
    }

private:
    std::unique_ptr<BudgetView> m_view;
};

QTEST_MAIN(TestBudgetView)
#include "tst_budget_view.moc"
