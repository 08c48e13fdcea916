// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>

#include <QMainWindow>
#include <QPointer>

#include "app/lessons/lecture.h"
#include "app/session.h"
#include "app/settings.h"
#include "widgets/free_threads.h"
#include "widgets/theme.h"

class QAction;
class QDockWidget;
class QLabel;
class QMenu;

namespace ropescope {

class CurvesPane;
class FigureEngine;
class HeadsPane;
class ManualWindow;
class MapPane;
class RopePane;
class SourcePane;
class TheoryPane;
class ViewBar;
class Welcome;

/// The window: arranges the panes, each of which knows the session by itself, in docks around the
/// map, and has the menus and the status bar. It computes nothing.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(std::unique_ptr<Session> session, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A trace, a model or a session; what goes wrong is said in the window.
    void openPath(const std::filesystem::path& path);
    /// Gives back the picture of a session that was read from `file`; empty: from none.
    void restore(const SavedSession& saved);
    /// Says in the window what is wrong with the lesson, if anything is.
    void startLesson(const std::filesystem::path& path, int step, Lecture::Screen screen);
    /// Of all windows, this one first. The others follow one by one in later turns of the event
    /// loop: each takes a twentieth of a second to be dressed anew.
    void setTheme(const Theme& theme);
    /// Theme and type of the settings; of all windows likewise.
    void apply(const Settings& settings);
    /// As the other windows are, whatever has changed since they read the settings.
    void dress();
    /// No change of theme or type is under way in this window.
    [[nodiscard]] bool isDressed() const { return m_dressings == 0; }
    /// Three things to try, over the map; `Once`: unless the user has sent them away before.
    void showWelcome();
    void showWelcomeOnce();
    /// Size and docks as the user left them; from then on they are kept when the window closes.
    void rememberLayout();
    /// How long drawing took is not for pictures that are compared.
    void hideTimings();
    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] CurvesPane& curves() { return *m_curves; }
    [[nodiscard]] HeadsPane& heads() { return *m_heads; }
    [[nodiscard]] MapPane& map() { return *m_map; }

signals:
    /// Another window, which is to show that. With nothing open, the source is the built-in model.
    void windowWanted(const ropescope::SavedSession& shown);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    static constexpr int kDocksVersion = 1; ///< another number forgets how docks were left

    void layOut();
    QDockWidget* addDock(Qt::DockWidgetArea area, const QString& title, QWidget* pane);
    void makeMenus();
    void makeStatusBar();
    void wireSession();
    void resetLayout();

    // main_window_bookmarks.cpp
    void makeBookmarksMenu();
    void addBookmark();
    void fillBookmarks();

    // main_window_lessons.cpp
    void makeLessonMenu();
    void wireLecture();
    void openLesson();

    // main_window_look.cpp
    void setLectureType(std::optional<int> pixels); ///< nothing: the usual one
    void dressAll();
    void wear(const Theme& theme, int typePixels);
    void wearFont();
    void wearInPanes();

    void showSource();
    void showView();
    void showFailure(const QString& sentence);
    void showStatus();

    /// What a session file would keep; nothing in it where nothing is open.
    [[nodiscard]] SavedSession shown();
    void saveSession();
    void saveSessionAs();
    void fillRecent();
    void openFile();
    void openFolder();
    void exportPicture();
    void exportFigureAs(const QString& suffix);
    void exportAnimation();
    [[nodiscard]] bool hasExactPicture();
    [[nodiscard]] std::shared_ptr<FigureEngine> figureEngine();
    void copyPicture();
    void showCommands();
    void showKeys();
    void showAbout();
    void showManual();
    void showSettings();

    std::unique_ptr<Session> m_session;
    std::shared_ptr<FigureEngine> m_figureEngine; ///< null before the first export
    LatestJob<Result<void>> m_exportJob { freeThreads(), AtEnd::LetGo };
    Theme m_theme = Theme::darkTheme();
    int m_typePixels = Settings::kUsualType;
    QString m_sheet;     ///< that is put on, or will be in a moment
    int m_dressings = 0; ///< under way
    bool m_keepsLayout = false;
    QByteArray m_firstLayout; ///< of the docks

    ViewBar* m_viewBar = nullptr;
    SourcePane* m_source = nullptr;
    HeadsPane* m_heads = nullptr;
    MapPane* m_map = nullptr;
    CurvesPane* m_curves = nullptr;
    RopePane* m_rope = nullptr;
    TheoryPane* m_theory = nullptr;
    Lecture* m_lecture = nullptr;
    Welcome* m_welcome = nullptr; ///< null before it was first wanted
    QPointer<ManualWindow> m_manual;
    QList<QDockWidget*> m_docks;
    QLabel* m_backend = nullptr;
    QLabel* m_notice = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_cell = nullptr;
    QMenu* m_recent = nullptr;
    QMenu* m_bookmarks = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_unpin = nullptr;
    QAction* m_darkTheme = nullptr;
    QAction* m_wholeModel = nullptr;
};

} // namespace ropescope
