// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/theory_pane.h"

#include "app/head_facts.h"
#include "app/panes/pane_layout.h"

namespace ropescope {

TheoryPane::TheoryPane(Session* session, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("theoryPane"));
    m_facts = new HeadFacts(this);
    QVBoxLayout* const column = paneColumn(this);
    column->addWidget(m_facts);
    column->addStretch(1);
    connect(session, &Session::sourceOpened, m_facts, &HeadFacts::clear);
    connect(session, &Session::analysed, m_facts,
            [this, session] { m_facts->setAnalysis(*session->analysis()); });
}

void TheoryPane::setTheme(const Theme& /*theme*/) { }

} // namespace ropescope
