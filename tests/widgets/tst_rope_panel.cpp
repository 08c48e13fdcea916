// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "tests/support/rope_states.h"
#include "widgets/log_slider.h"
#include "widgets/pair_bars.h"
#include "widgets/rope_panel.h"
#include "widgets/rope_panel_text.h"

using namespace ropescope;
using ropescope::test::ropeState;

using Swaps = std::vector<std::pair<int, int>>;

class TstRopePanel : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void setStateEmitsNothing();
    void dragEmitsTheRelocationLiveAndCommitsOnce();
    void dragStartsFromTheEditAtItsStart();
    void dragBackRestoresTheEdit();
    void escapeRestoresTheEdit();
    void dragGoesOnWhileTheOwnerAnswers();
    void anotherEditEndsTheDrag();
    void panelShowsItsEditWithoutAnAnswer();
    void pairLineTellsTheMove();
    void dominantPairIsSelectedUntilTheUserPicks();
    void gainSpinCommits();
    void gainSliderDragCommitsOnce();
    void gainOfOneDisappears();
    void deleteKeyRemovesThePair();
    void typedBaseKeepsTheRelocations();
    void baseOfTheConfigIsNoEdit();
    void undoRedoResetAskTheOwner();
    void buttonsFollowTheState();
    void sweepRunsDownAndCanBeStopped();
    void undoDuringASweepCommitsItFirst();
    void newHeadStopsTheSweepSilently();
    void disabledPanelTellsWhyAndEmitsNothing();
    void modelWithoutRopeIsShownEmpty();
    void depthIsChosen();
    void noDepthToChooseIsExplained();
    void frequenciesOfZeroAreShown();
    void wavelengthsAreNeverCut();
    void scalingIsNamed_data();
    void scalingIsNamed();
    void everyControlHasNameAndToolTip();

private:
    [[nodiscard]] PairBars* bars() const { return m_panel->findChild<PairBars*>("pairBars"); }
    template <class T> [[nodiscard]] T* child(const char* name) const
    {
        auto* const found = m_panel->findChild<T*>(name);
        Q_ASSERT(found);
        return found;
    }
    [[nodiscard]] QPoint at(int slot) const { return bars()->slotColumn(slot).center(); }
    void drag(int from, int to)
    {
        QTest::mousePress(bars(), Qt::LeftButton, {}, at(from));
        QTest::mouseMove(bars(), at(to));
        QTest::mouseRelease(bars(), Qt::LeftButton, {}, at(to));
    }
    [[nodiscard]] static RopeEdit editIn(const QSignalSpy& spy, int index)
    {
        return spy[index][0].value<RopeEdit>();
    }

    std::unique_ptr<RopePanel> m_panel;
    std::unique_ptr<QSignalSpy> m_changed;
    std::unique_ptr<QSignalSpy> m_committed;
};

void TstRopePanel::init()
{
    m_panel = std::make_unique<RopePanel>();
    m_panel->resize(340, 420);
    m_panel->setState(ropeState());
    m_panel->show();
    m_changed = std::make_unique<QSignalSpy>(m_panel.get(), &RopePanel::editChanged);
    m_committed = std::make_unique<QSignalSpy>(m_panel.get(), &RopePanel::editCommitted);
    QVERIFY(m_changed->isValid());
    QVERIFY(m_committed->isValid());
}

void TstRopePanel::cleanup()
{
    m_changed.reset();
    m_committed.reset();
    m_panel.reset();
}

void TstRopePanel::setStateEmitsNothing()
{
    QSignalSpy selected(m_panel.get(), &RopePanel::pairSelected);
    m_panel->setState(
        ropeState({ .base = 1e4, .relocations = { { 14, 2 } }, .gains = { { 14, 0.5 } } }));
    m_panel->setState(ropeState({}, 8, 3));
    m_panel->selectPair(2);
    QVERIFY(m_changed->isEmpty());
    QVERIFY(m_committed->isEmpty());
    QVERIFY(selected.isEmpty());
}

