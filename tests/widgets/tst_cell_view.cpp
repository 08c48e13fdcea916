// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numbers>

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/cell_view.h"
#include "widgets/phasor_bars.h"
#include "widgets/phasor_path.h"
#include "widgets/phasor_plane.h"

using namespace ropescope;

namespace {

/// Three pairs, the middle one the longest, and a part that does not rotate.
CellPhasors threePairs()
{
    CellPhasors cell { .query = 20, .key = 8, .unrotated = 0.5, .phasors = {} };
    cell.phasors = { { 1.0, 0.3, 0.0 }, { 4.0, 0.5, 12.0 }, { 2.0, std::numbers::pi, 0.1 } };
    cell.logit = cell.unrotated;
    for (const CellPhasor& phasor : cell.phasors)
        cell.logit += phasor.contribution();
    return cell;
}

} // namespace

class TstCellView : public QObject {
    Q_OBJECT

private slots:
    void pairsAreOrderedBySizeOrIndex()
    {
        const CellPhasors cell = threePairs();
        QCOMPARE(orderedPairs(cell.phasors, PairOrder::BySize), (std::vector<int> { 1, 2, 0 }));
        QCOMPARE(orderedPairs(cell.phasors, PairOrder::ByPair), (std::vector<int> { 0, 1, 2 }));
    }

    void headToTailEndsAboveTheLogit()
    {
        const CellPhasors cell = threePairs();
        const auto arrows = phasorPath(cell, { 1, 2, 0 }, PhasorLayout::HeadToTail);
        QCOMPARE(arrows.size(), 4U);
        QCOMPARE(arrows[0].pair, -1);
        QCOMPARE(arrows[0].to, QPointF(0.5, 0.0));
        for (std::size_t i = 1; i < arrows.size(); ++i)
            QCOMPARE(arrows[i].from, arrows[i - 1].to);
        QVERIFY(std::abs(arrows.back().to.x() - cell.logit) < 1e-12);
    }

    void fromTheOriginEachVectorHasItsOwnLength()
    {
        const CellPhasors cell = threePairs();
        for (const PhasorArrow& arrow : phasorPath(cell, { 0, 1, 2 }, PhasorLayout::FromOrigin)) {
            QCOMPARE(arrow.from, QPointF());
            if (arrow.pair < 0)
                continue;
            const CellPhasor& phasor = cell.phasors[static_cast<std::size_t>(arrow.pair)];
            QVERIFY(std::abs(std::hypot(arrow.to.x(), arrow.to.y()) - phasor.amplitude) < 1e-12);
            QVERIFY(std::abs(arrow.to.x() - phasor.contribution()) < 1e-12);
        }
    }

    void boundsCoverTheOriginAndAllEnds()
    {
        const QRectF bounds = boundsOf({ { 0, {}, { 2.0, -1.0 } }, { 1, {}, { -3.0, 0.5 } } });
        QCOMPARE(bounds, QRectF(-3.0, -1.0, 5.0, 1.5));
    }

    void aClickOnABarChoosesItsPair()
    {
        const auto view = shownView();
        QSignalSpy chosen(view.get(), &CellView::pairSelected);
        auto* const bars = view->findChild<PhasorBars*>();
        QTest::mouseClick(bars, Qt::LeftButton, {}, bars->placeOf(2).toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toInt(), 2);
    }

    void keysStepThroughTheBarsAsTheyStand()
    {
        const auto view = shownView();
        view->setSelectedPair(1);
        QSignalSpy chosen(view.get(), &CellView::pairSelected);
        auto* const bars = view->findChild<PhasorBars*>();
        QTest::keyClick(bars, Qt::Key_Right); // by size: 1, 2, 0
        QCOMPARE(chosen.back()[0].toInt(), 2);
        QTest::mouseClick(view->findChild<QToolButton*>("pairOrder1"), Qt::LeftButton);
        QTest::keyClick(bars, Qt::Key_Left); // by pair: 0, 1, 2
        QCOMPARE(chosen.back()[0].toInt(), 0);
    }

    void theReadoutTellsThePairsAngles()
    {
        const auto view = shownView();
        view->setSelectedPair(1);
        QVERIFY2(view->readout().contains("pair 1: +3.99 of ±4.00 · φ 0.50, turned 12.00 rad "
                                          "(1.91 turns)"),
                 qPrintable(view->readout()));
        QVERIFY(view->readout().contains("unrotated +0.50"));
    }

    void aCellWithoutPairsSaysSo()
    {
        const auto view = shownView();
        view->setCell({ .query = 3, .key = 1, .logit = 1.0, .phasors = {} });
        QVERIFY(!view->placeholder().isEmpty());
        view->setCell(threePairs());
        QVERIFY(view->placeholder().isEmpty());
    }

    void theChosenPairIsDrawnInItsColour()
    {
        const auto view = shownView();
        const auto count = [&] {
            const QImage image = view->findChild<PhasorPlane*>()->grab().toImage();
            int pixels = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    pixels += image.pixelColor(x, y) == Theme::darkTheme().predicted ? 1 : 0;
            }
            return pixels;
        };
        view->setSelectedPair(-1);
        QCOMPARE(count(), 0);
        view->setSelectedPair(1);
        QVERIFY(count() > 20);
        QTest::mouseClick(view->findChild<QToolButton*>("phasorLayout1"), Qt::LeftButton);
        QVERIFY(count() > 20);
    }

private:
    static std::unique_ptr<CellView> shownView()
    {
        auto view = std::make_unique<CellView>();
        view->resize(800, 200);
        view->setCell(threePairs());
        view->show();
        return view;
    }
};

QTEST_MAIN(TstCellView)
#include "tst_cell_view.moc"
