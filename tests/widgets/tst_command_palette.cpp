// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/command_palette.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace ropescope;

class TestCommandPalette : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_menu = std::make_unique<QMenu>(QStringLiteral("&View"));
        m_fit = m_menu->addAction(QStringLiteral("&Fit the map"));
        m_zoom = m_menu->addAction(QStringLiteral("Zoom &in"));
        m_menu->addSeparator();
        m_off = m_menu->addAction(QStringLiteral("Not now"));
        m_off->setEnabled(false);
        m_palette = std::make_unique<CommandPalette>();
        m_palette->setCommands(m_menu->actions());
        m_palette->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_palette.get()));
    }

    void cleanup()
    {
        m_palette.reset();
        m_menu.reset();
    }

    void offersWhatCanBeDoneByMenuAndName()
    {
        QCOMPARE(offered(), QStringList({ "View: Fit the map", "View: Zoom in" }));
    }

    void aFewLettersFindACommandAndReturnDoesIt()
    {
        QSignalSpy done(m_zoom, &QAction::triggered);
        QTest::keyClicks(search(), "zi");
        QCOMPARE(offered(), QStringList({ "View: Zoom in" }));
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(done.size(), 1);
        QVERIFY(!m_palette->isVisible());
    }

    void downChoosesTheNext()
    {
        QSignalSpy first(m_fit, &QAction::triggered);
        QSignalSpy second(m_zoom, &QAction::triggered);
        QTest::keyClick(search(), Qt::Key_Down);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(first.size(), 0);
        QCOMPARE(second.size(), 1);
    }

    void nothingFoundDoesNothing()
    {
        QSignalSpy done(m_zoom, &QAction::triggered);
        QTest::keyClicks(search(), "qqq");
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(done.size(), 0);
        QVERIFY(m_palette->isVisible());
    }

private:
    [[nodiscard]] QLineEdit* search() const { return m_palette->findChild<QLineEdit*>(); }

    [[nodiscard]] QStringList offered() const
    {
        const QAbstractItemModel* const found = m_palette->findChild<QListView*>()->model();
        QStringList texts;
        for (int row = 0; row < found->rowCount(); ++row)
            texts << found->index(row, 0).data().toString();
        return texts;
    }

    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<CommandPalette> m_palette;
    QAction* m_fit = nullptr;
    QAction* m_zoom = nullptr;
    QAction* m_off = nullptr;
};

QTEST_MAIN(TestCommandPalette)
#include "tst_command_palette.moc"