void TstRopePanel::dragEmitsTheRelocationLiveAndCommitsOnce()
{
    drag(14, 2);
    QCOMPARE(m_changed->count(), 1);
    QCOMPARE(editIn(*m_changed, 0).relocations, (Swaps { { 14, 2 } }));
    QCOMPARE(m_committed->count(), 1);
    QCOMPARE(editIn(*m_committed, 0).relocations, (Swaps { { 14, 2 } }));
}

void TstRopePanel::dragStartsFromTheEditAtItsStart()
{
    QTest::mousePress(bars(), Qt::LeftButton, {}, at(14));
    for (const int slot : { 10, 7, 5, 2 })
        QTest::mouseMove(bars(), at(slot));
    QTest::mouseRelease(bars(), Qt::LeftButton, {}, at(2));
    QCOMPARE(m_changed->count(), 4);
    QCOMPARE(editIn(*m_committed, 0).relocations, (Swaps { { 14, 2 } }));
}

void TstRopePanel::dragBackRestoresTheEdit()
{
    const RopeEdit before { .base = 1e5, .relocations = { { 20, 3 } }, .gains = { { 1, 0.5 } } };
    m_panel->setState(ropeState(before));
    QTest::mousePress(bars(), Qt::LeftButton, {}, at(14));
    QTest::mouseMove(bars(), at(5));
    QTest::mouseMove(bars(), at(14));
    QTest::mouseRelease(bars(), Qt::LeftButton, {}, at(14));
    QCOMPARE(editIn(*m_changed, 0).relocations, (Swaps { { 20, 3 }, { 14, 5 } }));
    QCOMPARE(editIn(*m_changed, 1), before);
    QCOMPARE(editIn(*m_committed, 0), before);
}

void TstRopePanel::escapeRestoresTheEdit()
{
    QTest::mousePress(bars(), Qt::LeftButton, {}, at(14));
    QTest::mouseMove(bars(), at(2));
    QTest::keyClick(bars(), Qt::Key_Escape);
    QVERIFY(m_panel->state().edit.isIdentity());
    QVERIFY(editIn(*m_committed, 0).isIdentity());
    QCOMPARE(m_committed->count(), 1);
}

void TstRopePanel::dragGoesOnWhileTheOwnerAnswers()
{
    connect(m_panel.get(), &RopePanel::editChanged, m_panel.get(),
            [this](const RopeEdit& edit) { m_panel->setState(ropeState(edit)); });
    QTest::mousePress(bars(), Qt::LeftButton, {}, at(14));
    QTest::mouseMove(bars(), at(8));
    QTest::mouseMove(bars(), at(2));
    QTest::mouseRelease(bars(), Qt::LeftButton, {}, at(2));
    QCOMPARE(editIn(*m_committed, 0).relocations, (Swaps { { 14, 2 } }));
}

void TstRopePanel::anotherEditEndsTheDrag()
{
    QTest::mousePress(bars(), Qt::LeftButton, {}, at(14));
    QTest::mouseMove(bars(), at(8));
    m_panel->setState(ropeState({ .base = 1e4 })); // another head, say
    QVERIFY(!bars()->isDragging());
    QTest::mouseMove(bars(), at(2));
    QTest::mouseRelease(bars(), Qt::LeftButton, {}, at(2));
    QCOMPARE(m_changed->count(), 1);
    QVERIFY(m_committed->isEmpty());
    QCOMPARE(m_panel->state().edit, (RopeEdit { .base = 1e4 }));
}

void TstRopePanel::panelShowsItsEditWithoutAnAnswer()
{
    drag(14, 2);
    QCOMPARE(bars()->content().slotOfPair[14], 2);
    QCOMPARE(m_panel->state().table, ropeState({ .relocations = { { 14, 2 } } }).table);
}

