// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QMenu>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include "widgets/page_tabs.h"

using namespace ropescope;

class TestPageTabs : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_tabs = std::make_unique<PageTabs>(QStringLiteral("tabs"), QStringLiteral("Pages"));
        for (int page = 0; page < kPages; ++page)
            m_tabs->addPage(QStringLiteral("Page number %1").arg(page), QStringLiteral("Tip"));
        m_tabs->resize(420, 34);
        m_tabs->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_tabs.get()));
    }
    void cleanup() { m_tabs.reset(); }

    void whatDoesNotFitIsCountedAndListed()
    {
        const int shown = inRow();
        QVERIFY(shown >= 2 && shown < kPages);
        QVERIFY(more()->isVisible());
        QCOMPARE(more()->text(), QStringLiteral("%1 more").arg(kPages - shown));
        QCOMPARE(m_tabs->menu()->actions().size(), kPages);
        QVERIFY(m_tabs->menu()->actions().front()->isChecked());
    }

    void noTabIsCut()
    {
        for (const int width : { 300, 420, 640, 900 }) {
            m_tabs->resize(width, 34);
            QTRY_COMPARE(m_tabs->width(), width);
            for (int page = 0; page < kPages; ++page) {
                if (!m_tabs->isInRow(page))
                    continue;
                const QRect tab = m_tabs->tabBar()->tabRect(page);
                const int text
                    = m_tabs->fontMetrics().horizontalAdvance(m_tabs->tabBar()->tabText(page));
                QVERIFY2(
                    tab.width() >= text,
                    qPrintable(
                        QStringLiteral("%1 of %2 at %3").arg(tab.width()).arg(text).arg(width)));
                QVERIFY(page == m_tabs->currentIndex() || tab.right() <= m_tabs->tabBar()->width());
            }
        }
    }

    void aPageOfTheMenuComesIntoTheRow()
    {
        QSignalSpy changed(m_tabs.get(), &PageTabs::currentChanged);
        QVERIFY(!m_tabs->isInRow(kPages - 1));
        m_tabs->menu()->actions().back()->trigger();
        QCOMPARE(m_tabs->currentIndex(), kPages - 1);
        QCOMPARE(changed.count(), 1);
        QVERIFY(m_tabs->isInRow(kPages - 1));
        QVERIFY(m_tabs->isInRow(0));
        QVERIFY(m_tabs->menu()->actions().back()->isChecked());
        m_tabs->setCurrentIndex(0);
        QVERIFY(!m_tabs->isInRow(kPages - 1));
    }

    void withRoomForAllThereIsNoButton()
    {
        m_tabs->resize(3000, 34);
        QTRY_VERIFY(!more()->isVisible());
        QCOMPARE(inRow(), kPages);
    }

private:
    static constexpr int kPages = 12;

    [[nodiscard]] QToolButton* more() const
    {
        return m_tabs->findChild<QToolButton*>(QStringLiteral("tabsMore"));
    }
    [[nodiscard]] int inRow() const
    {
        int count = 0;
        for (int page = 0; page < kPages; ++page)
            count += m_tabs->isInRow(page) ? 1 : 0;
        return count;
    }

    std::unique_ptr<PageTabs> m_tabs;
};

QTEST_MAIN(TestPageTabs)
#include "tst_page_tabs.moc"
