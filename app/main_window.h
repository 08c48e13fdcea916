// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include <QMainWindow>

#include "app/lessons/lecture.h"
#include "app/session.h"
#include "widgets/theme.h"

class QAction;
class QDockWidget;
class QLabel;
class QMenu;

namespace ropescope {

class BudgetPage;
class CachePage;
class ContentPage;
class CurvesPane;
class ExperimentPage;
class FigureEngine;
class HeadsPane;
class LayersPage;
class MapPane;
class PrunePage;
class RopePane;
class ScalingPage;
class SourcePane;
class TheoryPane;
class ViewBar;

/// The window: arranges the panes, each of which knows the session by itself, in docks around the
/// map, and has the menus and the status bar. It computes nothing.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(std::unique_ptr<Session> session, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A trace, a model or a session; what goes wrong is said in the window.
    void openPath(const std::filesystem::path& path);
    /// Gives back the picture of a session that was read from `file`.
    void restore(const SavedSession& saved, const std::filesystem::path& file);
    /// Says in the window what is wrong with the lesson, if anything is.
    void startLesson(const std::filesystem::path& path, int step, Lecture::Screen screen);
    void setTheme(const Theme& theme);
    /// Size and docks as the user left them; from then on they are kept when the window closes.
    void rememberLayout();
    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] CurvesPane& curves() { return *m_curves; }
    [[nodiscard]] HeadsPane& heads() { return *m_heads; }
    [[nodiscard]] MapPane& map() { return *m_map; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    static constexpr int kDocksVersion = 1; ///< another number forgets how docks were left
    static constexpr int kUsualType = 13;   ///< pixels

    void layOut();
    QDockWidget* addDock(Qt::DockWidgetArea area, const QString& title, QWidget* pane);
    void makeMenus();
    void makeStatusBar();
    void wireSession();
    void resetLayout();

    // main_window_lessons.cpp
    void makeLessonMenu();
    void wireLecture();
    void openLesson();
    void setTypeSize(int pixels);

    void showSource();
    void showView();
    void showFailure(const QString& sentence);
    void showStatus();

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

    std::unique_ptr<Session> m_session;
    std::shared_ptr<FigureEngine> m_figureEngine; ///< null before the first export
    LatestJob<Result<void>> m_exportJob { QThreadPool::globalInstance() };
    Theme m_theme = Theme::darkTheme();
    int m_typePixels = kUsualType;
    bool m_keepsLayout = false;
    QByteArray m_firstLayout;            ///< of the docks
    std::filesystem::path m_sessionFile; ///< where the session is saved; empty: not yet

    ViewBar* m_viewBar = nullptr;
    SourcePane* m_source = nullptr;
    HeadsPane* m_heads = nullptr;
    MapPane* m_map = nullptr;
    CurvesPane* m_curves = nullptr;
    LayersPage* m_layers = nullptr;
    ScalingPage* m_scaling = nullptr;
    ExperimentPage* m_experiment = nullptr;
    ContentPage* m_content = nullptr;
    CachePage* m_cache = nullptr;
    BudgetPage* m_budget = nullptr;
    PrunePage* m_prune = nullptr;
    RopePane* m_rope = nullptr;
    TheoryPane* m_theory = nullptr;
    Lecture* m_lecture = nullptr;
    QList<QDockWidget*> m_docks;
    QLabel* m_backend = nullptr;
    QLabel* m_notice = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_cell = nullptr;
    QMenu* m_recent = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_darkTheme = nullptr;
    QAction* m_wholeModel = nullptr;
};

} // namespace ropescope
