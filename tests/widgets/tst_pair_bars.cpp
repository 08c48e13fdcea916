// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "tests/support/rope_states.h"
#include "widgets/pair_bars.h"
#include "widgets/pair_bars_painter.h"
#include "widgets/rope_panel_text.h"

using namespace ropescope;
using ropescope::test::ropeState;

class TstPairBars : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_bars.reset(); }

    void setterEmitsNothing();
    void slotsStandFromFastToSlow();
    void pressSelectsThePairOfTheColumn();
    void pressAboveAShortBarStillGrabsIt();
    void clickDoesNotMove();
    void dragSnapsToSlotsAndReportsEachOnce();
    void dragBackReportsTheOwnSlot();
    void dragBeyondTheEdgeStaysOnTheLastSlot();
    void escapeCancelsTheDrag();
    void disablingCancelsTheDrag();
    void otherNumberOfPairsEndsTheDragSilently();
    void arrowsSelectNeighbours();
    void shiftArrowsMoveByOneSlot();
    void shiftArrowAtTheEndMovesNothing();
    void upAndDownChangeTheGain();
    void deleteSwitchesTheGain();
    void rAsksForReset();
    void keysDoNothingWithoutPairs();
    void crowdedColumnsCanBeGrabbed_data();
    void crowdedColumnsCanBeGrabbed();
    void equalWavelengthsKeepTheirOrder();
    void frequencyZeroStandsAtTheSlowEnd();
    void descriptionNamesTheMove();
    void movedBarIsPaintedInThePredictedColour();
    void partsStandUpOrDownFromTheMiddle_data();
    void partsStandUpOrDownFromTheMiddle();
    void partsOfAnotherShapeAreNotShown();
    void partsAreToldInWords();

private:
    void press(int slot) { QTest::mousePress(m_bars.get(), Qt::LeftButton, {}, at(slot)); }
    void moveTo(int slot) { QTest::mouseMove(m_bars.get(), at(slot)); }
    void release(int slot) { QTest::mouseRelease(m_bars.get(), Qt::LeftButton, {}, at(slot)); }
    [[nodiscard]] QPoint at(int slot) const { return m_bars->slotColumn(slot).center(); }

    std::unique_ptr<PairBars> m_bars;
};

void TstPairBars::init()
{
    m_bars = std::make_unique<PairBars>();
    m_bars->resize(330, 190);
    m_bars->setContent(barsContent(ropeState()));
    m_bars->setSelectedPair(14);
    m_bars->show();
}

void TstPairBars::setterEmitsNothing()
{
    QSignalSpy selected(m_bars.get(), &PairBars::pairSelected);
    QSignalSpy moved(m_bars.get(), &PairBars::moved);
    m_bars->setContent(barsContent(ropeState({ .relocations = { { 14, 2 } } })));
    m_bars->setSelectedPair(3);
    m_bars->setSelectedPair(99);
    QCOMPARE(m_bars->selectedPair(), -1);
    QVERIFY(selected.isEmpty());
    QVERIFY(moved.isEmpty());
}

void TstPairBars::slotsStandFromFastToSlow()
{
    for (int slot = 1; slot < 32; ++slot)
        QVERIFY(at(slot - 1).x() < at(slot).x());
}

void TstPairBars::pressSelectsThePairOfTheColumn()
{
    m_bars->setContent(barsContent(ropeState({ .relocations = { { 14, 2 } } })));
    QSignalSpy selected(m_bars.get(), &PairBars::pairSelected);
    press(14);
    release(14);
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected[0][0].toInt(), 2); // pair 2 holds slot 14 now
}

void TstPairBars::pressAboveAShortBarStillGrabsIt()
{
    QSignalSpy selected(m_bars.get(), &PairBars::pairSelected);
    QTest::mouseClick(m_bars.get(), Qt::LeftButton, {}, { at(20).x(), 40 });
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected[0][0].toInt(), 20);
}

