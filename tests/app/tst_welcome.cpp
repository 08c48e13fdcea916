// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "app/panes/map_pane.h"
#include "app/welcome.h"
#include "tests/app/window.h"
#include "widgets/heatmap_view.h"
#include "widgets/welcome_card.h"

using namespace ropescope;
using namespace ropescope::test;

/// The card with things to try, in the window.
class TestWelcome : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QSettings().clear();
        m_window = makeWindow();
        m_window->resize(1400, 900);
        m_window->apply(Settings {});
        m_window->rememberLayout();
        m_window->show();
        session().open(ROPESCOPE_SOURCE_DIR "/resources/model",
                       QStringLiteral("One fish two fish red fish blue fish. ").repeated(8),
                       HeadId { { 5 }, { 4 } });
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60'000);
    }

    void cleanup()
    {
        m_window.reset();
        QSettings().clear();
    }

    void itStandsInTheEmptyHalfOfTheMap()
    {
        m_window->showWelcomeOnce();
        QVERIFY(card() != nullptr);
        const QRectF map = m_window->map().map()->mapping().area();
        QTRY_VERIFY(map.contains(QRectF(card()->geometry())));
        // Its lower left corner is above the diagonal.
        const QPoint corner = card()->geometry().bottomLeft();
        const double right = (corner.x() - map.left()) / map.width();
        const double down = (corner.y() - map.top()) / map.height();
        QVERIFY2(down < right, qPrintable(QStringLiteral("%1 %2").arg(down).arg(right)));
    }

    void theMovedChannelDrawsDiagonals()
    {
        m_window->showWelcomeOnce();
        click("welcomeStep0");
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60'000);
        QCOMPARE(session().view().edit.relocations.size(), std::size_t { 1 });
        QVERIFY(session().analysis()->measuredPeriod.has_value());
        session().undo();
        QVERIFY(session().view().edit.isIdentity());
    }

    void theSinksAreFound()
    {
        m_window->showWelcomeOnce();
        click("welcomeStep1");
        auto* const line = m_window->findChild<QLineEdit*>(QStringLiteral("headFilter"));
        QVERIFY(line != nullptr);
        QCOMPARE(line->text(), QStringLiteral("sink > 0.3"));
    }

    void theLessonBegins()
    {
        m_window->showWelcomeOnce();
        click("welcomeStep2");
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 60'000);
        const auto* const lesson = m_window->findChild<QWidget*>(QStringLiteral("lessonView"));
        QVERIFY(lesson != nullptr && lesson->isVisible());
    }

    void whoSentItAwaySeesItOnlyOnDemand()
    {
        m_window->showWelcomeOnce();
        QTest::mouseClick(m_window->findChild<QToolButton*>(QStringLiteral("dismissWelcome")),
                          Qt::LeftButton);
        QTRY_VERIFY(card() == nullptr);
        m_window->showWelcomeOnce();
        QVERIFY(card() == nullptr);
        m_window->showWelcome();
        QVERIFY(card() != nullptr);
        card()->setFocus();
        QTest::keyClick(card(), Qt::Key_Escape);
        QTRY_VERIFY(card() == nullptr);
    }

    void aDoubleClickSendsItAwayOnce()
    {
        m_window->showWelcome();
        QTest::failOnWarning(QRegularExpression(QStringLiteral("null receiver")));
        QSignalSpy away(m_window->findChild<Welcome*>(), &Welcome::dismissed);
        auto* const close = m_window->findChild<QToolButton*>(QStringLiteral("dismissWelcome"));
        close->click();
        close->click();
        QCOMPARE(away.count(), 1);
        QTRY_VERIFY(card() == nullptr);
    }

private:
    Session& session() { return m_window->session(); }
    WelcomeCard* card() { return m_window->findChild<WelcomeCard*>(); }
    void click(const char* name)
    {
        auto* const button = m_window->findChild<QPushButton*>(QString::fromLatin1(name));
        QVERIFY(button != nullptr);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestWelcome)
#include "tst_welcome.moc"
