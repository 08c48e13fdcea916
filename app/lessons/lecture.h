// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include "app/lessons/lesson_player.h"
#include "widgets/theme.h"

class QAction;
class QDockWidget;
class QMainWindow;

namespace ropescope {

class LessonView;
class PresenterWindow;
class Spotlight;

/// A lesson given in the window: its text beside the map, the knobs live, what a step speaks of
/// framed. Panels that a step does not need stay out of sight. Leaving gives back the window and
/// the session as they were.
class Lecture : public QObject {
    Q_OBJECT

public:
    enum class Screen { Full, AsItIs };

    /// Both must outlive this; its widgets belong to the window.
    Lecture(QMainWindow* window, Session* session);
    ~Lecture() override;

    /// Emits failed() where the lesson cannot be read; what was there before stays.
    void start(const std::filesystem::path& path, int step, Screen screen);
    void leave();
    [[nodiscard]] bool isRunning() const { return m_player.isOpen(); }
    void setTheme(const Theme& theme);
    /// Steps, notes, spotlight: for a menu. Disabled while no lesson runs.
    [[nodiscard]] const QList<QAction*>& actions() const { return m_actions; }

signals:
    void began(); ///< the window is to be read from the back row
    void ended();
    void failed(const QString& sentence);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void makeActions();
    void enter(Screen screen);
    void showStep();
    void showHighlight();
    void showPanels();
    void arrange(QDockWidget* right);
    void toggleNotes();
    void toggleNotesWindow();
    void setSpotlight(bool on);

    QMainWindow* m_window;
    Session* m_session;
    LessonPlayer m_player;
    LessonView* m_view;
    QDockWidget* m_dock;
    PresenterWindow* m_presenter;
    Spotlight* m_spotlight;
    QList<QAction*> m_actions;
    QDockWidget* m_right = nullptr; ///< beside the map: the knobs, or what a step points at
    bool m_notesBeside = false;

    std::optional<SavedSession> m_before; ///< nothing: nothing was open
    QByteArray m_layoutBefore;
    bool m_wasFullScreen = false;
};

} // namespace ropescope
