// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dock_places.h"

#include <memory>

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QScreen>
#include <QTest>

using namespace ropescope;

using Side = DockPlace::Side;

/// Five docks around a centre, as in the main window.
class TestDockPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QMainWindow>();
        m_window->setCentralWidget(new QWidget);
        m_window->setDockNestingEnabled(true);
        m_docks.clear();
        for (const char* const name : { "a", "b", "c", "d", "e" }) {
            auto* const dock = new QDockWidget(QLatin1String(name), m_window.get());
            dock->setObjectName(QLatin1String(name));
            dock->setWidget(new QWidget);
            m_docks << dock;
        }
        usual();
        m_window->resize(900, 700);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void whatWasArrangedComesBack_data()
    {
        QTest::addColumn<std::function<void()>>("arrange");
        const auto row = [](const char* name, std::function<void()> arrange) {
            QTest::newRow(name) << std::move(arrange);
        };
        row("as it is", [] {});
        row("sizes", [this] {
            m_window->resizeDocks({ m_docks[0], m_docks[3] }, { 220, 310 }, Qt::Horizontal);
            m_window->resizeDocks({ m_docks[0], m_docks[1] }, { 400, 150 }, Qt::Vertical);
        });
        row("other sides", [this] {
            m_window->addDockWidget(Qt::RightDockWidgetArea, m_docks[0]);
            m_window->addDockWidget(Qt::TopDockWidgetArea, m_docks[4]);
        });
        row("another order", [this] {
            m_window->addDockWidget(Qt::LeftDockWidgetArea, m_docks[0]);
            m_window->splitDockWidget(m_docks[1], m_docks[0], Qt::Vertical);
        });
        row("side by side", [this] {
            m_window->splitDockWidget(m_docks[0], m_docks[3], Qt::Horizontal);
            m_window->splitDockWidget(m_docks[3], m_docks[4], Qt::Vertical);
        });
        row("one beside two, over two", [this] {
            m_window->splitDockWidget(m_docks[0], m_docks[2], Qt::Horizontal);
            m_window->splitDockWidget(m_docks[2], m_docks[3], Qt::Vertical);
            m_window->splitDockWidget(m_docks[1], m_docks[4], Qt::Horizontal);
        });
        row("tabs", [this] {
            m_window->tabifyDockWidget(m_docks[0], m_docks[1]);
            m_window->tabifyDockWidget(m_docks[1], m_docks[3]);
            m_docks[1]->raise();
        });
        row("hidden", [this] {
            m_docks[0]->hide();
            m_docks[2]->hide();
        });
        row("all hidden", [this] {
            for (QDockWidget* const dock : m_docks)
                dock->hide();
        });
        row("floating", [this] {
            m_docks[3]->setFloating(true);
            m_docks[3]->setGeometry(100, 120, 300, 240);
        });
    }

    void whatWasArrangedComesBack()
    {
        QFETCH(std::function<void()>, arrange);
        arrange();
        settle();
        const std::vector<DockPlace> before = dockPlaces(*m_window, m_docks);
        for (const bool floated : { false, true }) { // from the usual places, and from anywhere
            usual();
            m_docks[1]->setFloating(floated);
            settle();
            placeDocks(*m_window, m_docks, before);
            settle();
            const std::vector<DockPlace> after = dockPlaces(*m_window, m_docks);
            for (std::size_t i = 0; i < before.size(); ++i)
                QVERIFY2(isSame(after[i], before[i]), before[i].dock.c_str());
        }
    }

    void nonsenseIsPutSomewhere()
    {
        placeDocks(*m_window, m_docks,
                   { { .dock = "a", .behind = "b" },
                     { .dock = "b", .behind = "a" },
                     { .dock = "b", .side = Side::Floating },
                     { .dock = "c", .side = Side::Floating, .x = -(1 << 20), .width = 1 << 20 },
                     { .dock = "d", .behind = "d" },
                     { .dock = "nobody", .side = Side::Top } });
        settle();
        for (QDockWidget* const dock : { m_docks[0], m_docks[1], m_docks[2], m_docks[3] })
            QVERIFY(dock->isVisible());
        QVERIFY(QGuiApplication::primaryScreen()->geometry().contains(m_docks[2]->geometry()));
        QCOMPARE(m_window->dockWidgetArea(m_docks[4]), Qt::BottomDockWidgetArea); // as it was
    }

    void overlappingDocksAreSideBySide()
    {
        std::vector<DockPlace> places;
        for (const char* const name : { "a", "b", "c", "d", "e" })
            places.push_back({ .dock = name, .width = 50, .height = 50 });
        placeDocks(*m_window, m_docks, places);
        settle();
        for (QDockWidget* const dock : m_docks) {
            QCOMPARE(m_window->dockWidgetArea(dock), Qt::LeftDockWidgetArea);
            QVERIFY(m_window->rect().contains(dock->geometry()));
        }
    }

private:
    void usual()
    {
        const Qt::DockWidgetArea areas[]
            = { Qt::LeftDockWidgetArea, Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                Qt::RightDockWidgetArea, Qt::BottomDockWidgetArea };
        for (int i = 0; i < m_docks.size(); ++i) {
            m_docks[i]->setFloating(false);
            m_window->removeDockWidget(m_docks[i]);
            m_window->addDockWidget(areas[i], m_docks[i]);
            m_docks[i]->show();
        }
    }

    static void settle() { QTest::qWait(20); }

    /// Hidden docks have no size of which anything is seen.
    static bool isSame(const DockPlace& a, const DockPlace& b)
    {
        return a.side == b.side && a.hidden == b.hidden && a.behind == b.behind
            && (a.hidden || a == b);
    }

    std::unique_ptr<QMainWindow> m_window;
    QList<QDockWidget*> m_docks;
};

QTEST_MAIN(TestDockPlaces)
#include "tst_dock_places.moc"
