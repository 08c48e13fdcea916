// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/heads_pane.h"

#include <QComboBox>
#include <QPushButton>
#include <QToolButton>

#include "app/head_scores.h"
#include "app/panes/pane_layout.h"
#include "app/panes/score_map_card.h"
#include "app/panes/similar_heads.h"
#include "app/pattern_gallery.h"
#include "app/rope_state.h"
#include "widgets/filter_line.h"
#include "widgets/head_gain_menu.h"
#include "widgets/head_grid.h"
#include "widgets/popup_width.h"
#include "widgets/score_chooser.h"

namespace ropescope {

HeadsPane::HeadsPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_scores(new ScoreChooser)
    , m_order(new QComboBox)
    , m_ascending(new QToolButton)
    , m_filter(new FilterLine)
    , m_grid(new HeadGrid)
    , m_headMenu(new HeadGainMenu(m_grid))
    , m_start(new QPushButton(tr("Score all heads")))
    , m_similar(new SimilarHeads(session))
    , m_map(new ScoreMapCard(session))
{
    setObjectName(QStringLiteral("headsPane"));
    m_start->setObjectName(QStringLiteral("scoreHeads"));
    m_start->setToolTip(
        tr("Computes the numbers of all heads; it takes a while, and can be stopped"));
    m_start->hide();
    makeOrderChoice();
    QVBoxLayout* const column = paneColumn(this);
    column->setSpacing(8);
    column->addWidget(m_scores);
    column->addWidget(m_filter);
    for (QWidget* const line : { static_cast<QWidget*>(m_scores), static_cast<QWidget*>(m_filter) })
        line->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_grid->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    column->addWidget(m_grid);
    column->addWidget(m_start);
    column->addWidget(m_similar);
    column->addWidget(m_map);
    column->addStretch(1);
    m_grid->setShape(0, 0);
    wireGrid();
    wireScores();
    wireFinder();
    connect(session, &Session::sourceOpened, this, &HeadsPane::showSource);
    connect(session, &Session::viewChanged, this, &HeadsPane::showView);
}

void HeadsPane::makeOrderChoice()
{
    m_order->setObjectName(QStringLiteral("headOrder"));
    m_order->setAccessibleName(tr("Order of the heads"));
    m_order->setToolTip(tr("By layer, or by a number: then each head is labelled layer·head"));
    m_order->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_order->setMinimumContentsLength(4);
    m_order->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_order->setMaxVisibleItems(40);
    m_order->addItem(tr("by layer"));
    for (const HeadNumber& number : headScores()) {
        m_order->addItem(tr("by %1").arg(titleOf(number)));
        m_order->setItemData(m_order->count() - 1, meaningOf(number), Qt::ToolTipRole);
    }
    letPopupBeWide(m_order);
    m_ascending->setObjectName(QStringLiteral("headOrderAscending"));
    m_ascending->setText(QStringLiteral("↓"));
    m_ascending->setCheckable(true);
    m_ascending->setProperty("compact", true);
    m_ascending->setProperty("segment", "only");
    m_ascending->setAccessibleName(tr("Lowest first"));
    m_ascending->setToolTip(tr("Highest first or lowest first"));
    m_ascending->hide();
    m_scores->addToTitle(m_order);
    m_scores->addToTitle(m_ascending);
}

void HeadsPane::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_scores->setTheme(theme);
    m_grid->setTheme(theme);
    m_map->setTheme(theme);
    if (m_gallery)
        m_gallery->setTheme(theme);
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
    connect(m_headMenu, &HeadGainMenu::pinRequested, m_session, &Session::pinHead);
    for (FoldCard* const card :
         { static_cast<FoldCard*>(m_similar), static_cast<FoldCard*>(m_map) })
        connect(card, &FoldCard::toggled, this, [this] { m_folded = true; });
}

