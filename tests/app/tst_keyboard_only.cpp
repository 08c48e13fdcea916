// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QApplication>
#include <QDialog>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTest>
#include <QTimer>

#include "app/panes/map_pane.h"
#include "tests/app/window.h"
#include "widgets/heatmap_view.h"
#include "widgets/pair_bars.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr int kMostTabs = 400;

} // namespace

/// The main job by keys alone: a prompt, a head, a pair moved until diagonals appear, a cell, a
/// figure, a step back.
class TestKeyboardOnly : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QSettings().clear();
        m_window = makeWindow();
        m_window->resize(1400, 900);
        m_window->apply(Settings {});
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        session().open(ROPESCOPE_SOURCE_DIR "/resources/model", QStringLiteral("One fish."),
                       HeadId { { 5 }, { 3 } });
        settle();
    }

    void cleanupTestCase() { m_window.reset(); }

    void thePromptIsTypedAndRun()
    {
        QVERIFY(tabTo<QPlainTextEdit>());
        keys(Qt::Key_A, Qt::ControlModifier);
        const QString text
            = QStringLiteral("the cat sat on the mat and the dog lay by the door ").repeated(6);
        QTest::keyClicks(QApplication::focusWidget(), text);
        keys(Qt::Key_Return, Qt::ControlModifier);
        settle();
        QVERIFY(session().trace()->info().tokenCount > 60);
    }

    void theNextHeadIsShown()
    {
        keys(Qt::Key_Down, Qt::ControlModifier);
        settle();
        QVERIFY((session().view().head == HeadId { { 5 }, { 4 } }));
    }

    void aPairIsMovedUntilDiagonalsAppear()
    {
        QVERIFY(tabTo<PairBars>());
        // The dominant pair is the selected one.
        for (int step = 0; step < 12; ++step)
            keys(Qt::Key_Left, Qt::ShiftModifier);
        settle();
        QVERIFY(!session().view().edit.relocations.empty());
        QVERIFY(session().analysis()->measuredPeriod.has_value());
    }

    void aCellIsRead()
    {
        QVERIFY(tabTo<HeatmapView>());
        for (int step = 0; step < 5; ++step)
            keys(Qt::Key_Down);
        keys(Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(m_window->map().map()->crosshair().has_value());
        keys(Qt::Key_Plus);
        QVERIFY(m_window->map().map()->mapping().rows().size()
                < session().trace()->info().tokenCount);
        keys(Qt::Key_F);
        QCOMPARE(m_window->map().map()->mapping().rows().size(),
                 static_cast<double>(session().trace()->info().tokenCount));
        settle();
    }

    void theFigureDialogComesAndGoes()
    {
        QString title;
        QTimer::singleShot(0, this, [&] {
            QWidget* const dialog = QApplication::activeModalWidget();
            if (dialog == nullptr)
                return;
            title = dialog->windowTitle();
            QTest::keyClick(dialog, Qt::Key_Escape);
        });
        keys(Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(title, QStringLiteral("Export figure"));
        m_window->activateWindow(); // as a window manager does
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QVERIFY(QApplication::focusWidget() == m_window->map().map());
    }

    void everyStepIsTakenBack()
    {
        for (int step = 0; step < 40 && session().canUndo(); ++step)
            keys(Qt::Key_Z, Qt::ControlModifier);
        settle();
        QVERIFY(session().view().edit.isIdentity());
    }

private:
    Session& session() { return m_window->session(); }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60'000); }

    void keys(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget* const focused = QApplication::focusWidget();
        QTest::keyClick(focused != nullptr ? focused : m_window.get(), key, modifiers);
    }

    /// Presses Tab until such a widget has the focus.
    template <class Wanted> bool tabTo()
    {
        for (int step = 0; step < kMostTabs; ++step) {
            if (qobject_cast<Wanted*>(QApplication::focusWidget()) != nullptr)
                return true;
            keys(Qt::Key_Tab);
        }
        return false;
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestKeyboardOnly)
#include "tst_keyboard_only.moc"