void TstPairBars::clickDoesNotMove()
{
    QSignalSpy started(m_bars.get(), &PairBars::moveStarted);
    QSignalSpy finished(m_bars.get(), &PairBars::moveFinished);
    press(14);
    QTest::mouseMove(m_bars.get(), at(14) + QPoint(2, 0));
    release(14);
    QVERIFY(started.isEmpty());
    QVERIFY(finished.isEmpty());
}

void TstPairBars::dragSnapsToSlotsAndReportsEachOnce()
{
    QSignalSpy started(m_bars.get(), &PairBars::moveStarted);
    QSignalSpy moved(m_bars.get(), &PairBars::moved);
    QSignalSpy finished(m_bars.get(), &PairBars::moveFinished);
    press(14);
    moveTo(5);
    QTest::mouseMove(m_bars.get(), at(5) + QPoint(1, 3));
    moveTo(2);
    release(2);
    QCOMPARE(started.count(), 1);
    QCOMPARE(moved.count(), 2);
    QCOMPARE(moved[0], (QVariantList { 14, 5 }));
    QCOMPARE(moved[1], (QVariantList { 14, 2 }));
    QCOMPARE(finished.count(), 1);
}

void TstPairBars::dragBackReportsTheOwnSlot()
{
    QSignalSpy moved(m_bars.get(), &PairBars::moved);
    press(14);
    moveTo(2);
    moveTo(14);
    release(14);
    QCOMPARE(moved.last(), (QVariantList { 14, 14 }));
}

void TstPairBars::dragBeyondTheEdgeStaysOnTheLastSlot()
{
    QSignalSpy moved(m_bars.get(), &PairBars::moved);
    press(14);
    QTest::mouseMove(m_bars.get(), { -50, 60 });
    QCOMPARE(moved.last(), (QVariantList { 14, 0 }));
    QTest::mouseMove(m_bars.get(), { 900, 60 });
    QCOMPARE(moved.last(), (QVariantList { 14, 31 }));
    release(31);
}

void TstPairBars::escapeCancelsTheDrag()
{
    QSignalSpy cancelled(m_bars.get(), &PairBars::moveCancelled);
    QSignalSpy finished(m_bars.get(), &PairBars::moveFinished);
    press(14);
    moveTo(2);
    QTest::keyClick(m_bars.get(), Qt::Key_Escape);
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!m_bars->isDragging());
    release(2);
    QVERIFY(finished.isEmpty());
}

void TstPairBars::disablingCancelsTheDrag()
{
    QSignalSpy cancelled(m_bars.get(), &PairBars::moveCancelled);
    press(14);
    moveTo(2);
    m_bars->setEnabled(false);
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!m_bars->isDragging());
}

void TstPairBars::otherNumberOfPairsEndsTheDragSilently()
{
    QSignalSpy cancelled(m_bars.get(), &PairBars::moveCancelled);
    press(14);
    moveTo(2);
    m_bars->setContent(barsContent(ropeState({}, 8, 1)));
    QVERIFY(!m_bars->isDragging());
    QVERIFY(cancelled.isEmpty());
    QCOMPARE(m_bars->selectedPair(), -1);
}

void TstPairBars::arrowsSelectNeighbours()
{
    QSignalSpy selected(m_bars.get(), &PairBars::pairSelected);
    QTest::keyClick(m_bars.get(), Qt::Key_Right);
    QCOMPARE(m_bars->selectedPair(), 15);
    QTest::keyClick(m_bars.get(), Qt::Key_Left);
    QTest::keyClick(m_bars.get(), Qt::Key_Left);
    QCOMPARE(m_bars->selectedPair(), 13);
    QCOMPARE(selected.count(), 3);
    m_bars->setSelectedPair(0);
    QTest::keyClick(m_bars.get(), Qt::Key_Left);
    QCOMPARE(m_bars->selectedPair(), 0);
}

