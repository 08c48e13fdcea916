// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QTest>
#include <QToolButton>

#include "tests/support/head_theories.h"
#include "widgets/layer_curve_view.h"
#include "widgets/qcp.h"

using namespace ropescope;

namespace {

/// Two layers of four heads, all of them with vectors.
std::shared_ptr<const TraceTheory> twoLayers()
{
    auto theory = std::make_shared<TraceTheory>();
    theory->heads = test::randomTheories(4, 3);
    for (HeadTheory& head : theory->heads) {
        head.vectors.emplace();
        const double value = 0.1 * (head.id.layer.value * 4 + head.id.head.value);
        head.vectors->query = { value, 0.5 * value, 1.0 - value };
        head.vectors->key = { 0.9, 0.8, 0.7 };
    }
    for (int layer = 0; layer < 2; ++layer) {
        const double mean = 0.15 + 0.4 * layer;
        theory->layers.push_back(
            { { layer }, { mean, 0.5 * mean, 1.0 - mean }, { 0.9, 0.8, 0.7 }, {} });
    }
    return theory;
}

bool isNear(const std::vector<double>& found, const std::vector<double>& expected)
{
    return std::equal(found.begin(), found.end(), expected.begin(), expected.end(),
                      [](double a, double b) { return std::abs(a - b) < 1e-12; });
}

} // namespace

class TestLayerCurveView : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_view = std::make_unique<LayerCurveView>();
        m_picked.clear();
        connect(m_view.get(), &LayerCurveView::headPicked, this,
                [this](HeadId id) { m_picked.push_back(id); });
        m_view->resize(600, 220);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->setTheory(twoLayers());
        m_view->plot()->replot();
    }
    void cleanup() { m_view.reset(); }

    void linesAreTheLayersMeansByTheChosenDefinition()
    {
        QVERIFY(isNear(line(2), { 0.15, 0.55 })); // queries
        QVERIFY(isNear(line(3), { 0.9, 0.9 }));   // keys
        QTest::mouseClick(m_view->findChild<QToolButton*>("definition2"), Qt::LeftButton);
        QCOMPARE(m_view->definition(), LayerCurveView::Definition::Consecutive);
        QVERIFY(isNear(line(2), { 0.85, 0.45 }));
        m_view->setDefinition(LayerCurveView::Definition::PairwiseWindow);
        QVERIFY(isNear(line(3), { 0.8, 0.8 }));
    }

    void everyHeadIsADotNearItsLayer()
    {
        QCOMPARE(m_view->plot()->graph(0)->dataCount(), 8);
        const auto theory = twoLayers(); // the loop must not outlive it
        for (const HeadTheory& head : theory->heads) {
            const auto dot = m_view->dotOf(head.id);
            QVERIFY(dot);
            const double layer = m_view->plot()->xAxis->pixelToCoord(dot->x());
            QVERIFY(std::abs(layer - head.id.layer.value) < 0.45);
            QVERIFY(std::abs(m_view->plot()->yAxis->pixelToCoord(dot->y())
                             - *head.vectors->query.pairwise)
                    < 1e-6);
        }
    }

    void aClickOnADotPicksItsHead()
    {
        const HeadId id { { 1 }, { 2 } };
        QTest::mouseClick(m_view->plot(), Qt::LeftButton, {}, m_view->dotOf(id)->toPoint());
        QCOMPARE(m_picked, std::vector<HeadId> { id });
        const QPoint nowhere = m_view->plot()->axisRect()->topLeft();
        QTest::mouseClick(m_view->plot(), Qt::LeftButton, {}, nowhere);
        QCOMPARE(m_picked.size(), std::size_t(1));
    }

    void hoveringReadsTheHeadOut()
    {
        QTest::mouseMove(m_view->plot(), m_view->dotOf({ { 0 }, { 3 } })->toPoint());
        QCOMPARE(m_view->findChild<QLabel*>("layerReadout")->text(),
                 "Layer 0: queries 0.15, keys 0.9 · head 3: queries 0.3, keys 0.9");
    }

    void arrowsGoFromHeadToHead()
    {
        m_view->setSelected({ { 0 }, { 1 } });
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QTest::keyClick(m_view.get(), Qt::Key_Left); // no layer is there
        const std::vector<HeadId> expected { { { 1 }, { 1 } }, { { 0 }, { 2 } }, { { 0 }, { 0 } } };
        QCOMPARE(m_picked, expected);
        QVERIFY(m_view->accessibleDescription().startsWith("Layer 0: queries 0.15"));
    }

    void withoutNumbersItSaysWhy()
    {
        m_view->setPlaceholder("Not known yet");
        m_view->setTheory(nullptr);
        QCOMPARE(m_view->findChild<QLabel*>("layerReadout")->text(), "Not known yet");
        QCOMPARE(m_view->plot()->graph(0)->dataCount(), 0);
        auto maps = std::make_shared<TraceTheory>(*twoLayers());
        for (HeadTheory& head : maps->heads)
            head.vectors.reset(); // a trace of stored maps
        for (LayerTheory& layer : maps->layers)
            layer.query = layer.key = {};
        m_view->setTheory(maps);
        QCOMPARE(m_view->plot()->graph(0)->dataCount(), 0);
        m_view->plot()->replot(); // must not stumble over what is missing
    }

private:
    std::vector<double> line(int graph) const
    {
        std::vector<double> values;
        for (const QCPGraphData& point : *m_view->plot()->graph(graph)->data())
            values.push_back(point.value);
        return values;
    }

    std::unique_ptr<LayerCurveView> m_view;
    std::vector<HeadId> m_picked;
};

QTEST_MAIN(TestLayerCurveView)
#include "tst_layer_curve_view.moc"
