// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/score_map_card.h"

#include <QComboBox>
#include <QLabel>

#include "app/head_scores.h"
#include "widgets/card.h"
#include "widgets/popup_width.h"
#include "widgets/score_legend.h"
#include "widgets/score_map.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr const char* kColours = "viridis";

} // namespace

ScoreMapCard::ScoreMapCard(Session* session, QWidget* parent)
    : FoldCard(tr("Layers × heads"), QStringLiteral("scoreMapCard"), parent)
    , m_session(session)
    , m_choice(new QComboBox)
    , m_map(new ScoreMap)
    , m_legend(new ScoreLegend)
    , m_definition(makeLabel("scoreDefinition", "muted"))
{
    m_choice->setObjectName(QStringLiteral("mappedScore"));
    m_choice->setAccessibleName(tr("What the map of layers and heads shows"));
    m_choice->setToolTip(tr("The number shown of every head"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(9);
    m_choice->setMaxVisibleItems(40);
    for (const HeadNumber& number : headScores()) {
        m_choice->addItem(titleOf(number));
        m_choice->setItemData(m_choice->count() - 1, meaningOf(number), Qt::ToolTipRole);
    }
    const HeadNumber* const first = findHeadNumber("q-similarity");
    m_choice->setCurrentIndex(static_cast<int>(first - headScores().data()));
    letPopupBeWide(m_choice);
    m_map->setColourMap(findColourMap(kColours));
    m_legend->setColourMap(findColourMap(kColours));
    m_definition->setWordWrap(true);
    m_definition->setFont(smallFont(font()));
    addToTitle(m_choice);
    addWidget(m_map);
    addWidget(m_legend);
    addWidget(m_definition);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ScoreMapCard::refresh);
    connect(session, &Session::scoresChanged, this, &ScoreMapCard::refresh);
    connect(session, &Session::sourceOpened, this, &ScoreMapCard::refresh);
    connect(session, &Session::viewChanged, this,
            [this] { m_map->setSelected(m_session->view().head); });
    connect(m_map, &ScoreMap::headPicked, session, [this](HeadId id) {
        if (hasHead(m_session->trace()->info(), id)) // hatched ones are not there
            m_session->showHead(id);
    });
    refresh();
}

void ScoreMapCard::setTheme(const Theme& theme)
{
    m_map->setTheme(theme);
    m_legend->setTheme(theme);
}

void ScoreMapCard::refresh()
{
    const HeadNumber& number = headScores()[static_cast<std::size_t>(m_choice->currentIndex())];
    const auto& theory = m_session->allHeads();
    m_definition->setText(meaningOf(number));
    m_legend->setVisible(theory != nullptr);
    if (!m_session->trace())
        return;
    const TraceInfo& info = m_session->trace()->info();
    m_map->setPlaceholder(theory ? absenceOf(number) : tr("Known once all heads are scored."));
    m_map->setScores(info.numLayers, info.numHeads,
                     theory ? scoresOf(*theory, info, number) : std::vector<double> {},
                     titleOf(number));
    m_legend->setRange(m_map->range(), absenceOf(number));
}

} // namespace ropescope
