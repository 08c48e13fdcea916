// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include "widgets/prune_view.h"

using namespace ropescope;

class TestPruneView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<PruneView>();
        m_view->resize(900, 240);
        CurveChart chart;
        chart.xLabel = "layers skipped";
        chart.yLabel = "perplexity";
        chart.curves = { { "ShortGPT", 5, { { 0, 29 }, { 1, 34 }, { 2, 44 } } } };
        m_view->setChart(chart);
        m_view->setOrders({ { "ShortGPT", { 5, 4, 3 } }, { "TAPPA", { 5, 3, 4 } } });
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void dialAndNumberAreOne()
    {
        QSignalSpy turned(m_view.get(), &PruneView::betaChanged);
        m_view->setBeta(0.2);
        QCOMPARE(turned.size(), 0);
        QCOMPARE(dial()->value(), 20);
        dial()->setValue(35);
        QCOMPARE(turned.size(), 1);
        QCOMPARE(turned.takeFirst().front().toDouble(), 0.35);
        QCOMPARE(m_view->beta(), 0.35);
        m_view->findChild<QDoubleSpinBox*>("beta")->setValue(0.5);
        QCOMPARE(turned.size(), 1);
        QCOMPARE(dial()->value(), 50);
    }

    void layersThatMovedAreColoured()
    {
        const QString text = m_view->findChild<QLabel*>("pruneOrders")->text();
        QVERIFY(text.contains("<b>ShortGPT</b> 5 4 3"));
        QVERIFY(text.contains("<b>TAPPA</b> 5 <span"));
    }

    void headsKnowNoBeta()
    {
        QSignalSpy chosen(m_view.get(), &PruneView::partChosen);
        QTest::mouseClick(m_view->findChild<QWidget*>("prunePart1"), Qt::LeftButton);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(m_view->part(), PruneView::Part::Heads);
        QVERIFY(!dial()->isVisible());
        QVERIFY(!m_view->findChild<QLabel*>("pruneOrders")->isVisible());
        m_view->setPart(PruneView::Part::Layers);
        QVERIFY(dial()->isVisible());
        QCOMPARE(chosen.size(), 1);
    }

private:
    QSlider* dial() { return m_view->findChild<QSlider*>("betaDial"); }

    std::unique_ptr<PruneView> m_view;
};

QTEST_MAIN(TestPruneView)
#include "tst_prune_view.moc"
