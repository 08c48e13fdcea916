// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/theory_pane.h"

#include "app/panes/pane_layout.h"
#include "app/theory_content.h"
#include "widgets/theory_panel.h"

namespace ropescope {

namespace {

constexpr std::chrono::milliseconds kPatience { 150 };

} // namespace

TheoryPane::TheoryPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_panel(new TheoryPanel(this))
{
    setObjectName(QStringLiteral("theoryPane"));
    QVBoxLayout* const column = paneColumn(this);
    column->addWidget(m_panel);
    column->addStretch(1);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        showTheory(); // of another head there is none yet
        m_panel->setPending(true);
    });
    const auto wait = [this] {
        if (!m_patience.isActive())
            m_patience.start();
    };
    connect(session, &Session::headChanged, this, wait);
    connect(session, &Session::theoryStarted, this, wait);
    connect(session, &Session::theoryChanged, this, [this] {
        if (!m_session->isTheoryPending()) {
            m_patience.stop();
            m_panel->setPending(false);
        }
        showTheory();
    });
    connect(session, &Session::viewChanged, this, [this] { // the thresholds, perhaps
        if (m_session->theory())
            showTheory();
    });
    connect(session, &Session::sourceOpened, this, &TheoryPane::showTheory);
    connect(m_panel, &TheoryPanel::thresholdEdited, this, [this](Pattern pattern, double value) {
        m_session->previewView(withThreshold(pattern, value));
    });
    connect(m_panel, &TheoryPanel::thresholdCommitted, this, [this](Pattern pattern, double value) {
        m_session->commitView(withThreshold(pattern, value));
    });
    connect(m_panel, &TheoryPanel::resetRequested, this, [this] {
        ViewState view = m_session->view();
        view.thresholds = {};
        m_session->commitView(view);
    });
}

void TheoryPane::setTheme(const Theme& theme) { m_panel->setTheme(theme); }

void TheoryPane::showTheory()
{
    const auto& theory = m_session->theory();
    m_panel->setContent(theory ? theoryContent(*theory, m_session->view().thresholds)
                               : TheoryPanelContent {});
}

ViewState TheoryPane::withThreshold(Pattern pattern, double threshold) const
{
    ViewState view = m_session->view();
    if (double* const moved = thresholdOf(view.thresholds, pattern))
        *moved = threshold;
    return view;
}

void TheoryPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_session->wantTheory(true);
}

void TheoryPane::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (m_session)
        m_session->wantTheory(false);
}

} // namespace ropescope