void TstRopePanel::pairLineTellsTheMove()
{
    QCOMPARE(child<QLabel>("pairName")->text(), "Pair 14");
    QVERIFY(child<QLabel>("newWavelength")->isHidden());
    drag(14, 2);
    QCOMPARE(child<QLabel>("pairName")->text(), "Pair 14 → slot 2");
    QCOMPARE(child<QLabel>("pairDims")->text(), "dims 14, 46");
    QCOMPARE(child<QLabel>("oldWavelength")->text(), "T 2650 →");
    QCOMPARE(child<QLabel>("newWavelength")->text(), "14.90");
}

void TstRopePanel::dominantPairIsSelectedUntilTheUserPicks()
{
    QCOMPARE(m_panel->selectedPair(), 14);
    m_panel->setState(ropeState({}, 32, 9));
    QCOMPARE(m_panel->selectedPair(), 9);
    QSignalSpy selected(m_panel.get(), &RopePanel::pairSelected);
    QTest::mouseClick(bars(), Qt::LeftButton, {}, at(5));
    QCOMPARE(selected.count(), 1);
    m_panel->setState(ropeState({}, 32, 14));
    QCOMPARE(m_panel->selectedPair(), 5);
    m_panel->selectPair(-1);
    QCOMPARE(m_panel->selectedPair(), 14);
}

void TstRopePanel::gainSpinCommits()
{
    child<QDoubleSpinBox>("gainSpin")->setValue(0.5);
    QCOMPARE(editIn(*m_changed, 0).gains, (std::map<int, double> { { 14, 0.5 } }));
    QCOMPARE(m_committed->count(), 1);
    QCOMPARE(child<QSlider>("gainSlider")->value(), 10);
}

void TstRopePanel::gainSliderDragCommitsOnce()
{
    auto* const slider = child<QSlider>("gainSlider");
    slider->setSliderDown(true);
    slider->setSliderPosition(18);
    slider->setSliderPosition(10);
    slider->setSliderDown(false);
    QCOMPARE(m_changed->count(), 2);
    QCOMPARE(editIn(*m_changed, 0).gains, (std::map<int, double> { { 14, 0.9 } }));
    QCOMPARE(m_committed->count(), 1);
    QCOMPARE(editIn(*m_committed, 0).gains, (std::map<int, double> { { 14, 0.5 } }));
}

void TstRopePanel::gainOfOneDisappears()
{
    m_panel->setState(ropeState({ .gains = { { 14, 0.9 } } }));
    QTest::keyClick(bars(), Qt::Key_Up);
    QVERIFY(editIn(*m_committed, 0).isIdentity());
}

void TstRopePanel::deleteKeyRemovesThePair()
{
    QTest::keyClick(bars(), Qt::Key_Delete);
    QCOMPARE(editIn(*m_committed, 0).gains, (std::map<int, double> { { 14, 0.0 } }));
}

void TstRopePanel::typedBaseKeepsTheRelocations()
{
    m_panel->setState(ropeState({ .relocations = { { 14, 2 } } }));
    auto* const field = child<QLineEdit>("baseField");
    field->selectAll();
    QTest::keyClicks(field, "1e5");
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(m_committed->count(), 1);
    QCOMPARE(editIn(*m_committed, 0), (RopeEdit { .base = 1e5, .relocations = { { 14, 2 } } }));
}

void TstRopePanel::baseOfTheConfigIsNoEdit()
{
    m_panel->setState(ropeState({ .base = 1e4 }));
    QTest::keyClick(child<LogSlider>("baseSlider"), Qt::Key_Home);
    QVERIFY(editIn(*m_committed, 0).isIdentity());
}

void TstRopePanel::undoRedoResetAskTheOwner()
{
    QSignalSpy undo(m_panel.get(), &RopePanel::undoRequested);
    QSignalSpy redo(m_panel.get(), &RopePanel::redoRequested);
    QSignalSpy reset(m_panel.get(), &RopePanel::resetRequested);
    RopePanelState state = ropeState({ .relocations = { { 14, 2 } } });
    state.canUndo = true;
    state.canRedo = true;
    m_panel->setState(state);
    child<QPushButton>("undo")->click();
    child<QPushButton>("redo")->click();
    child<QPushButton>("reset")->click();
    QTest::keyClick(bars(), Qt::Key_R);
    QCOMPARE(undo.count(), 1);
    QCOMPARE(redo.count(), 1);
    QCOMPARE(reset.count(), 2);
    QVERIFY(m_changed->isEmpty());
    QCOMPARE(m_panel->state().edit, state.edit); // the owner answers with setState
}

