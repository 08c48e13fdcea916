// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "widgets/busy_bar.h"
#include "widgets/compression_view.h"
#include "widgets/curve_list.h"
#include "widgets/qcp.h"
#include "widgets/score_map.h"

using namespace ropescope;

namespace {

CurveChart chartOf(const char* title)
{
    CurveChart chart;
    chart.title = title;
    chart.xLabel = "budget (entries)";
    chart.yLabel = title;
    chart.xTicks = { 48, 64, 128 };
    chart.curves = { { "cake", 5, { { 48, 0.5 }, { 64, 0.6 }, { 128, 0.8 } } },
                     { "tappa", 7, { { 48, 0.4 }, { 64, 0.55 }, { 128, 0.7 } } } };
    return chart;
}

} // namespace

class TestCompressionView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<CompressionView>();
        m_view->resize(900, 240);
        m_view->setHint("Measure it.");
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void withoutChartsItSaysWhatToDo()
    {
        m_view->setRunnable(true);
        QCOMPARE(m_view->hint(), QString("Measure it."));
        QVERIFY(m_view->findChild<QLabel*>("chartHint")->isVisible());
        QVERIFY(!m_view->plot()->isVisible() && !m_view->list()->isVisible());
        QVERIFY(!button("Table")->isEnabled() && !button("Figure")->isEnabled());
        QSignalSpy run(m_view.get(), &CompressionView::runRequested);
        button("Run")->click();
        QCOMPARE(run.size(), 1);
    }

    void whileItMeasuresItCanBeStopped()
    {
        m_view->setRunnable(true);
        m_view->setBusy(0.3);
        QVERIFY(!button("Run")->isVisible());
        QSignalSpy cancelled(m_view.get(), &CompressionView::cancelRequested);
        emit m_view->findChild<BusyBar*>()->cancelRequested();
        QCOMPARE(cancelled.size(), 1);
        m_view->setBusy(std::nullopt);
        QVERIFY(button("Run")->isVisible());
    }

    void theMeasureThatIsShownStaysWithOtherCharts()
    {
        m_view->setCharts({ chartOf("mass"), chartOf("error") });
        QVERIFY(m_view->plot()->isVisible());
        m_view->findChild<QComboBox*>("cacheMeasure")->setCurrentIndex(1);
        QCOMPARE(m_view->chart().title, QString("error"));
        m_view->setCharts({ chartOf("mass"), chartOf("error"), chartOf("KL") });
        QCOMPARE(m_view->chart().title, QString("error"));
    }

    void curvesAreTickedOnAndOff()
    {
        m_view->setCharts({ chartOf("mass") });
        m_view->list()->item(0)->setCheckState(Qt::Unchecked);
        QCOMPARE(m_view->shownChart().curves.size(), std::size_t { 1 });
        QCOMPARE(m_view->shownChart().curves.front().name, QString("tappa"));
        QCOMPARE(m_view->chart().curves.size(), std::size_t { 2 });
    }

    void methodAndBudgetAreChosenByClickListAndKey()
    {
        m_view->setCharts({ chartOf("mass") });
        m_view->setChosen("tappa", 64);
        QVERIFY(m_view->readout().startsWith("tappa keeps 64 entries"));
        QSignalSpy chosen(m_view.get(), &CompressionView::pointChosen);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(chosen.takeFirst(), (QVariantList { "tappa", 128.0 }));
        m_view->findChild<QComboBox*>("cacheBudget")->setCurrentIndex(0);
        QCOMPARE(chosen.takeFirst(), (QVariantList { "tappa", 48.0 }));
        m_view->list()->setCurrentRow(0);
        QCOMPARE(chosen.takeFirst(), (QVariantList { "cake", 48.0 }));
        m_view->plot()->replot();
        const QPointF point(m_view->plot()->xAxis->coordToPixel(128),
                            m_view->plot()->yAxis->coordToPixel(0.8));
        QTest::mouseClick(m_view->plot(), Qt::LeftButton, {}, point.toPoint());
        QCOMPARE(chosen.takeFirst(), (QVariantList { "cake", 128.0 }));
    }

    void headsSayWhatTheyLoseAndArePicked()
    {
        m_view->setCharts({ chartOf("mass") });
        m_view->setLosses(2, 2, { 0.1, 0.2, 0.3, 0.4 });
        QSignalSpy picked(m_view.get(), &CompressionView::headPicked);
        QTest::mouseClick(m_view->losses(), Qt::LeftButton, {},
                          m_view->losses()->cellRect({ { 1 }, { 0 } }).center());
        QCOMPARE(picked.front().front().value<HeadId>(), (HeadId { { 1 }, { 0 } }));
    }

    void marksAreWantedByATick()
    {
        m_view->setCharts({ chartOf("mass") });
        QSignalSpy toggled(m_view.get(), &CompressionView::marksToggled);
        m_view->setMarksShown(true);
        QCOMPARE(toggled.size(), 0);
        m_view->findChild<QCheckBox*>("cacheMarks")->click();
        QCOMPARE(toggled.takeFirst(), QVariantList { false });
    }

private:
    QPushButton* button(const char* name)
    {
        return m_view->findChild<QPushButton*>(QStringLiteral("compressionView%1").arg(name));
    }

    std::unique_ptr<CompressionView> m_view;
};

QTEST_MAIN(TestCompressionView)
#include "tst_compression_view.moc"
