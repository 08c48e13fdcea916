// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/rope_pane.h"

#include "app/panes/pane_layout.h"
#include "app/rope_state.h"
#include "widgets/rope_panel.h"

namespace ropescope {

RopePane::RopePane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("ropePane"));
    m_panel = new RopePanel(this);
    paneColumn(this)->addWidget(m_panel);

    connect(m_panel, &RopePanel::editChanged, this,
            [this](const RopeEdit& edit) { m_session->previewView(withEdit(edit)); });
    connect(m_panel, &RopePanel::editCommitted, this,
            [this](const RopeEdit& edit) { m_session->commitView(withEdit(edit)); });
    connect(m_panel, &RopePanel::resetRequested, this, &RopePane::resetEdit);
    connect(m_panel, &RopePanel::undoRequested, session, &Session::undo);
    connect(m_panel, &RopePanel::redoRequested, session, &Session::redo);
    connect(m_panel, &RopePanel::pairSelected, session, &Session::selectPair);
    connect(m_panel, &RopePanel::depthChosen, this, &RopePane::setDepth);

    connect(session, &Session::pairSelected, m_panel, &RopePanel::selectPair);
    connect(session, &Session::viewChanged, this, &RopePane::showState);
    connect(session, &Session::analysed, this, &RopePane::showState); // the energies of the bars
    connect(session, &Session::failed, this, &RopePane::showState);   // an edit that was refused
    connect(session, &Session::headChanged, this, [this] {
        m_panel->selectPair(-1); // the new head's dominant pair
        m_panel->setParts(std::nullopt);
        showState();
    });
    connect(session, &Session::cellRead, this, [this](const CellReading& reading) {
        m_panel->setParts(PairParts { reading.query, reading.key, reading.contributions });
    });
    const auto forgetCell = [this] { m_panel->setParts(std::nullopt); };
    connect(session, &Session::cellLeft, this, forgetCell);
    connect(session, &Session::sourceOpened, this, forgetCell);
    showState();
}

void RopePane::setTheme(const Theme& theme) { m_panel->setTheme(theme); }

ViewState RopePane::withEdit(const RopeEdit& edit) const
{
    ViewState view = m_session->view();
    view.edit = edit;
    if (view.comparison == Comparison::Original)
        view.comparison = Comparison::Edited; // whoever edits wants to see the edit
    return view;
}

void RopePane::showState() { m_panel->setState(ropeState(*m_session)); }

void RopePane::setDepth(EditDepth depth)
{
    ViewState view = m_session->view();
    view.depth = depth;
    m_session->commitView(view);
}

void RopePane::resetEdit() { m_session->commitView(withEdit({})); }

} // namespace ropescope