void TstPairBars::shiftArrowsMoveByOneSlot()
{
    QSignalSpy moved(m_bars.get(), &PairBars::moved);
    QSignalSpy finished(m_bars.get(), &PairBars::moveFinished);
    QTest::keyClick(m_bars.get(), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(moved.last(), (QVariantList { 14, 13 }));
    QTest::keyClick(m_bars.get(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(moved.last(), (QVariantList { 14, 15 }));
    QCOMPARE(finished.count(), 2);
}

void TstPairBars::shiftArrowAtTheEndMovesNothing()
{
    m_bars->setSelectedPair(31);
    QSignalSpy started(m_bars.get(), &PairBars::moveStarted);
    QTest::keyClick(m_bars.get(), Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(started.isEmpty());
}

void TstPairBars::upAndDownChangeTheGain()
{
    QSignalSpy gain(m_bars.get(), &PairBars::gainRequested);
    QTest::keyClick(m_bars.get(), Qt::Key_Up);
    QTest::keyClick(m_bars.get(), Qt::Key_Down);
    QCOMPARE(gain[0], (QVariantList { 14, 1.1 }));
    QCOMPARE(gain[1], (QVariantList { 14, 0.9 }));
}

void TstPairBars::deleteSwitchesTheGain()
{
    QSignalSpy gain(m_bars.get(), &PairBars::gainRequested);
    QTest::keyClick(m_bars.get(), Qt::Key_Delete);
    QCOMPARE(gain.last(), (QVariantList { 14, 0.0 }));
    m_bars->setContent(barsContent(ropeState({ .gains = { { 14, 0.0 } } })));
    QTest::keyClick(m_bars.get(), Qt::Key_Delete);
    QCOMPARE(gain.last(), (QVariantList { 14, 1.0 }));
}

void TstPairBars::rAsksForReset()
{
    QSignalSpy reset(m_bars.get(), &PairBars::resetRequested);
    QTest::keyClick(m_bars.get(), Qt::Key_R);
    QCOMPARE(reset.count(), 1);
}

void TstPairBars::keysDoNothingWithoutPairs()
{
    m_bars->setContent({});
    QSignalSpy selected(m_bars.get(), &PairBars::pairSelected);
    QSignalSpy gain(m_bars.get(), &PairBars::gainRequested);
    for (const auto key : { Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Delete })
        QTest::keyClick(m_bars.get(), key);
    QTest::mouseClick(m_bars.get(), Qt::LeftButton, {}, { 100, 60 });
    QVERIFY(selected.isEmpty());
    QVERIFY(gain.isEmpty());
}

void TstPairBars::crowdedColumnsCanBeGrabbed_data()
{
    QTest::addColumn<int>("pairs");
    QTest::addColumn<double>("base");
    QTest::newRow("one pair") << 1 << 1e6;
    QTest::newRow("128 pairs") << 128 << 1e6;
    QTest::newRow("128 pairs, crowded by the base") << 128 << 1e2;
    QTest::newRow("64 pairs of one wavelength") << 64 << 1.001;
}

void TstPairBars::crowdedColumnsCanBeGrabbed()
{
    QFETCH(int, pairs);
    QFETCH(double, base);
    m_bars->setContent(barsContent(ropeState({ .base = base }, pairs, 0)));
    for (int slot = 0; slot < pairs; ++slot) {
        m_bars->setSelectedPair(-1);
        QVERIFY(m_bars->slotColumn(slot).width() >= 10);
        QTest::mouseClick(m_bars.get(), Qt::LeftButton, {}, at(slot));
        // Columns are down to 2.5 pixels apart: a click on a whole pixel may take the neighbour.
        QVERIFY(std::abs(m_bars->selectedPair() - slot) <= 1);
        QVERIFY(m_bars->rect().contains(at(slot)));
    }
}

void TstPairBars::equalWavelengthsKeepTheirOrder()
{
    PairBarsContent content = barsContent(ropeState({}, 8, 0));
    content.slotWavelength.assign(8, 40.0);
    content.originalWavelength.assign(8, 40.0);
    const PairBarsLayout layout(content, QRectF(0, 0, 300, 100));
    for (int slot = 1; slot < 8; ++slot)
        QVERIFY(layout.slotX(slot) - layout.slotX(slot - 1) >= 2.0);
}

void TstPairBars::frequencyZeroStandsAtTheSlowEnd()
{
    PairBarsContent content = barsContent(ropeState({}, 8, 0));
    content.slotWavelength[7] = std::numeric_limits<double>::infinity();
    content.originalWavelength[7] = std::numeric_limits<double>::infinity();
    const PairBarsLayout layout(content, QRectF(0, 0, 300, 100));
    QVERIFY(layout.slotX(7) > layout.slotX(6));
    QVERIFY(layout.slotX(7) <= 300.0);
}

void TstPairBars::descriptionNamesTheMove()
{
    m_bars->setContent(barsContent(ropeState({ .relocations = { { 14, 2 } } })));
    QCOMPARE(m_bars->accessibleDescription(),
             "pair 14 · dims 14, 46 · T 2650 → 14.90 · 40 % of energy · gain 1");
}

void TstPairBars::movedBarIsPaintedInThePredictedColour()
{
    const Theme theme = Theme::darkTheme();
    m_bars->setContent(barsContent(ropeState({ .relocations = { { 14, 2 } } })));
    const QImage picture = m_bars->grab().toImage();
    // The dominant bar fills the plot, so its column has its colour at mid height.
    QCOMPARE(picture.pixelColor(at(2).x(), 100).name(), theme.predicted.name());
    QVERIFY(picture.pixelColor(at(20).x(), 100).name() != theme.predicted.name());
}

void TstPairBars::partsStandUpOrDownFromTheMiddle_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void TstPairBars::partsStandUpOrDownFromTheMiddle()
{
    QFETCH(bool, dark);
    const Theme theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    m_bars->setTheme(theme);
    const QImage before = m_bars->grab().toImage();
    std::vector<double> parts(32, 0.0);
    parts[3] = 2.0;
    parts[8] = -1.0;
    m_bars->setParts(PairParts { 130, 4, parts });
    const QImage picture = m_bars->grab().toImage();
    const QRectF area = pairBarsArea(QRectF(m_bars->rect()), m_bars->font());
    const auto colour = [&](int pair, double height) { // -1 at the bottom of the area, 1 at its top
        const double y = area.center().y() - height * 0.5 * area.height();
        return picture.pixelColor(at(pair).x(), static_cast<int>(std::lround(y))).name();
    };
    QCOMPARE(colour(3, 0.9), theme.measured.name()); // the largest fills its half
    QCOMPARE(colour(3, 0.2), theme.measured.name());
    QVERIFY(colour(3, -0.2) != theme.measured.name());
    QCOMPARE(colour(8, -0.4), theme.opposed.name()); // half as large, and against
    QVERIFY(colour(8, -0.6) != theme.opposed.name());
    QVERIFY(colour(8, 0.2) != theme.opposed.name());

    m_bars->setParts(std::nullopt);
    QCOMPARE(m_bars->grab().toImage(), before);
}

void TstPairBars::partsOfAnotherShapeAreNotShown()
{
    const QImage before = m_bars->grab().toImage();
    m_bars->setParts(PairParts { 130, 4, std::vector<double>(31, 1.0) });
    QCOMPARE(m_bars->grab().toImage(), before);
    m_bars->setParts(PairParts { 130, 4, {} });
    QCOMPARE(m_bars->grab().toImage(), before);
    m_bars->setParts(PairParts { 130, 4, std::vector<double>(32, 0.0) });
    QVERIFY(!m_bars->grab().isNull());
}

void TstPairBars::partsAreToldInWords()
{
    std::vector<double> parts(32, -0.25);
    parts[15] = 3.2;
    const PairParts shown { 130, 4, parts };
    QCOMPARE(partsCaption(shown),
             "parts of the logit of (query 130, key 4): strongest pair 15, +3.20");
    m_bars->setParts(shown);
    const QString text = m_bars->accessibleDescription();
    QVERIFY2(text.contains("−0.25 to the logit; " + partsCaption(shown)), qPrintable(text));
    m_bars->setParts(std::nullopt);
    QVERIFY(!m_bars->accessibleDescription().contains("logit"));
}

QTEST_MAIN(TstPairBars)
#include "tst_pair_bars.moc"
