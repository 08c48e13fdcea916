// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the views of the window say to the session, and the session to them.
#include <QCoreApplication>
#include <QLabel>

#include "app/main_window.h"
#include "app/rope_state.h"
#include "app/view_bar.h"
#include "widgets/colour_bar.h"
#include "widgets/head_gain_menu.h"
#include "widgets/head_grid.h"
#include "widgets/heatmap_view.h"
#include "widgets/rope_panel.h"
#include "widgets/score_chooser.h"
#include "widgets/source_panel.h"

namespace ropescope {

namespace {

constexpr int kRandomTokens = 256;

} // namespace

void MainWindow::wireSession()
{
    Session* const session = m_session.get();
    connect(session, &Session::sourceOpened, this, &MainWindow::showSource);
    connect(session, &Session::viewChanged, this, &MainWindow::showView);
    connect(session, &Session::headChanged, this, &MainWindow::showHead);
    connect(session, &Session::pictureDrawn, this, &MainWindow::showPicture);
    connect(session, &Session::analysed, this, &MainWindow::showAnalysis);
    connect(session, &Session::nextTokenChanged, this, &MainWindow::showNextToken);
    connect(session, &Session::settled, m_map, [this] { m_map->setBusy(false); });
    connect(session, &Session::cellRead, this, &MainWindow::showCell);
    connect(session, &Session::cellUnseen, this, &MainWindow::clearCell);
    connect(session, &Session::thumbnailDrawn, m_grid, &HeadGrid::setThumbnail);
    connect(session, &Session::failed, this, &MainWindow::showFailure);
    connect(session, &Session::runProgressed, this, [this](double fraction) {
        m_source->setMessage({});
        m_source->setRunning(fraction);
    });
    connect(session, &Session::runEnded, this, [this] { m_source->setRunning(std::nullopt); });
}

void MainWindow::wireViews()
{
    Session* const session = m_session.get();
    connect(m_source, &SourcePanel::runRequested, session, &Session::run);
    connect(m_source, &SourcePanel::randomRequested, session,
            [session] { session->runRandom(kRandomTokens); });
    connect(m_source, &SourcePanel::continueRequested, session, &Session::continueRun);
    connect(m_source, &SourcePanel::cancelRequested, session, &Session::cancelRun);
    connect(m_map, &HeatmapView::regionRequested, session, &Session::setRegion);
    connect(m_map, &HeatmapView::cellHovered, session, &Session::readCell);
    connect(m_map, &HeatmapView::cellLeft, session, &Session::leaveCell);
    connect(m_map, &HeatmapView::cellLeft, this, &MainWindow::clearCell);
    connect(m_viewBar, &ViewBar::fitRequested, m_map, &HeatmapView::fit);
    connect(m_viewBar, &ViewBar::exportRequested, this, &MainWindow::exportPicture);
    connect(m_viewBar, &ViewBar::viewChosen, session, &Session::commitView);
    wireColours();
    wireEdits();
    wireHeads();
    wireScores();
}

void MainWindow::wireColours()
{
    Session* const session = m_session.get();
    const auto withRange = [session](std::optional<ValueRange> range) {
        ViewState view = session->view();
        view.range = range;
        return view;
    };
    connect(m_colourBar, &ColourBar::rangeEdited, session, [=](float low, float high) {
        session->previewView(withRange(ValueRange { low, high }));
    });
    connect(m_colourBar, &ColourBar::rangeCommitted, session, [=](float low, float high) {
        session->commitView(withRange(ValueRange { low, high }));
    });
    connect(m_colourBar, &ColourBar::autofitRequested, session,
            [=] { session->commitView(withRange(std::nullopt)); });
}

void MainWindow::wireEdits()
{
    Session* const session = m_session.get();
    const auto withEdit = [session](const RopeEdit& edit) {
        ViewState view = session->view();
        view.edit = edit;
        if (view.comparison == Comparison::Original)
            view.comparison = Comparison::Edited; // whoever edits wants to see the edit
        return view;
    };
    connect(m_rope, &RopePanel::editChanged, session,
            [=](const RopeEdit& edit) { session->previewView(withEdit(edit)); });
    connect(m_rope, &RopePanel::editCommitted, session,
            [=](const RopeEdit& edit) { session->commitView(withEdit(edit)); });
    connect(m_rope, &RopePanel::resetRequested, session,
            [=] { session->commitView(withEdit({})); });
    connect(m_rope, &RopePanel::undoRequested, session, &Session::undo);
    connect(m_rope, &RopePanel::redoRequested, session, &Session::redo);
    connect(m_rope, &RopePanel::pairSelected, session, &Session::selectPair);
    connect(m_rope, &RopePanel::depthChosen, this, &MainWindow::setDepth);
}

void MainWindow::setDepth(EditDepth depth)
{
    ViewState view = m_session->view();
    view.depth = depth;
    m_session->commitView(view);
}

void MainWindow::wireHeads()
{
    connect(m_grid, &HeadGrid::headPicked, m_session.get(), &Session::showHead);
    connect(m_grid, &HeadGrid::maskToggled, this, &MainWindow::toggleMask);
    connect(m_grid, &HeadGrid::menuRequested, this, [this](HeadId id, QPoint place) {
        m_headMenu->setHead(id, m_grid->gainOf(id), !m_session->view().headGains.empty(),
                            noModelReason(*m_session));
        m_headMenu->popup(place);
    });
    connect(m_headMenu, &HeadGainMenu::gainChosen, this, &MainWindow::setHeadGain);
    connect(m_headMenu, &HeadGainMenu::resetAllRequested, this, &MainWindow::resetHeads);
}

void MainWindow::wireScores()
{
    std::vector<ScoreChoice> choices;
    for (const HeadScore& score : headScores()) {
        choices.push_back({ QCoreApplication::translate("HeadScores", score.name),
                            QCoreApplication::translate("HeadScores", score.meaning) });
    }
    m_scores->setChoices(choices);
    Session* const session = m_session.get();
    const auto choose = [this, session] {
        if (!m_scores->chosen())
            m_scores->setBusy(std::nullopt);
        session->wantScores(m_scores->chosen().has_value());
        showScores();
    };
    connect(m_scores, &ScoreChooser::scoreChosen, this, choose);
    connect(m_scores, &ScoreChooser::cancelRequested, this, [this, choose] {
        m_scores->setChosen(std::nullopt);
        choose();
    });
    connect(session, &Session::scoresProgressed, m_scores, &ScoreChooser::setBusy);
    connect(session, &Session::scoresChanged, this, [this] {
        m_scores->setBusy(std::nullopt);
        showScores();
    });
}

void MainWindow::setHeadGain(HeadId id, double gain)
{
    if (const QString reason = noModelReason(*m_session); !reason.isEmpty())
        showFailure(reason);
    else
        m_session->commitView(withHeadGain(m_session->view(), id, gain));
}

void MainWindow::toggleMask(HeadId id) { setHeadGain(id, m_grid->gainOf(id) == 0.0 ? 1.0 : 0.0); }

void MainWindow::resetHeads()
{
    ViewState view = m_session->view();
    view.headGains.clear();
    m_session->commitView(view);
}

} // namespace ropescope