void HeadsPane::wireScores()
{
    std::vector<ScoreChoice> choices { { tr("Pattern"),
                                         tr("The pattern with the most evidence") } };
    for (const HeadNumber& number : headScores())
        choices.push_back({ titleOf(number), meaningOf(number) });
    m_scores->setChoices(choices);
    connect(m_scores, &ScoreChooser::scoreChosen, this, [this](std::optional<int> score) {
        if (score)
            m_refused = false;
        askForScores();
        showColours();
    });
    connect(m_scores, &ScoreChooser::cancelRequested, this, &HeadsPane::refusedScores);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_asked = true;
        m_refused = false;
        askForScores();
    });
    connect(m_session, &Session::scoresProgressed, this, [this](double fraction) {
        m_scores->setBusy(fraction);
        m_start->hide();
    });
    connect(m_session, &Session::scoresChanged, this, [this] {
        m_scores->setBusy(std::nullopt);
        refresh();
    });
}

/// Whoever stops the scoring wants nothing any more that needs it.
void HeadsPane::refusedScores()
{
    m_refused = true;
    m_asked = false;
    m_scores->setChosen(std::nullopt);
    m_order->setCurrentIndex(0);
    m_scores->setBusy(std::nullopt);
    askForScores();
    refresh();
}

void HeadsPane::askForScores()
{
    const bool needed = m_asked || m_query || m_scores->chosen() || m_order->currentIndex() > 0;
    const bool wanted = !m_refused && (needed || m_session->scoringIsQuick());
    m_session->wantScores(wanted);
    m_start->setVisible(!wanted && m_session->trace() && !m_session->allHeads());
}

void HeadsPane::showSource()
{
    const TraceInfo& info = m_session->trace()->info();
    m_asked = false;
    m_refused = false;
    m_grid->setShape(info.numLayers, info.numHeads);
    std::vector<bool> there;
    for (int index = 0; index < info.numLayers * info.numHeads; ++index) {
        const HeadId id { { index / info.numHeads }, { index % info.numHeads } };
        there.push_back(hasHead(info, id));
    }
    m_grid->setEnabledHeads(there);
    refresh();
    m_grid->setSelected(m_session->view().head);
    askForScores();
    foldToFit();
}

void HeadsPane::showView()
{
    const ViewState& view = m_session->view();
    if (m_grid->selected() != view.head)
        m_grid->setSelected(view.head);
    m_grid->setGains(view.headGains, view.depth == EditDepth::WholeModel);
    if (view.thresholds != m_thresholds) {
        m_thresholds = view.thresholds;
        refresh();
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

void HeadsPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    foldToFit();
}

/// What a card or the line of scores holds changes with the source and its scores: what fits is
/// decided anew, so that it depends on what is shown, not on the order in which it came.
bool HeadsPane::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        foldToFit();
    return done;
}

/// Of all but the grid and the bodies of cards.
int HeadsPane::fixedHeight() const
{
    const QMargins margins = layout()->contentsMargins();
    const int gaps = layout()->count() * layout()->spacing();
    return margins.top() + margins.bottom() + gaps + m_scores->sizeHint().height()
        + m_filter->sizeHint().height() + m_similar->foldedHeight() + m_map->foldedHeight();
}

/// Low enough for cards to fold: as if they were open, no window could become low.
QSize HeadsPane::minimumSizeHint() const
{
    return { QWidget::minimumSizeHint().width(),
             fixedHeight() + m_grid->minimumSizeHint().height() };
}

/// What there is no room for is folded away, the heat map first, so that the grid keeps its own.
void HeadsPane::foldToFit()
{
    if (m_folded)
        return;
    int room = height() - fixedHeight() - m_grid->sizeHint().height();
    for (FoldCard* const card :
         { static_cast<FoldCard*>(m_similar), static_cast<FoldCard*>(m_map) }) {
        const int more = card->bodyHeight();
        if (card->isOpen() != (room >= more))
            card->setOpen(room >= more);
        room -= card->isOpen() ? more : 0;
    }
}

} // namespace ropescope
