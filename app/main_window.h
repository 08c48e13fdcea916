// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include <QMainWindow>

#include "app/session.h"
#include "widgets/theme.h"

class QAction;
class QLabel;

namespace ropescope {

class ColourBar;
class HeadFacts;
class HeadGainMenu;
class HeadGrid;
class HeatmapView;
class LagProfileView;
class NextTokenCard;
class RopePanel;
class ScoreChooser;
class SourcePanel;
class ViewBar;

/// The window: lays the views out and connects them to the session. It computes nothing.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(std::unique_ptr<Session> session, QWidget* parent = nullptr);
    ~MainWindow() override;

    void setTheme(const Theme& theme);
    [[nodiscard]] Session& session() { return *m_session; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void layOut();
    void makeMenus();
    void makeStatusBar();
    void wireSession();
    void wireViews();
    void wireColours();
    void wireEdits();
    void wireHeads();
    void wireScores();

    void showSource();
    void showView();
    void showHead();
    void showPicture();
    void showAnalysis();
    void showNextToken();
    void showCell(const CellReading& reading);
    void clearCell();
    void showScores();
    void showFailure(const QString& sentence);
    void showStatus();

    void openFile();
    void openFolder();
    void exportPicture();
    void copyPicture();
    void stepHead(int step);
    void setDepth(EditDepth depth);
    void setHeadGain(HeadId id, double gain);
    void toggleMask(HeadId id);
    void resetHeads();
    void showKeys();
    void showAbout();

    std::unique_ptr<Session> m_session;
    LatestJob<Result<void>> m_exportJob { QThreadPool::globalInstance() };
    Theme m_theme = Theme::darkTheme();

    SourcePanel* m_source = nullptr;
    NextTokenCard* m_next = nullptr;
    ScoreChooser* m_scores = nullptr;
    HeadGrid* m_grid = nullptr;
    HeadGainMenu* m_headMenu = nullptr;
    ViewBar* m_viewBar = nullptr;
    HeatmapView* m_map = nullptr;
    ColourBar* m_colourBar = nullptr;
    LagProfileView* m_profile = nullptr;
    RopePanel* m_rope = nullptr;
    HeadFacts* m_facts = nullptr;
    QLabel* m_backend = nullptr;
    QLabel* m_notice = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_cell = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_darkTheme = nullptr;
    QAction* m_wholeModel = nullptr;
};

} // namespace ropescope
