// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which file Ctrl+S writes: that of the session that is shown, and no other.
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QFile>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/trace/trace_file.h"
#include "tests/app/window.h"

using namespace ropescope;
using namespace ropescope::test;

class TestSessionFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void init()
    {
        m_trace = path("trace.h5");
        const TracePtr trace
            = synthesize({ .kind = SynthesisKind::Random, .tokens = 48, .headDim = 32 }).value();
        QVERIFY(writeTraceFile(*trace, m_trace).has_value());
        m_window = makeWindow();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->restore({ .source = m_trace, .file = path("mine.ropescope") });
        QTRY_VERIFY(m_window->session().isIdle() && m_window->session().trace());
    }

    void cleanup()
    {
        m_window.reset();
        QFile::remove(m_folder.filePath("mine.ropescope"));
    }

    void thatOfTheSession()
    {
        QVERIFY(!saveAsksForAName());
        QVERIFY(QFile::exists(m_folder.filePath("mine.ropescope")));
    }

    void notThatOfASessionThatCouldNotBeOpened()
    {
        QSignalSpy failed(&m_window->session(), &Session::failed);
        m_window->restore({ .source = path("gone.h5"), .file = path("other.ropescope") });
        QTRY_COMPARE(failed.count(), 1);
        QTRY_VERIFY(m_window->session().isIdle());
        QVERIFY(!saveAsksForAName()); // what is shown is still that of before
        QVERIFY(QFile::exists(m_folder.filePath("mine.ropescope")));
        QVERIFY(!QFile::exists(m_folder.filePath("other.ropescope")));
    }

    void notThatOfASessionWhoseOpeningWasCancelled()
    {
        m_window->restore({ .source = m_trace, .file = path("other.ropescope") });
        m_window->session().cancelRun();
        QTRY_VERIFY(m_window->session().isIdle());
        QCOMPARE(m_window->session().file(), std::filesystem::path(path("mine.ropescope")));
    }

    void noneForAnotherSource()
    {
        const std::string other = path("other.h5");
        QVERIFY(QFile::copy(QString::fromStdString(m_trace), QString::fromStdString(other)));
        m_window->openPath(other);
        QTRY_COMPARE(m_window->session().source().path, std::filesystem::path(other));
        QTRY_VERIFY(m_window->session().isIdle());
        QVERIFY(saveAsksForAName());
    }

    void bookmarksStayWhereASessionCannotBeOpened()
    {
        Session& session = m_window->session();
        session.setBookmarks({ { "kept", session.view() } });
        QSignalSpy failed(&session, &Session::failed);
        m_window->restore({ .source = path("gone.h5"), .bookmarks = { { "new", {} } } });
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(session.bookmarks().front().name, "kept");
        m_window->restore({ .source = m_trace, .bookmarks = { { "new", {} } } });
        QTRY_COMPARE(session.bookmarks().front().name, "new");
        QTRY_VERIFY(session.isIdle());
    }

    void notALessonOverTheSession()
    {
        QFile lesson(m_folder.filePath("lesson.md"));
        QVERIFY(lesson.open(QIODevice::WriteOnly));
        lesson.write("---\ntitle: T\n---\n---\ntitle: One\n"
                     "source: {synthesize: {kind: sink, tokens: 96, head_dim: 32}}\n---\nText.\n");
        lesson.close();
        m_window->startLesson(path("lesson.md"), 0, Lecture::Screen::AsItIs);
        QTRY_VERIFY(m_window->session().isIdle());
        QVERIFY(saveAsksForAName());
        QVERIFY(!QFile::exists(m_folder.filePath("mine.ropescope")));

        m_window->findChild<Lecture*>()->leave();
        QTRY_COMPARE(m_window->session().source().path, m_trace);
        QTRY_VERIFY(m_window->session().isIdle());
        QVERIFY(!saveAsksForAName());
        QVERIFY(QFile::exists(m_folder.filePath("mine.ropescope")));
    }

private:
    [[nodiscard]] std::string path(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }

    bool saveAsksForAName()
    {
        bool asked = false;
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] {
            if (auto* const dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())) {
                asked = true;
                dialog->reject();
            }
        });
        look.start(20);
        for (QAction* const action : m_window->menuBar()->findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence(QKeySequence::Save))
                action->trigger();
        }
        return asked;
    }

    QTemporaryDir m_folder;
    std::string m_trace;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestSessionFile)
#include "tst_session_file.moc"
