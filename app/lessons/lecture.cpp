// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lecture.h"

#include <initializer_list>
#include <utility>

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QGuiApplication>
#include <QMainWindow>

#include "app/lessons/lesson_places.h"
#include "app/panes/curves_pane.h"
#include "app/resource_paths.h"
#include "widgets/lesson_view.h"
#include "widgets/presenter_window.h"
#include "widgets/spotlight.h"

namespace ropescope {

namespace {

/// Panes that a lesson shows only where a step points at them.
constexpr const char* kPutAway[] = { "sourcePane", "headsPane", "theoryPane" };
constexpr const char* kRopePane = "ropePane";
constexpr const char* kCurvesPane = "curvesPane";
constexpr double kTextPart = 0.27; ///< of the window's width
constexpr double kKnobsPart = 0.26;
constexpr double kCurvesPart = 0.27; ///< of its height

QDockWidget* dockAround(QWidget* widget)
{
    while (widget != nullptr && qobject_cast<QDockWidget*>(widget) == nullptr)
        widget = widget->parentWidget();
    return qobject_cast<QDockWidget*>(widget);
}

/// A pane that every window has.
QDockWidget* dockOf(QMainWindow* window, const char* pane)
{
    return dockAround(window->findChild<QWidget*>(QLatin1String(pane)));
}

} // namespace

Lecture::Lecture(QMainWindow* window, Session* session)
    : QObject(window)
    , m_window(window)
    , m_session(session)
    , m_player(session)
    , m_view(new LessonView)
    , m_dock(new QDockWidget(tr("Lesson"), window))
    , m_presenter(new PresenterWindow(window))
    , m_spotlight(new Spotlight(window))
{
    m_dock->setObjectName(QStringLiteral("lessonDock"));
    m_dock->setTitleBarWidget(new QWidget);
    m_dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    m_dock->setWidget(m_view);
    m_window->addDockWidget(Qt::LeftDockWidgetArea, m_dock);
    m_dock->hide();
    m_presenter->hide();
    makeActions();

    connect(&m_player, &LessonPlayer::stepChanged, this, &Lecture::showStep);
    connect(&m_player, &LessonPlayer::problemFound, m_view, &LessonView::setProblem);
    connect(session, &Session::viewChanged, this,
            [this] { m_view->setCanRestore(m_player.isChanged()); });
    connect(session, &Session::pictureDrawn, m_spotlight, &Spotlight::refresh);
    connect(m_view, &LessonView::stepRequested, &m_player, &LessonPlayer::goTo);
    connect(m_view, &LessonView::restoreRequested, &m_player, &LessonPlayer::restore);
    connect(m_view, &LessonView::notesToggled, this, &Lecture::toggleNotes);
    connect(m_view, &LessonView::spotlightToggled, this,
            [this] { setSpotlight(!m_spotlight->isDark()); });
    connect(m_view, &LessonView::leaveRequested, this, &Lecture::leave);
    connect(m_presenter, &PresenterWindow::stepRequested, &m_player, &LessonPlayer::goTo);
}

Lecture::~Lecture() = default;

void Lecture::makeActions()
{
    const auto add = [this](const QString& text, Qt::Key key, auto&& slot) {
        auto* const action = new QAction(text, this);
        if (key != Qt::Key_unknown)
            action->setShortcut(key);
        action->setEnabled(false);
        connect(action, &QAction::triggered, this, slot);
        m_actions << action;
    };
    add(tr("&Next step"), Qt::Key_PageDown, [this] { m_player.goTo(m_player.index() + 1); });
    add(tr("&Previous step"), Qt::Key_PageUp, [this] { m_player.goTo(m_player.index() - 1); });
    add(tr("&First step"), Qt::Key_Home, [this] { m_player.goTo(0); });
    add(tr("La&st step"), Qt::Key_End, [this] { m_player.goTo(m_player.page().count - 1); });
    add(tr("Show the &answer"), Qt::Key_A, [this] { m_view->revealAnswer(); });
    add(tr("As the step &began"), Qt::Key_Backspace, [this] { m_player.restore(); });
    add(tr("Presenter n&otes"), Qt::Key_N, [this] { toggleNotes(); });
    add(tr("Notes in a &window"), Qt::Key_unknown, [this] { toggleNotesWindow(); });
    add(tr("&Spotlight"), Qt::Key_S, [this] { setSpotlight(!m_spotlight->isDark()); });
    add(tr("&Leave the lesson"), Qt::Key_Escape, [this] { leave(); });
}

void Lecture::setTheme(const Theme& theme) { m_spotlight->setTheme(theme); }

void Lecture::start(const std::filesystem::path& path, int step, Screen screen)
{
    const bool wasRunning = isRunning();
    std::optional<SavedSession> before;
    if (m_session->trace())
        before = m_session->saved();
    const QByteArray layout = m_window->saveState();
    if (const auto opened = m_player.open(path, step); !opened) {
        emit failed(QString::fromStdString(opened.error().message));
        return;
    }
    if (!wasRunning) {
        m_before = std::move(before);
        m_layoutBefore = layout;
        enter(screen);
    }
}

void Lecture::enter(Screen screen)
{
    m_wasFullScreen = m_window->isFullScreen();
    if (screen == Screen::Full)
        m_window->showFullScreen();
    for (QAction* const action : m_actions)
        action->setEnabled(true);
    emit began();
    m_dock->show();
    dockOf(m_window, kCurvesPane)->show();
    for (const char* const name : kPutAway) { // they come out where the knobs are
        QDockWidget* const pane = dockOf(m_window, name);
        if (m_window->dockWidgetArea(pane) == Qt::LeftDockWidgetArea)
            m_window->addDockWidget(Qt::RightDockWidgetArea, pane);
    }
    showPanels();
    m_window->installEventFilter(this);
    showHighlight();
}

void Lecture::leave()
{
    if (!isRunning())
        return;
    m_player.close();
    m_window->removeEventFilter(this);
    setSpotlight(false);
    m_spotlight->pointAt({});
    m_presenter->close();
    m_dock->hide();
    for (QAction* const action : m_actions)
        action->setEnabled(false);
    if (!m_wasFullScreen && m_window->isFullScreen())
        m_window->showNormal();
    emit ended();
    m_window->restoreState(m_layoutBefore);
    m_session->restore(m_before.value_or(SavedSession { .prompt = usualPrompt().toStdString() }));
}

void Lecture::showStep()
{
    const LessonPage page = m_player.page();
    m_view->setPage(page);
    m_view->setCanRestore(false);
    m_presenter->setPage(page);
    if (auto* const curves = m_window->findChild<CurvesPane*>();
        curves != nullptr && !m_player.step().page.empty())
        curves->showPage(QString::fromStdString(m_player.step().page));
    showPanels();
    showHighlight();
}

/// A panel that is put away comes out for the step that points at it, and takes the place of the
/// knobs.
void Lecture::showPanels()
{
    QDockWidget* const wanted = dockAround(highlightedWidget(m_window, m_player.step().highlight));
    QDockWidget* const rope = dockOf(m_window, kRopePane);
    QDockWidget* right = rope;
    for (const char* const name : kPutAway) {
        QDockWidget* const dock = dockOf(m_window, name);
        dock->setVisible(dock == wanted);
        if (dock == wanted)
            right = dock;
    }
    rope->setVisible(right == rope);
    arrange(right);
}

void Lecture::arrange(QDockWidget* right)
{
    m_right = right;
    const auto part = [](double of, int whole) { return static_cast<int>(of * whole); };
    const auto give = [this](std::initializer_list<std::pair<QDockWidget*, int>> sizes,
                             Qt::Orientation orientation) {
        QList<QDockWidget*> docks;
        QList<int> pixels;
        for (const auto& [dock, size] : sizes) {
            if (dock->isFloating())
                continue; // it has the size that the user gave it
            docks << dock;
            pixels << size;
        }
        m_window->resizeDocks(docks, pixels, orientation);
    };
    give({ { m_dock, part(kTextPart, m_window->width()) },
           { right, part(kKnobsPart, m_window->width()) } },
         Qt::Horizontal);
    give({ { dockOf(m_window, kCurvesPane), part(kCurvesPart, m_window->height()) } },
         Qt::Vertical);
}

/// The full screen comes some time after it was asked for.
bool Lecture::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_window && event->type() == QEvent::Resize && m_right != nullptr) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (isRunning())
                    arrange(m_right);
            },
            Qt::QueuedConnection);
    }
    return QObject::eventFilter(object, event);
}

void Lecture::showHighlight()
{
    const LessonHighlight& highlight = m_player.step().highlight;
    if (highlight.isEmpty())
        return m_spotlight->pointAt({});
    m_spotlight->pointAt([this, highlight] { return highlightedArea(m_window, highlight); });
}

/// On another screen where there is one, else beneath the text.
void Lecture::toggleNotes()
{
    if (m_presenter->isVisible()) {
        m_presenter->close();
        m_view->setNotesVisible(false);
    } else if (!m_notesBeside && QGuiApplication::screens().size() > 1) {
        toggleNotesWindow();
    } else {
        m_notesBeside = !m_notesBeside;
        m_view->setNotesVisible(m_notesBeside);
    }
}

void Lecture::toggleNotesWindow()
{
    if (m_presenter->isVisible())
        m_presenter->close();
    else
        m_presenter->showBeside(*m_window);
}

void Lecture::setSpotlight(bool on)
{
    m_spotlight->setDark(on);
    m_view->setSpotlightOn(on);
}

} // namespace ropescope
