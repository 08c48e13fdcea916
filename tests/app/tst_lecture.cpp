// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QFontInfo>
#include <QLabel>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/lessons/lesson_places.h"
#include "app/settings.h"
#include "core/trace/trace_file.h"
#include "tests/app/window.h"
#include "widgets/lesson_view.h"
#include "widgets/spotlight.h"
#include "widgets/theme.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

const QByteArray kLesson
    = "---\ntitle: T\n---\n"
      "---\ntitle: One\nsource: {synthesize: {kind: sink, tokens: 96, head_dim: 32}}\n"
      "highlight: {columns: 0}\nquestion: Why?\nanswer: So.\n---\nText.\n"
      "---\ntitle: Two\nhighlight: heads\nstate: {edit: {base: 10000}}\n---\nMore.\n"
      "---\ntitle: Three\nhighlight: base\n---\nLast.\n";

int typePixels() { return QFontInfo(QApplication::font()).pixelSize(); }

} // namespace

class TestLecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_lesson = m_folder.filePath(QStringLiteral("lesson.md"));
        QFile file(m_lesson);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(kLesson);
        file.close();
        m_trace = m_folder.filePath(QStringLiteral("random.h5")).toStdString();
        const TracePtr trace
            = synthesize({ .kind = SynthesisKind::Random, .tokens = 48, .headDim = 32 }).value();
        QVERIFY(writeTraceFile(*trace, m_trace).has_value());
        m_window = makeWindow();
        m_window->resize(1400, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->session().open(m_trace, {});
        QTRY_VERIFY(m_window->session().isIdle() && m_window->session().trace());
    }

    void cleanup() { m_window.reset(); }

    void aPanelThatFloatsIsNoTrouble()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("resizeDocks")));
        auto* const curves = m_window->findChild<QDockWidget*>(QStringLiteral("curvesPaneDock"));
        curves->setFloating(true);
        start();
        QVERIFY(curves->isFloating());
    }

    void everyWindowHasTheLessonsInItsMenu()
    {
        const auto titles = [](const MainWindow& window) {
            QStringList texts;
            for (const QAction* const action : window.menuBar()->findChildren<QAction*>()) {
                if (action->text().contains(QStringLiteral("RoPE in the complex plane")))
                    texts << action->text() + action->toolTip();
            }
            return texts;
        };
        const auto another = makeWindow();
        QCOMPARE(titles(*another).size(), 1);
        QCOMPARE(titles(*another), titles(*m_window));
    }

    void aLectureTakesTheWindowAndGivesItBack()
    {
        start();
        QVERIFY(dock("lessonView")->isVisible());
        QVERIFY(!dock("sourcePane")->isVisible());
        QVERIFY(dock("ropePane")->isVisible()); // the knobs stay live
        QTRY_VERIFY(typePixels() > Settings::kUsualType);
        QCOMPARE(m_window->session().trace()->info().model, std::string("synthetic sink"));

        press(Qt::Key_Escape);
        QVERIFY(!dock("lessonView")->isVisible());
        QVERIFY(dock("sourcePane")->isVisible());
        QTRY_COMPARE(typePixels(), Settings::kUsualType);
        QTRY_COMPARE(m_window->session().source().path, m_trace);
    }

    void aWindowOpenedInALectureIsReadFromTheBackRowToo()
    {
        start();
        QTRY_VERIFY(typePixels() > Settings::kUsualType);
        const int large = typePixels();
        const auto another = makeWindow();
        another->dress();
        QCOMPARE(another->styleSheet(), styleSheet(Theme::darkTheme(), large));
        m_window->apply({ .dark = false });
        QTRY_COMPARE(another->styleSheet(), styleSheet(Theme::lightTheme(), large));

        m_window->apply({ .dark = true, .typePixels = Settings::kUsualType + 2 });
        QTRY_COMPARE(typePixels(), Settings::kUsualType + 2);
        m_window->apply({ .dark = true });
        QTRY_COMPARE(typePixels(), Settings::kUsualType);
    }

    void closingTheWindowOfALectureGivesTheOthersTheirType()
    {
        start();
        QTRY_VERIFY(typePixels() > Settings::kUsualType);
        const auto another = makeWindow();
        another->dress();
        m_window->close();
        QTRY_COMPARE(another->styleSheet(), styleSheet(Theme::darkTheme(), Settings::kUsualType));
    }

    void aClickerTurnsThePages()
    {
        start();
        press(Qt::Key_PageDown);
        QCOMPARE(title(), QStringLiteral("Two"));
        QTRY_COMPARE(m_window->session().view().edit.base, std::optional(10000.0));
        press(Qt::Key_PageUp);
        QCOMPARE(title(), QStringLiteral("One"));
        press(Qt::Key_End);
        QCOMPARE(title(), QStringLiteral("Three"));
        press(Qt::Key_PageDown);
        QCOMPARE(title(), QStringLiteral("Three"));
        press(Qt::Key_Home);
        QCOMPARE(title(), QStringLiteral("One"));
    }

    void aPanelComesOutForTheStepThatPointsAtIt()
    {
        start();
        QVERIFY(!dock("headsPane")->isVisible());
        press(Qt::Key_PageDown);
        QVERIFY(dock("headsPane")->isVisible());
        QVERIFY(!dock("ropePane")->isVisible()); // it makes room
        press(Qt::Key_PageDown);
        QVERIFY(!dock("headsPane")->isVisible());
        QVERIFY(dock("ropePane")->isVisible());
    }

    void keysShowAnswerNotesAndSpotlight()
    {
        start();
        auto* const view = m_window->findChild<LessonView*>();
        auto* const light = m_window->findChild<Spotlight*>();
        QVERIFY(!view->isAnswerShown());
        press(Qt::Key_A);
        QVERIFY(view->isAnswerShown());
        auto* const notes = view->findChild<QWidget*>("notesCard");
        press(Qt::Key_N);
        QVERIFY(notes->isVisible());
        press(Qt::Key_N);
        QVERIFY(!notes->isVisible());
        press(Qt::Key_S);
        QVERIFY(light->isDark());
        press(Qt::Key_Escape);
        QVERIFY(light->isHidden());
    }

    void theFrameLiesAroundWhatTheStepSpeaksOf()
    {
        start();
        auto* const light = m_window->findChild<Spotlight*>();
        const auto* const map = m_window->findChild<QWidget*>("heatmapView");
        const QRectF mapFrame(map->mapTo(m_window.get(), QPoint(0, 0)), QSizeF(map->size()));
        QTRY_VERIFY(!light->lit().isEmpty());
        QVERIFY(mapFrame.contains(light->lit().boundingRect()));
        QVERIFY(light->lit().boundingRect().width() < 0.1 * light->lit().boundingRect().height());
        press(Qt::Key_End);
        const auto* const dial = m_window->findChild<QWidget*>("baseDial");
        QTRY_VERIFY(light->lit().boundingRect().contains(
            QRectF(dial->mapTo(m_window.get(), QPoint(0, 0)), QSizeF(dial->size())).center()));
    }

    void keysMeanNothingWithoutALesson()
    {
        press(Qt::Key_S);
        QVERIFY(m_window->findChild<Spotlight*>()->isHidden());
        for (const auto* const action : m_window->findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence(Qt::Key_PageDown))
                QVERIFY(!action->isEnabled());
        }
    }

    void everyPlaceThatALessonCanNameIsInTheWindow()
    {
        for (const LessonPlace& place : kLessonPlaces) {
            QVERIFY2(highlightedWidget(m_window.get(), { .place = place.name }) != nullptr,
                     place.name);
        }
    }

    void aBandOfLagsFollowsTheDiagonal()
    {
        const CellMapping mapping(100, QRectF(0, 0, 100, 100));
        const QPainterPath band = partOfMap({ .lags = TokenRange { 10, 11 } }, mapping);
        QVERIFY(band.contains(mapping.centreOf({ 60, 50 })));
        QVERIFY(!band.contains(mapping.centreOf({ 60, 53 })));
        QVERIFY(!band.contains(mapping.centreOf({ 60, 47 })));
        const QPainterPath crossing
            = partOfMap({ .rows = TokenRange { 5, 6 }, .columns = TokenRange { 2, 4 } }, mapping);
        QCOMPARE(crossing.boundingRect(), QRectF(2, 5, 2, 1));
    }

private:
    void start()
    {
        m_window->startLesson(m_lesson.toStdString(), 0, Lecture::Screen::AsItIs);
        QTRY_COMPARE(m_window->session().trace()->info().model, std::string("synthetic sink"));
        QTRY_VERIFY(m_window->session().isIdle());
    }

    void press(Qt::Key key) { QTest::keyClick(m_window.get(), key); }

    /// The dock that a widget stands in.
    QWidget* dock(const char* name)
    {
        auto* widget = m_window->findChild<QWidget*>(name);
        while (qobject_cast<QDockWidget*>(widget) == nullptr)
            widget = widget->parentWidget();
        return widget;
    }

    QString title() { return m_window->findChild<QLabel*>("stepTitle")->text(); }

    QTemporaryDir m_folder;
    QString m_lesson;
    std::filesystem::path m_trace;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestLecture)
#include "tst_lecture.moc"
