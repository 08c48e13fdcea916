// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAction>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QTest>

#include "widgets/head_gain_menu.h"

using namespace ropescope;

class TestHeadGainMenu : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_menu = std::make_unique<HeadGainMenu>();
        m_chosen = std::make_unique<QSignalSpy>(m_menu.get(), &HeadGainMenu::gainChosen);
        m_menu->setHead(kHead, 1.0, false, {});
        m_menu->popup({});
    }
    void cleanup()
    {
        m_chosen.reset();
        m_menu.reset();
    }

    void aHeadIsMaskedAndUnmasked()
    {
        auto* const mask = m_menu->findChild<QAction*>("maskHead");
        QVERIFY(!mask->isChecked());
        mask->trigger();
        QCOMPARE(lastGain(), 0.0);
        QCOMPARE(m_chosen->last()[0].value<HeadId>(), kHead);
        m_menu->setHead(kHead, 0.0, true, {});
        QVERIFY(mask->isChecked());
        mask->trigger();
        QCOMPARE(lastGain(), 1.0);
        QCOMPARE(m_chosen->count(), 2);
    }

    void aTypedGainIsTakenOnce()
    {
        spin()->setFocus();
        spin()->selectAll();
        QTest::keyClicks(spin(), QLocale().toString(0.5, 'f', 2));
        QTest::keyClick(spin(), Qt::Key_Return);
        m_menu->hide();
        QCOMPARE(m_chosen->count(), 1);
        QCOMPARE(lastGain(), 0.5);
    }

    void aGainLeftInTheBoxIsTakenAtTheEnd()
    {
        spin()->stepUp();
        QVERIFY(m_chosen->isEmpty());
        m_menu->hide();
        QCOMPARE(m_chosen->count(), 1);
        QCOMPARE(lastGain(), 1.25);
    }

    void closingChangesNothing()
    {
        m_menu->hide();
        QVERIFY(m_chosen->isEmpty());
    }

    void whatCannotBeDoneIsExplained()
    {
        m_menu->hide();
        m_menu->setHead(kHead, 1.0, false, "A trace holds one run.");
        m_menu->popup({});
        QVERIFY(!m_menu->findChild<QAction*>("maskHead")->isEnabled());
        QVERIFY(!spin()->isEnabled());
        QVERIFY(!m_menu->findChild<QAction*>("resetHeads")->isEnabled());
        bool told = false;
        for (const QAction* const action : m_menu->actions())
            told = told || (action->isVisible() && action->text() == "A trace holds one run.");
        QVERIFY(told);
    }

    void allHeadsAreReset()
    {
        QSignalSpy reset(m_menu.get(), &HeadGainMenu::resetAllRequested);
        auto* const action = m_menu->findChild<QAction*>("resetHeads");
        QVERIFY(!action->isEnabled());
        m_menu->setHead(kHead, 1.0, true, {});
        action->trigger();
        QCOMPARE(reset.count(), 1);
    }

private:
    static constexpr HeadId kHead { { 1 }, { 2 } };

    [[nodiscard]] QDoubleSpinBox* spin() const
    {
        return m_menu->findChild<QDoubleSpinBox*>("headGain");
    }
    [[nodiscard]] double lastGain() const { return m_chosen->last()[1].toDouble(); }

    std::unique_ptr<HeadGainMenu> m_menu;
    std::unique_ptr<QSignalSpy> m_chosen;
};

QTEST_MAIN(TestHeadGainMenu)
#include "tst_head_gain_menu.moc"
