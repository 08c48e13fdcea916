// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "widgets/experiment_view.h"
#include "widgets/qcp.h"

using namespace ropescope;

namespace {

HeadRelocations someRows()
{
    const auto row = [](int slot, double predicted, std::optional<double> measured) {
        Relocation made { .pair = 14, .share = 0.4, .slot = slot, .base = 1e6 };
        made.predicted = predicted;
        if (measured)
            made.measured = Period { .tokens = *measured, .strength = 0.9 };
        return made;
    };
    return { { { 7 }, { 4 } },
             { row(2, 14.9, 14.9), row(3, 22.9, 23.5), row(5, 54.4, std::nullopt) } };
}

} // namespace

class TestExperimentView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ExperimentView>();
        m_view->resize(900, 220);
        m_view->setHead(32, 1e6, {});
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void theDefaultPlanIsThePublishedOne()
    {
        const auto plan = m_view->plan();
        QVERIFY(plan);
        QCOMPARE(plan->targets, (std::vector<int> { 2, 3, 5 }));
        QCOMPARE(plan->bases, (std::vector<double> { 1e4, 1e5, 1e6 }));
    }

    void theModelsOwnBaseIsAmongThem()
    {
        m_view->setHead(4, 500000.0, {});
        QCOMPARE(m_view->plan()->targets, (std::vector<int> { 2, 3 }));
        QCOMPARE(m_view->plan()->bases.back(), 500000.0);
    }

    void listsAreReadOrRefused()
    {
        auto* const list = m_view->findChild<QLineEdit*>("experimentSlots");
        auto* const button = m_view->findChild<QPushButton*>("experimentRun");
        list->setText("1,7 31");
        QCOMPARE(m_view->plan()->targets, (std::vector<int> { 1, 7, 31 }));
        for (const char* const wrong : { "32", "2.5", "two", "", "-1" }) {
            list->setText(wrong);
            QVERIFY2(!m_view->plan() && !button->isEnabled() && list->property("invalid").toBool(),
                     wrong);
        }
        list->setText("4");
        QSignalSpy asked(m_view.get(), &ExperimentView::runRequested);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][1].toBool(), false);
    }

    void aClickOnAPointChoosesItsRow()
    {
        m_view->setRows({ someRows() });
        QSignalSpy chosen(m_view.get(), &ExperimentView::pointChosen);
        auto* const plot = m_view->findChild<QCustomPlot*>("experimentPlot");
        plot->replot();
        for (const int row : { 1, 2 }) {
            QTest::mouseClick(plot, Qt::LeftButton, {}, m_view->pointAt(row).toPoint());
            QCOMPARE(chosen.size(), row);
            QCOMPARE(chosen.back()[0].value<HeadId>(), (HeadId { { 7 }, { 4 } }));
            QCOMPARE(chosen.back()[1].value<Relocation>().slot, someRows().rows[row].slot);
        }
        QTest::mouseClick(plot, Qt::LeftButton, {}, QPoint(2, 2)); // nowhere
        QCOMPARE(chosen.size(), 2);
    }

    void pointsAreReachedByKeys()
    {
        m_view->setRows({ someRows() });
        QVERIFY(m_view->readout().contains("2 of 3 with a period, 1 within 2 %"));
        QSignalSpy chosen(m_view.get(), &ExperimentView::pointChosen);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY2(m_view->readout().contains("measured 23.50 (2.62 %)"),
                 qPrintable(m_view->readout()));
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(chosen.back()[1].value<Relocation>().slot, 3);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(m_view->readout().contains("no period"));
    }

    void workCanBeCancelled()
    {
        m_view->setBusy(0.5);
        QVERIFY(!m_view->findChild<QPushButton*>("experimentRun")->isEnabled());
        QSignalSpy cancelled(m_view.get(), &ExperimentView::cancelRequested);
        QTest::mouseClick(m_view->findChild<QPushButton*>("busyCancel"), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        m_view->setBusy(std::nullopt);
        QVERIFY(m_view->findChild<QPushButton*>("experimentRun")->isEnabled());
    }

    void headsWithoutRotationAreExplained()
    {
        m_view->setHead(0, 0.0, "no rotation");
        QCOMPARE(m_view->placeholder(), QString("no rotation"));
        QVERIFY(!m_view->plan());
    }

private:
    std::unique_ptr<ExperimentView> m_view;
};

QTEST_MAIN(TestExperimentView)
#include "tst_experiment_view.moc"