void TstRopePanel::buttonsFollowTheState()
{
    QVERIFY(!child<QPushButton>("undo")->isEnabled());
    QVERIFY(!child<QPushButton>("redo")->isEnabled());
    QVERIFY(!child<QPushButton>("reset")->isEnabled());
    drag(14, 2);
    QVERIFY(child<QPushButton>("reset")->isEnabled());
}

void TstRopePanel::sweepRunsDownAndCanBeStopped()
{
    auto* const button = child<QPushButton>("sweep");
    button->click();
    QVERIFY(m_panel->isSweeping());
    QCOMPARE(button->text(), "Stop");
    QTRY_VERIFY(m_changed->count() >= 3);
    button->click();
    QVERIFY(!m_panel->isSweeping());
    QCOMPARE(m_committed->count(), 1);
    const RopeEdit last = editIn(*m_committed, 0);
    QVERIFY(last.base.has_value());
    QVERIFY(*last.base < 1e6 && *last.base >= 1e2);
    QCOMPARE(m_panel->state().edit, last);
}

void TstRopePanel::undoDuringASweepCommitsItFirst()
{
    RopePanelState state = ropeState();
    state.canUndo = true;
    m_panel->setState(state);
    QSignalSpy undo(m_panel.get(), &RopePanel::undoRequested);
    m_panel->toggleSweep();
    QTRY_VERIFY(!m_changed->isEmpty());
    child<QPushButton>("undo")->click();
    QCOMPARE(m_committed->count(), 1);
    QCOMPARE(undo.count(), 1);
    QVERIFY(!m_panel->isSweeping());
}

void TstRopePanel::newHeadStopsTheSweepSilently()
{
    m_panel->toggleSweep();
    QTRY_VERIFY(!m_changed->isEmpty());
    const auto before = m_changed->count();
    m_panel->setState(ropeState({ .relocations = { { 1, 2 } } }));
    QVERIFY(!m_panel->isSweeping());
    QTest::qWait(50);
    QCOMPARE(m_changed->count(), before);
    QVERIFY(m_committed->isEmpty());
}

void TstRopePanel::disabledPanelTellsWhyAndEmitsNothing()
{
    RopePanelState state = ropeState();
    state.enabled = false;
    state.disabledReason = "This trace holds maps alone.";
    m_panel->setState(state);
    QVERIFY(child<QLabel>("ropeReason")->isVisible());
    QCOMPARE(child<QLabel>("ropeReason")->text(), "This trace holds maps alone.");
    drag(14, 2);
    child<QPushButton>("sweep")->click();
    m_panel->toggleSweep();
    QVERIFY(!child<QLineEdit>("baseField")->isEnabled());
    QVERIFY(!child<QDoubleSpinBox>("gainSpin")->isEnabled());
    QVERIFY(m_changed->isEmpty());
    QVERIFY(m_committed->isEmpty());
    m_panel->setState(ropeState());
    QVERIFY(!child<QLabel>("ropeReason")->isVisible());
    QVERIFY(bars()->isEnabled());
}

void TstRopePanel::modelWithoutRopeIsShownEmpty()
{
    RopePanelState state;
    state.enabled = true;
    m_panel->setState(state);
    QCOMPARE(m_panel->selectedPair(), -1);
    QVERIFY(!bars()->isEnabled());
    QVERIFY(child<QWidget>("pairControls")->isHidden());
}

