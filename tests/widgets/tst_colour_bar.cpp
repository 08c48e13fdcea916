// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QSignalSpy>
#include <QtTest>

#include "widgets/colour_bar.h"

using namespace ropescope;

namespace {

/// From black to white in red, with blue constant.
const ColourMap& ramp()
{
    static const ColourMap map = [] {
        ColourMap result { .name = "test", .colours = {}, .diverging = false };
        for (std::uint32_t i = 0; i < result.colours.size(); ++i)
            result.colours[i] = 0xFF400000U | i;
        return result;
    }();
    return map;
}

ColourBarState stateOf(ScaleKind kind, float low, float high, ValueRange data)
{
    return { .scale = { &ramp(), kind, low, high },
             .dataRange = data,
             .histogram = { 1, 4, 2 },
             .label = "probability" };
}

struct Shown {
    ColourBar bar;
    QSignalSpy edited { &bar, &ColourBar::rangeEdited };
    QSignalSpy committed { &bar, &ColourBar::rangeCommitted };
    QSignalSpy autofit { &bar, &ColourBar::autofitRequested };
    QWidget* low = bar.findChild<QWidget*>("colourBarLow");
    QWidget* high = bar.findChild<QWidget*>("colourBarHigh");

    explicit Shown(const ColourBarState& state
                   = stateOf(ScaleKind::Linear, 0.0F, 1.0F, { 0.0F, 1.0F }))
    {
        bar.resize(bar.sizeHint());
        bar.setState(state);
        bar.show();
        (void)QTest::qWaitForWindowExposed(&bar);
    }
    /// Moves the held handle's tip to a y of the bar.
    void dragTo(QWidget* handle, double y)
    {
        const QPointF at
            = handle->mapFromParent(QPoint(handle->geometry().center().x(), qRound(y)));
        QMouseEvent move(QEvent::MouseMove, at, handle->mapToGlobal(at), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(handle, &move);
    }
    [[nodiscard]] static QPoint tip(const QWidget* handle) { return { 4, handle->height() / 2 }; }
    [[nodiscard]] double tipY(const QWidget* handle) const
    {
        return handle->y() + handle->height() / 2.0;
    }
};

double valueOf(const QSignalSpy& spy, int end) { return spy.last().at(end).toDouble(); }

} // namespace

class TestColourBar : public QObject {
    Q_OBJECT

private slots:
    void handlesStandAtTheirValues();
    void highValuesAreOnTop();
    void theLabelOfALectureFits();
    void rampIsBetweenTheHandles();
    void dragSetsTheValueUnderTheHand();
    void dragInLogScaleFollowsTheAxis();
    void commitComesOnceAtTheEnd();
    void clickWithoutMoveChangesNothing();
    void endsCannotCross();
    void dragStopsAtTheAxis();
    void olderStateDoesNotMoveAHeldHandle();
    void arrowsMoveTheFocusedHandle();
    void doubleClickAutofits();
    void handleOutsideTheDataWidensTheAxis();
    void everyControlHasANameAndAToolTip();
    void barWithoutAMapDrawsNoRamp();
};

void TestColourBar::handlesStandAtTheirValues()
{
    Shown shown(stateOf(ScaleKind::Linear, 0.25F, 0.75F, { 0.0F, 1.0F }));
    QVERIFY(std::abs(shown.tipY(shown.low) - shown.bar.yOf(0.25)) <= 1.0);
    QVERIFY(std::abs(shown.tipY(shown.high) - shown.bar.yOf(0.75)) <= 1.0);
}

void TestColourBar::theLabelOfALectureFits()
{
    Shown shown(stateOf(ScaleKind::Linear, 0.25F, 0.75F, { 0.0F, 1.0F }));
    const QRect usual = shown.bar.contentsRect();
    QFont large = shown.bar.font();
    large.setPixelSize(40);
    shown.bar.setFont(large);
    QVERIFY(usual.height() - shown.bar.contentsRect().height() > 15);
    QVERIFY(shown.bar.contentsMargins().bottom() > QFontMetrics(large).height());
    QVERIFY(std::abs(shown.tipY(shown.low) - shown.bar.yOf(0.25)) <= 1.0);
}

void TestColourBar::highValuesAreOnTop()
{
    Shown shown;
    QVERIFY(shown.bar.yOf(1.0) < shown.bar.yOf(0.5));
    QVERIFY(shown.bar.yOf(0.5) < shown.bar.yOf(0.0));
}

void TestColourBar::rampIsBetweenTheHandles()
{
    Shown shown(stateOf(ScaleKind::Linear, 0.25F, 0.75F, { 0.0F, 1.0F }));
    const QImage seen = shown.bar.grab().toImage();
    const auto redAt = [&](double value) {
        return seen.pixelColor(9, static_cast<int>(shown.bar.yOf(value))).red();
    };
    QCOMPARE(redAt(0.1), 0);
    QCOMPARE(redAt(0.9), 255);
    QVERIFY(std::abs(redAt(0.5) - 128) <= 3);
}

void TestColourBar::dragSetsTheValueUnderTheHand()
{
    Shown shown;
    QTest::mousePress(shown.high, Qt::LeftButton, {}, Shown::tip(shown.high));
    shown.dragTo(shown.high, shown.bar.yOf(0.6));
    QVERIFY(!shown.edited.isEmpty());
    QVERIFY(std::abs(valueOf(shown.edited, 1) - 0.6) < 0.01);
    QCOMPARE(valueOf(shown.edited, 0), 0.0);
}

void TestColourBar::dragInLogScaleFollowsTheAxis()
{
    Shown shown(stateOf(ScaleKind::Log, 1e-4F, 1.0F, { 1e-4F, 1.0F }));
    QTest::mousePress(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    shown.dragTo(shown.low, shown.bar.yOf(0.01));
    QVERIFY(std::abs(std::log10(valueOf(shown.edited, 0)) + 2.0) < 0.05);
}

void TestColourBar::commitComesOnceAtTheEnd()
{
    Shown shown;
    QTest::mousePress(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    shown.dragTo(shown.low, shown.bar.yOf(0.2));
    shown.dragTo(shown.low, shown.bar.yOf(0.3));
    QVERIFY(shown.committed.isEmpty());
    QTest::mouseRelease(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    QCOMPARE(shown.committed.size(), 1);
    QCOMPARE(shown.committed.last(), shown.edited.last());
}

void TestColourBar::clickWithoutMoveChangesNothing()
{
    Shown shown;
    QTest::mouseClick(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    QVERIFY(shown.edited.isEmpty());
    QVERIFY(shown.committed.isEmpty());
}

void TestColourBar::endsCannotCross()
{
    Shown shown(stateOf(ScaleKind::Linear, 0.25F, 0.75F, { 0.0F, 1.0F }));
    QTest::mousePress(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    shown.dragTo(shown.low, shown.bar.yOf(0.9));
    QVERIFY(valueOf(shown.edited, 0) < valueOf(shown.edited, 1));
    QCOMPARE(valueOf(shown.edited, 1), 0.75);
}

void TestColourBar::dragStopsAtTheAxis()
{
    Shown shown(stateOf(ScaleKind::Linear, 0.25F, 0.75F, { 0.0F, 1.0F }));
    QTest::mousePress(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    shown.dragTo(shown.low, 5000.0);
    QCOMPARE(valueOf(shown.edited, 0), 0.0);
    QTest::mouseRelease(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    QTest::mousePress(shown.high, Qt::LeftButton, {}, Shown::tip(shown.high));
    shown.dragTo(shown.high, -5000.0);
    QCOMPARE(valueOf(shown.edited, 1), 1.0);
}

void TestColourBar::olderStateDoesNotMoveAHeldHandle()
{
    Shown shown;
    QTest::mousePress(shown.high, Qt::LeftButton, {}, Shown::tip(shown.high));
    shown.dragTo(shown.high, shown.bar.yOf(0.6));
    const int y = shown.high->y();
    shown.bar.setState(stateOf(ScaleKind::Linear, 0.0F, 0.9F, { 0.0F, 2.0F }));
    QCOMPARE(shown.high->y(), y);
    QTest::mouseRelease(shown.high, Qt::LeftButton, {}, Shown::tip(shown.high));
    shown.bar.setState(stateOf(ScaleKind::Linear, 0.0F, 0.9F, { 0.0F, 2.0F }));
    QCOMPARE(shown.bar.state().scale.high, 0.9F);
}

void TestColourBar::arrowsMoveTheFocusedHandle()
{
    Shown shown(stateOf(ScaleKind::Linear, 0.25F, 0.75F, { 0.0F, 1.0F }));
    QTest::keyClick(shown.low, Qt::Key_Up);
    QVERIFY(std::abs(valueOf(shown.edited, 0) - 0.26) < 1e-6);
    QTest::keyClick(shown.high, Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(std::abs(valueOf(shown.edited, 1) - 0.65) < 1e-6);
    QCOMPARE(shown.committed.size(), 2);
}

void TestColourBar::doubleClickAutofits()
{
    Shown shown;
    QTest::mouseDClick(&shown.bar, Qt::LeftButton, {}, QPoint(9, 100));
    QCOMPARE(shown.autofit.size(), 1);
    QTest::mouseDClick(shown.low, Qt::LeftButton, {}, Shown::tip(shown.low));
    QCOMPARE(shown.autofit.size(), 2);
    QVERIFY(shown.committed.isEmpty());
}

void TestColourBar::handleOutsideTheDataWidensTheAxis()
{
    Shown shown(stateOf(ScaleKind::Linear, -1.0F, 3.0F, { 0.0F, 1.0F }));
    QVERIFY(shown.bar.yOf(3.0) < shown.bar.yOf(1.0));
    QVERIFY(shown.bar.yOf(-1.0) > shown.bar.yOf(0.0));
}

void TestColourBar::everyControlHasANameAndAToolTip()
{
    Shown shown;
    for (const QWidget* widget :
         std::initializer_list<QWidget*> { &shown.bar, shown.low, shown.high }) {
        QVERIFY(!widget->objectName().isEmpty());
        QVERIFY(!widget->accessibleName().isEmpty());
        QVERIFY(!widget->toolTip().isEmpty());
    }
}

void TestColourBar::barWithoutAMapDrawsNoRamp()
{
    Shown shown;
    ColourBarState state = shown.bar.state();
    state.scale.map = nullptr;
    const QColor painted = shown.bar.grab().toImage().pixelColor(9, 100);
    shown.bar.setState(state);
    QVERIFY(shown.bar.grab().toImage().pixelColor(9, 100) != painted);
}

QTEST_MAIN(TestColourBar)
#include "tst_colour_bar.moc"
