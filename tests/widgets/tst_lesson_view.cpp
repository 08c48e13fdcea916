// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>

#include "widgets/lesson_view.h"
#include "widgets/presenter_window.h"
#include "widgets/spotlight.h"

using namespace ropescope;

namespace {

LessonPage middlePage()
{
    return { .lesson = "Sinks",
             .title = "Look past it",
             .step = 1,
             .count = 3,
             .text = "A *row* sums to $\\sum_i p_i = 1$.",
             .question = "Why?",
             .answer = "Softmax.",
             .notes = "Slowly.",
             .nextTitle = "The theorem" };
}

} // namespace

class TestLessonView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStepIsShownWithItsPlace()
    {
        LessonView view;
        view.setPage(middlePage());
        QCOMPARE(view.findChild<QLabel*>("stepCounter")->text(), QStringLiteral("2 / 3"));
        QCOMPARE(view.findChild<QLabel*>("stepTitle")->text(), QStringLiteral("Look past it"));
        QCOMPARE(view.findChild<QProgressBar*>("lessonProgress")->value(), 2);
        const QString text = view.findChild<QTextBrowser*>("stepText")->toPlainText();
        QVERIFY(text.startsWith(QStringLiteral("A row sums to ")));
        QVERIFY(text.contains(QChar::ObjectReplacementCharacter));
    }

    void buttonsAskForTheStepsBesideIt()
    {
        LessonView view;
        LessonPage page = middlePage();
        view.setPage(page);
        QSignalSpy steps(&view, &LessonView::stepRequested);
        auto* const previous = view.findChild<QPushButton*>("previousStep");
        auto* const next = view.findChild<QPushButton*>("nextStep");
        previous->click();
        next->click();
        QCOMPARE(steps, (QList<QVariantList> { { 0 }, { 2 } }));
        page.step = 0;
        view.setPage(page);
        QVERIFY(!previous->isEnabled() && next->isEnabled());
        page.step = 2;
        view.setPage(page);
        QVERIFY(previous->isEnabled() && !next->isEnabled());
    }

    void theAnswerWaits()
    {
        LessonView view;
        LessonPage page = middlePage();
        view.setPage(page);
        QVERIFY(!view.isAnswerShown());
        view.findChild<QPushButton*>("revealAnswer")->click();
        QVERIFY(view.isAnswerShown());
        page.title = QStringLiteral("Another");
        view.setPage(page);
        QVERIFY(!view.isAnswerShown()); // the next question's answer waits again
        page.question.clear();
        page.answer.clear();
        view.setPage(page);
        view.revealAnswer();
        QVERIFY(!view.isAnswerShown());
        QVERIFY(!view.findChild<QWidget*>("questionCard")->isVisibleTo(&view));
    }

    void notesAreHiddenFromTheAudienceAtFirst()
    {
        LessonView view;
        view.setPage(middlePage());
        auto* const notes = view.findChild<QWidget*>("notesCard");
        QVERIFY(!notes->isVisibleTo(&view));
        view.setNotesVisible(true);
        QVERIFY(notes->isVisibleTo(&view));
    }

    void everyControlHasANameAndATip()
    {
        LessonView view;
        view.setPage(middlePage());
        for (const auto* const button : view.findChildren<QAbstractButton*>()) {
            QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
            QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
            QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->objectName()));
        }
    }

    void aLongTextScrollsAndAHugeFontStillFits()
    {
        LessonView view;
        QFont font = view.font();
        font.setPixelSize(36);
        view.setFont(font);
        LessonPage page = middlePage();
        page.text = QStringLiteral("Words and words. ").repeated(200);
        view.setPage(page);
        view.resize(500, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* const text = view.findChild<QTextBrowser*>("stepText");
        QTRY_VERIFY(text->height() > 1000);
        QVERIFY(text->width() <= view.width());
    }

    void thePresenterSeesAnswerAndWhatComesNextAndTurnsPages()
    {
        PresenterWindow window;
        window.setPage(middlePage());
        QVERIFY(window.findChild<QLabel*>("presenterNext")->text().contains("The theorem"));
        QVERIFY(
            window.findChild<QTextBrowser*>("presenterAnswer")->toPlainText().contains("Softmax"));
        QSignalSpy steps(&window, &PresenterWindow::stepRequested);
        for (const Qt::Key key : { Qt::Key_PageDown, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_End })
            QTest::keyClick(&window, key);
        QCOMPARE(steps, (QList<QVariantList> { { 2 }, { 0 }, { 0 }, { 2 } }));
        QSignalSpy closed(&window, &PresenterWindow::closed);
        window.show();
        QTest::keyClick(&window, Qt::Key_N);
        QCOMPARE(closed.size(), 1);
    }

    void theSpotlightDarkensAllButItsPlace()
    {
        QWidget window;
        window.setStyleSheet(QStringLiteral("background: white"));
        window.resize(200, 100);
        Spotlight light(&window);
        QVERIFY(light.isHidden());
        QPainterPath place;
        place.addRect(20, 20, 50, 50);
        light.pointAt([&] { return place; });
        QVERIFY(!light.isHidden());
        QImage framed = window.grab().toImage();
        QCOMPARE(framed.pixelColor(150, 50), QColor(Qt::white)); // a frame, nothing darker
        light.setDark(true);
        const QImage dark = window.grab().toImage();
        QCOMPARE(dark.pixelColor(45, 45), QColor(Qt::white));
        QVERIFY(dark.pixelColor(150, 50).lightness() < 150);
        QCOMPARE(window.childAt(150, 50), nullptr); // clicks pass through
        light.setDark(false);
        light.pointAt({});
        QVERIFY(light.isHidden());
    }

    void aSpotlightWithoutAPlaceGrowsWithItsWindow()
    {
        QWidget window;
        window.resize(200, 100);
        window.show();
        Spotlight light(&window);
        light.setDark(true);
        window.resize(300, 150);
        QTRY_COMPARE(light.size(), QSize(300, 150));
        QVERIFY(!light.lit().isEmpty());
    }
};

QTEST_MAIN(TestLessonView)
#include "tst_lesson_view.moc"
