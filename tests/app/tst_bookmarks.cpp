// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QAction>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/bookmarks_dialog.h"
#include "app/history.h"
#include "app/panes/map_pane.h"
#include "tests/app/window.h"
#include "widgets/heatmap_view.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr HeadId kOne { { 5 }, { 4 } };
constexpr HeadId kOther { { 3 }, { 1 } };

} // namespace

/// Places to come back to: by bookmark, by undo, by session.
class TestBookmarks : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = makeWindow();
        m_window->resize(1400, 900);
        m_window->apply(Settings {});
        m_window->show();
        session().open(ROPESCOPE_SOURCE_DIR "/resources/model",
                       QStringLiteral("One fish two fish red fish blue fish. ").repeated(6), kOne);
        settle();
        QVERIFY(!session().canUndo());
    }

    void cleanup() { m_window.reset(); }

    void aZoomIsTakenBack()
    {
        map()->showCells({ 10, 30 }, { 5, 25 });
        QTRY_VERIFY(session().canUndo()); // once the hand rests
        map()->zoom(0.5);
        map()->zoom(0.5); // a second step, however many notches
        QTRY_VERIFY(session().view().rows != (TokenRange { 10, 30 }));
        action(QStringLiteral("&Undo"))->trigger();
        QVERIFY((map()->mapping().rows() == CellSpan { 10, 30 }));
        QVERIFY((map()->mapping().columns() == CellSpan { 5, 25 }));
        action(QStringLiteral("&Undo"))->trigger();
        QCOMPARE(map()->mapping().rows().size(), tokens());
        QVERIFY(!session().canUndo());
        action(QStringLiteral("&Redo"))->trigger();
        QVERIFY((map()->mapping().rows() == CellSpan { 10, 30 }));
    }

    void undoDoesNotWaitForTheHandToRest()
    {
        map()->showCells({ 10, 30 }, { 5, 25 });
        action(QStringLiteral("&Undo"))->setEnabled(true);
        action(QStringLiteral("&Undo"))->trigger();
        QCOMPARE(map()->mapping().rows().size(), tokens());
    }

    void theChoiceOfAHeadIsTakenBack()
    {
        session().showHead(kOther);
        settle();
        action(QStringLiteral("&Undo"))->trigger();
        settle();
        QCOMPARE(session().head()->id, kOne);
        QCOMPARE(session().picture()->values->head->id, kOne);
        QVERIFY(!session().canUndo());
        action(QStringLiteral("&Redo"))->trigger();
        action(QStringLiteral("&Undo"))->trigger(); // before the other one is read
        action(QStringLiteral("&Redo"))->trigger();
        settle();
        QCOMPARE(session().head()->id, kOther);
        QCOMPARE(session().picture()->values->head->id, kOther);
    }

    void aStepThatCameToNothingIsForgotten()
    {
        History<int> history(1);
        history.commit(2);
        history.commit(3);
        history.amend([](int& value) { value = 2; });
        QCOMPARE(history.present(), 2);
        history.undo();
        QCOMPARE(history.present(), 1);
        QVERIFY(!history.canUndo());
    }

    void aBookmarkGivesBackHeadEditAndPart()
    {
        ViewState view = session().view();
        view.edit.base = 1e4;
        session().commitView(view);
        map()->showCells({ 10, 30 }, { 5, 25 });
        action(QStringLiteral("&Add a bookmark"))->trigger();
        QCOMPARE(session().bookmarks().size(), std::size_t { 1 });
        const QString name = QString::fromStdString(session().bookmarks().front().name);
        QCOMPARE(name, QStringLiteral("Layer 5 · Head 4, base 10,000, tokens 10 to 29"));
        const ViewState marked = session().view();

        session().showHead(kOther);
        view.edit = {};
        view.head = kOther;
        view.quantity.kind = QuantityKind::Logit;
        session().commitView(view);
        map()->fit();
        settle();
        action(name)->trigger();
        settle();
        QVERIFY(session().view() == marked);
        QCOMPARE(session().head()->id, kOne);
        QVERIFY((map()->mapping().rows() == CellSpan { 10, 30 }));
        QVERIFY(session().picture()->values->edited
                != session().picture()->values->original); // the base is edited again
    }

    void aHeadThatIsNotThereIsASentence()
    {
        ViewState view = session().view();
        view.head = { { 99 }, { 0 } };
        session().setBookmarks({ { "elsewhere", view } });
        QSignalSpy failed(&session(), &Session::failed);
        action(QStringLiteral("elsewhere"))->trigger();
        QCOMPARE(failed.count(), 1);
        QCOMPARE(session().view().head, kOne);
    }

    void sessionsKeepThem()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("s.ropescope").toStdString();
        map()->showCells({ 10, 30 }, { 5, 25 });
        action(QStringLiteral("&Add a bookmark"))->trigger();
        QVERIFY(saveSession(session().saved(), file));
        const auto loaded = loadSession(file);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY(loaded->bookmarks == session().bookmarks());
        session().setBookmarks({});
        map()->fit();
        m_window->restore(*loaded);
        settle();
        QCOMPARE(session().bookmarks().size(), std::size_t { 1 });
        QVERIFY((map()->mapping().rows() == CellSpan { 10, 30 }));
        QVERIFY(!session().canUndo());
    }

    void theDialogRenamesOrdersAndRemoves()
    {
        BookmarksDialog dialog({ { "a", {} }, { "b", {} }, { "c", {} } });
        auto* const rows = dialog.findChild<QListWidget*>();
        rows->item(0)->setText(QStringLiteral("first & best"));
        rows->item(1)->setText(QStringLiteral("  ")); // keeps its name
        rows->setCurrentRow(2);
        dialog.findChild<QPushButton*>(QStringLiteral("bookmarkUp"))->click();
        rows->setCurrentRow(0);
        dialog.findChild<QPushButton*>(QStringLiteral("bookmarkDown"))->click();
        const auto names = [&] {
            QStringList list;
            for (const Bookmark& bookmark : dialog.bookmarks())
                list << QString::fromStdString(bookmark.name);
            return list;
        };
        QCOMPARE(names(), (QStringList { "c", "first & best", "b" }));
        rows->setCurrentRow(1);
        QTest::keyClick(rows, Qt::Key_Delete);
        dialog.findChild<QPushButton*>(QStringLiteral("bookmarkRemove"))->click();
        QVERIFY(names().size() < 3);
    }

private:
    Session& session() { return m_window->session(); }
    HeatmapView* map() { return m_window->map().map(); }
    double tokens() { return session().trace()->info().tokenCount; }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60'000); }
    QAction* action(const QString& text)
    {
        for (QAction* const action : m_window->findChildren<QAction*>()) {
            if (action->text() == text)
                return action;
        }
        qFatal("no action %s", qPrintable(text));
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestBookmarks)
#include "tst_bookmarks.moc"
