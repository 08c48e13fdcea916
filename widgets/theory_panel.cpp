// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theory_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/evidence_panel.h"
#include "widgets/theory_card.h"

namespace ropescope {

TheoryPanel::TheoryPanel(QWidget* parent)
    : QWidget(parent)
    , m_pending(makeLabel("theoryPending", "note"))
    , m_evidence(new EvidencePanel)
    , m_place(new QVBoxLayout)
{
    setObjectName("theoryPanel");
    setAccessibleName(tr("What theory says of this head"));
    m_pending->setText(tr("measuring…"));
    auto* const title = new QHBoxLayout;
    title->addWidget(makeHeading(tr("What theory says of this head")));
    title->addStretch();
    title->addWidget(m_pending);
    m_place->setSpacing(8);
    auto* const inside = new QVBoxLayout(this);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(8);
    inside->addLayout(title);
    inside->addWidget(m_evidence);
    inside->addLayout(m_place);
    connect(m_evidence, &EvidencePanel::thresholdEdited, this, &TheoryPanel::thresholdEdited);
    connect(m_evidence, &EvidencePanel::thresholdCommitted, this, &TheoryPanel::thresholdCommitted);
    connect(m_evidence, &EvidencePanel::resetRequested, this, &TheoryPanel::resetRequested);
    setPending(false);
    showContent();
}

void TheoryPanel::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_evidence->setTheme(theme);
    for (TheoryCard* const card : m_cards)
        card->setTheme(theme);
}

void TheoryPanel::setPending(bool pending)
{
    // Its place stays, so that the title does not move.
    QSizePolicy keeps = m_pending->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    m_pending->setSizePolicy(keeps);
    m_pending->setVisible(pending);
}

void TheoryPanel::setContent(const TheoryPanelContent& content)
{
    if (content == m_content)
        return;
    m_content = content;
    showContent();
}

void TheoryPanel::showContent()
{
    m_evidence->setVisible(!m_content.evidence.empty());
    m_evidence->setContent(m_content.label, m_content.evidence);
    while (m_cards.size() < m_content.cards.size()) {
        auto* const card = new TheoryCard;
        card->setObjectName(QStringLiteral("theoryCard%1").arg(m_cards.size()));
        card->setTheme(m_theme);
        m_place->addWidget(card);
        m_cards.push_back(card);
    }
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_cards[i]->setVisible(i < m_content.cards.size());
        if (i < m_content.cards.size())
            m_cards[i]->setContent(m_content.cards[i]);
    }
}

} // namespace ropescope
