// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/evidence_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/evidence_bar.h"

namespace ropescope {

EvidencePanel::EvidencePanel(QWidget* parent)
    : QFrame(parent)
    , m_label(makeLabel("patternLabel", "strong"))
    , m_reset(new QPushButton(tr("Reset")))
    , m_place(new QVBoxLayout)
{
    setObjectName("evidencePanel");
    setProperty("card", true);
    m_label->setAccessibleName(tr("Pattern of this head"));
    m_label->setToolTip(tr("The pattern whose evidence is the largest multiple of its threshold; "
                           "unpredictable where none reaches its threshold."));
    m_reset->setObjectName("resetThresholds");
    m_reset->setProperty("quiet", true);
    m_reset->setToolTip(tr("Back to the standard thresholds"));
    m_reset->setAccessibleName(tr("Reset the thresholds"));
    connect(m_reset, &QPushButton::clicked, this, &EvidencePanel::resetRequested);

    auto* const title = new QHBoxLayout;
    auto* const caption = makeLabel("patternCaption", "muted");
    caption->setText(tr("Pattern"));
    title->setSpacing(8);
    title->addWidget(caption);
    title->addWidget(m_label);
    title->addStretch();
    title->addWidget(m_reset);
    m_place->setSpacing(0);
    auto* const inside = new QVBoxLayout(this);
    inside->setContentsMargins(11, 6, 11, 8);
    inside->setSpacing(2);
    inside->addLayout(title);
    inside->addLayout(m_place);
}

void EvidencePanel::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (EvidenceBar* const bar : m_bars)
        bar->setTheme(theme);
}

void EvidencePanel::makeBars(std::size_t count)
{
    while (m_bars.size() < count) {
        auto* const bar = new EvidenceBar;
        bar->setTheme(m_theme);
        connect(bar, &EvidenceBar::thresholdEdited, this, [this, bar](double threshold) {
            emit thresholdEdited(bar->content().pattern, threshold);
        });
        connect(bar, &EvidenceBar::thresholdCommitted, this, [this, bar](double threshold) {
            emit thresholdCommitted(bar->content().pattern, threshold);
        });
        m_place->addWidget(bar);
        m_bars.push_back(bar);
    }
}

void EvidencePanel::setContent(const QString& label, const std::vector<EvidenceContent>& evidence)
{
    m_label->setText(label);
    makeBars(evidence.size());
    bool isMoved = false;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        m_bars[i]->setVisible(i < evidence.size());
        if (i >= evidence.size())
            continue;
        m_bars[i]->setObjectName(QStringLiteral("evidence-")
                                 + QString::fromUtf8(patternName(evidence[i].pattern).data()));
        m_bars[i]->setContent(evidence[i]);
        isMoved = isMoved || evidence[i].threshold != evidence[i].standard;
    }
    m_reset->setEnabled(isMoved);
}

} // namespace ropescope