void TstRopePanel::depthIsChosen()
{
    QSignalSpy chosen(m_panel.get(), &RopePanel::depthChosen);
    auto* const whole = child<QToolButton>("depthWholeModel");
    auto* const head = child<QToolButton>("depthThisHead");
    QVERIFY(head->isChecked());
    whole->click();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].value<EditDepth>(), EditDepth::WholeModel);
    RopePanelState state = ropeState();
    m_panel->setState(state);
    QVERIFY(head->isChecked()); // what the owner says counts
    state.depth = EditDepth::WholeModel;
    m_panel->setState(state);
    QVERIFY(whole->isChecked() && !head->isChecked());
    QCOMPARE(chosen.count(), 1);
}

void TstRopePanel::noDepthToChooseIsExplained()
{
    RopePanelState state = ropeState();
    state.depthReason = "A trace holds one run.";
    m_panel->setState(state);
    auto* const whole = child<QToolButton>("depthWholeModel");
    QVERIFY(!whole->isEnabled());
    QCOMPARE(whole->toolTip(), "A trace holds one run.");
    QVERIFY(bars()->isEnabled()); // this head can be edited all the same
    state.depthReason.clear();
    state.enabled = false; // and a model without rotation has heads to mask
    m_panel->setState(state);
    QVERIFY(whole->isEnabled());
}

void TstRopePanel::frequenciesOfZeroAreShown()
{
    RopePanelState state = ropeState();
    for (const int still : { 30, 31 }) {
        state.config.theta[static_cast<std::size_t>(still)] = 0.0;
        state.original.theta[static_cast<std::size_t>(still)] = 0.0;
        state.table.theta[static_cast<std::size_t>(still)] = 0.0;
    }
    m_panel->setState(state);
    m_panel->selectPair(31);
    QCOMPARE(child<QLabel>("oldWavelength")->text(), "T ∞");
    QVERIFY(!child<QLabel>("newWavelength")->isVisible());
    QVERIFY(bars()->rect().contains(bars()->slotColumn(31).center()));
    state.edit.relocations = { { 31, 2 } };
    state.table = makeRopeTable(state.config, state.edit).value();
    m_panel->setState(state);
    QVERIFY(child<QLabel>("newWavelength")->isVisible());
    QVERIFY(!m_panel->grab().isNull());
}

void TstRopePanel::wavelengthsAreNeverCut()
{
    m_panel->resize(290, 420);
    m_panel->selectPair(31);
    drag(31, 1);
    const auto* const before = child<QLabel>("oldWavelength");
    const auto* const now = child<QLabel>("newWavelength");
    QVERIFY(before->text().contains("million"));
    QVERIFY(before->text().endsWith("→"));
    QTRY_VERIFY(before->width() >= before->sizeHint().width());
    QVERIFY(now->width() >= now->sizeHint().width());
}

void TstRopePanel::scalingIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << QByteArray() << "none";
    QTest::newRow("llama3") << QByteArray(R"({"rope_type": "llama3", "factor": 8.0})")
                            << "llama3 × 8";
    QTest::newRow("older word") << QByteArray(R"({"type": "linear", "factor": 2})") << "linear × 2";
    QTest::newRow("no factor") << QByteArray(R"({"rope_type": "yarn"})") << "yarn";
    QTest::newRow("default") << QByteArray(R"({"rope_type": "default"})") << "none";
    QTest::newRow("broken") << QByteArray("{") << "custom";
}

void TstRopePanel::scalingIsNamed()
{
    QFETCH(QByteArray, json);
    QTEST(scalingText({ .scalingJson = json.toStdString() }), "text");
}

void TstRopePanel::everyControlHasNameAndToolTip()
{
    for (QWidget* const widget : m_panel->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
            continue;
        const QString line
            = QString(widget->metaObject()->className()) + ' ' + widget->objectName();
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(line));
        const auto* const button = qobject_cast<QAbstractButton*>(widget);
        const bool named
            = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        QVERIFY2(named, qPrintable(line));
        // The bars have a tool tip of their own for each pair.
        QVERIFY2(!widget->toolTip().isEmpty() || widget == bars(), qPrintable(line));
    }
}

QTEST_MAIN(TstRopePanel)
#include "tst_rope_panel.moc"
