// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/heads_pane.h"

#include <QCoreApplication>

#include "app/panes/pane_layout.h"
#include "app/rope_state.h"
#include "widgets/head_gain_menu.h"
#include "widgets/head_grid.h"
#include "widgets/score_chooser.h"

namespace ropescope {

namespace {

constexpr const char* kScoreColours = "cividis"; ///< for all eyes, and no map's usual colours

} // namespace

HeadsPane::HeadsPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("headsPane"));
    QVBoxLayout* const column = paneColumn(this);
    m_scores = new ScoreChooser(this);
    m_grid = new HeadGrid(this);
    m_headMenu = new HeadGainMenu(m_grid);
    column->addWidget(m_scores);
    column->addWidget(m_grid, 1);
    m_grid->setShape(0, 0);
    wireGrid();
    wireScores();
    connect(session, &Session::sourceOpened, this, &HeadsPane::showSource);
    connect(session, &Session::viewChanged, this, &HeadsPane::showView);
}

void HeadsPane::setTheme(const Theme& theme)
{
    m_scores->setTheme(theme);
    m_grid->setTheme(theme);
}

void HeadsPane::wireGrid()
{
    connect(m_session, &Session::thumbnailDrawn, m_grid, &HeadGrid::setThumbnail);
    connect(m_grid, &HeadGrid::headPicked, m_session, &Session::showHead);
    connect(m_grid, &HeadGrid::maskToggled, this, &HeadsPane::toggleMask);
    connect(m_grid, &HeadGrid::menuRequested, this, [this](HeadId id, QPoint place) {
        m_headMenu->setHead(id, m_grid->gainOf(id), !m_session->view().headGains.empty(),
                            noModelReason(*m_session));
        m_headMenu->popup(place);
    });
    connect(m_headMenu, &HeadGainMenu::gainChosen, this, &HeadsPane::setHeadGain);
    connect(m_headMenu, &HeadGainMenu::resetAllRequested, this, &HeadsPane::resetHeads);
}

void HeadsPane::wireScores()
{
    std::vector<ScoreChoice> choices;
    for (const HeadScore& score : headScores()) {
        choices.push_back({ QCoreApplication::translate("HeadScores", score.name),
                            QCoreApplication::translate("HeadScores", score.meaning) });
    }
    m_scores->setChoices(choices);
    const auto choose = [this] {
        if (!m_scores->chosen())
            m_scores->setBusy(std::nullopt);
        m_session->wantScores(m_scores->chosen().has_value());
        showScores();
    };
    connect(m_scores, &ScoreChooser::scoreChosen, this, choose);
    connect(m_scores, &ScoreChooser::cancelRequested, this, [this, choose] {
        m_scores->setChosen(std::nullopt);
        choose();
    });
    connect(m_session, &Session::scoresProgressed, m_scores, &ScoreChooser::setBusy);
    connect(m_session, &Session::scoresChanged, this, [this] {
        m_scores->setBusy(std::nullopt);
        showScores();
    });
}

void HeadsPane::showSource()
{
    const TraceInfo& info = m_session->trace()->info();
    m_grid->setShape(info.numLayers, info.numHeads);
    showScores();
    std::vector<bool> there;
    for (int index = 0; index < info.numLayers * info.numHeads; ++index) {
        const HeadId id { { index / info.numHeads }, { index % info.numHeads } };
        there.push_back(checkHead(info, id).has_value());
    }
    m_grid->setEnabledHeads(there);
    m_grid->setSelected(m_session->view().head);
}

void HeadsPane::showView()
{
    const ViewState& view = m_session->view();
    if (m_grid->selected() != view.head)
        m_grid->setSelected(view.head);
    m_grid->setGains(view.headGains, view.depth == EditDepth::WholeModel);
}

/// Heads that a score is not known of yet stay blank.
void HeadsPane::showScores()
{
    const std::optional<int> chosen = m_scores->chosen();
    const auto& scores = m_session->scores();
    m_grid->setMode(chosen ? HeadGrid::Mode::Scores : HeadGrid::Mode::Thumbnails);
    if (!chosen || !scores) {
        m_grid->setScores({}, {});
        m_scores->setLegend(std::nullopt, {}, nullptr);
        return;
    }
    const auto index = static_cast<std::size_t>(*chosen);
    const HeadScore& score = headScores()[index];
    const ColourMap* const colours = findColourMap(kScoreColours);
    m_grid->setColourMap(colours);
    m_grid->setScores((*scores)[index], QCoreApplication::translate("HeadScores", score.name));
    m_scores->setLegend(m_grid->scoreRange(),
                        QCoreApplication::translate("HeadScores", score.absent), colours);
}

void HeadsPane::stepHead(int step)
{
    if (!m_session->trace())
        return;
    const TraceInfo& info = m_session->trace()->info();
    const HeadId now = m_session->view().head;
    const int count = info.numLayers * info.numHeads;
    int index = now.layer.value * info.numHeads + now.head.value;
    for (int tried = 0; tried < count; ++tried) {
        index = (index + step + count) % count;
        const HeadId next { { index / info.numHeads }, { index % info.numHeads } };
        if (checkHead(info, next)) {
            m_session->showHead(next);
            return;
        }
    }
}

void HeadsPane::setHeadGain(HeadId id, double gain)
{
    if (const QString reason = noModelReason(*m_session); !reason.isEmpty())
        emit refused(reason);
    else
        m_session->commitView(withHeadGain(m_session->view(), id, gain));
}

void HeadsPane::toggleMask(HeadId id) { setHeadGain(id, m_grid->gainOf(id) == 0.0 ? 1.0 : 0.0); }

void HeadsPane::resetHeads()
{
    ViewState view = m_session->view();
    view.headGains.clear();
    m_session->commitView(view);
}

} // namespace ropescope
