// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAction>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/rope_states.h"
#include "widgets/edits_menu.h"
#include "widgets/rope_panel.h"
#include "widgets/rope_panel_text.h"

using namespace ropescope;
using ropescope::test::ropeState;
using Kind = Truncation::Kind;

class TestEditsMenu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_menu = std::make_unique<EditsMenu>();
        m_chosen = std::make_unique<QSignalSpy>(m_menu.get(), &EditsMenu::editChosen);
    }
    void cleanup()
    {
        m_chosen.reset();
        m_menu.reset();
    }

    void slowSlotsBeginAtTheSelectedPair()
    {
        show({}, 20);
        QVERIFY(action("removeSlow")->text().contains("20"));
        QVERIFY(action("removeSlow")->text().contains("T ≥"));
        QCOMPARE(choose("removeSlow").truncation,
                 (std::optional<Truncation>({ 20, Kind::Remove })));
        QCOMPARE(choose("stopSlow").truncation, (std::optional<Truncation>({ 20, Kind::Still })));
    }

    void aMovedPairSpeaksOfItsSlot()
    {
        show({ .relocations = { { 20, 3 } } }, 20);
        QCOMPARE(choose("stopSlow").truncation, (std::optional<Truncation>({ 3, Kind::Still })));
    }

    void whatIsInForceIsCheckedAndTakenBack()
    {
        RopeEdit edit;
        edit.truncation = { 20, Kind::Still };
        show(edit, 20);
        QVERIFY(action("stopSlow")->isChecked());
        QVERIFY(!action("removeSlow")->isChecked());
        QVERIFY(choose("stopSlow").isIdentity());
    }

    void massivePairsAreNamedBeforeTheyAreReplaced()
    {
        show({}, 14, { 14, 26 });
        QVERIFY(action("meanMassive")->text().contains("14, 26"));
        QVERIFY(action("meanMassive")->toolTip().contains("5 times"));
        const RopeEdit edit = choose("meanMassive");
        QCOMPARE(edit.meanPairs, (std::set<int> { 14, 26 }));
        show(edit, 14, { 14, 26 });
        QVERIFY(action("meanMassive")->isChecked());
        QVERIFY(choose("meanMassive").isIdentity());
        QCOMPARE(choose("meanPair").meanPairs, (std::set<int> { 26 }));
        QVERIFY(choose("plainPairs").isIdentity());
    }

    void withoutMassivePairsItSaysSo()
    {
        show({}, 14);
        QVERIFY(!action("meanMassive")->isEnabled());
        QVERIFY(!action("plainPairs")->isEnabled());
        QVERIFY(action("meanMassive")->text().remove('&').contains("No massive"));
    }

    void disabledPanelsOfferNothing()
    {
        m_menu->setState({}, -1);
        for (const QAction* const entry : m_menu->actions())
            QVERIFY(entry->isSeparator() || !entry->isEnabled());
    }

    void thePanelCommitsOneEditAndMarksTheBars()
    {
        RopePanel panel;
        panel.resize(340, 420);
        panel.setState(ropeState());
        panel.show();
        panel.selectPair(20);
        QSignalSpy committed(&panel, &RopePanel::editCommitted);
        panel.editsMenu()->findChild<QAction*>("stopSlow")->trigger();
        QCOMPARE(committed.size(), 1);
        const PairBarsContent content = barsContent(panel.state());
        QVERIFY(!content.isStill(19) && content.isStill(20) && content.isStill(31));
        QVERIFY(std::isinf(content.wavelength(20)) && content.hasNewWavelength(20));
        QCOMPARE(content.slotWavelength[20], content.originalWavelength[20]); // it keeps its place
        panel.editsMenu()->findChild<QAction*>("meanPair")->trigger();
        QVERIFY(barsContent(panel.state()).isMean(20) && !barsContent(panel.state()).isMean(21));
        QCOMPARE(committed.size(), 2);
    }

private:
    void show(const RopeEdit& edit, int pair, std::vector<int> massive = {})
    {
        RopePanelState state = ropeState(edit);
        state.massive = std::move(massive);
        m_menu->setState(state, pair);
    }
    [[nodiscard]] QAction* action(const char* name) const
    {
        return m_menu->findChild<QAction*>(name);
    }
    [[nodiscard]] RopeEdit choose(const char* name)
    {
        m_chosen->clear();
        action(name)->trigger();
        return m_chosen->isEmpty() ? RopeEdit { .base = 1.5 }
                                   : m_chosen->front()[0].value<RopeEdit>();
    }

    std::unique_ptr<EditsMenu> m_menu;
    std::unique_ptr<QSignalSpy> m_chosen;
};

QTEST_MAIN(TestEditsMenu)
#include "tst_edits_menu.moc"
