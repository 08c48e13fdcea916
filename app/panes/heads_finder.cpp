// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the heads pane colours, orders and filters the grid.
#include <algorithm>

#include <QComboBox>
#include <QToolButton>

#include "app/head_scores.h"
#include "app/panes/heads_pane.h"
#include "app/pattern_gallery.h"
#include "widgets/filter_line.h"
#include "widgets/head_grid.h"
#include "widgets/pattern_look.h"
#include "widgets/score_chooser.h"

namespace ropescope {

namespace {

constexpr const char* kScoreColours = "cividis"; ///< for all eyes, and no map's usual colours
constexpr int kPatternChoice = 0;                ///< of the colourings; scores follow

/// Where a number stands among headScores(); none for layer, head, and what is no number.
std::optional<int> scoreCalled(const QString& name)
{
    const HeadNumber* const number = findHeadNumber(name.toStdString());
    const auto place = number == nullptr ? -1 : number - headScores().data();
    return place < 0 ? std::nullopt : std::optional(static_cast<int>(place));
}

} // namespace

void HeadsPane::wireFinder()
{
    std::vector<FilterWord> words;
    for (const HeadNumber& number : headNumbers())
        words.push_back({ QString::fromUtf8(number.name.data()), meaningOf(number) });
    words.push_back({ QStringLiteral("pattern"), tr("The pattern with the most evidence") });
    for (const char* const word : { "and", "or", "not" })
        words.push_back({ QString::fromLatin1(word), {} });
    std::ranges::sort(words, {}, &FilterWord::word);
    std::vector<FilterWord> patterns;
    for (const Pattern pattern : kPatterns)
        patterns.push_back(
            { QString::fromUtf8(patternName(pattern).data()), patternMeaning(pattern) });
    m_filter->setWords(words, patterns);
    connect(m_filter, &FilterLine::filterChanged, this, &HeadsPane::applyFilter);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_refused = m_refused && index == 0;
        askForScores();
        showOrder();
    });
    connect(m_ascending, &QToolButton::toggled, this, [this](bool ascending) {
        m_ascending->setText(ascending ? QStringLiteral("↑") : QStringLiteral("↓"));
        showOrder();
    });
}

void HeadsPane::applyFilter(const QString& text)
{
    m_query.reset();
    QString error;
    if (!text.isEmpty()) {
        auto query = parseHeadQuery(text.toStdString());
        if (query)
            m_query = std::move(*query);
        else
            error = QString::fromStdString(query.error().message);
    }
    m_refused = m_refused && !m_query;
    askForScores();
    showFilter();
    if (!error.isEmpty())
        m_filter->setError(error);
}

void HeadsPane::refresh()
{
    showColours();
    showOrder();
    showFilter();
}

/// Heads that a score is not known of yet stay blank.
void HeadsPane::showColours()
{
    const std::optional<int> chosen = m_scores->chosen();
    const auto& theory = m_session->allHeads();
    const bool byPattern = chosen == kPatternChoice;
    m_grid->setMode(!chosen         ? HeadGridMode::Thumbnails
                        : byPattern ? HeadGridMode::Patterns
                                    : HeadGridMode::Scores);
    m_grid->setScores({}, {});
    m_grid->setPatterns({});
    m_scores->setPatternCounts(std::nullopt);
    m_scores->setLegend(std::nullopt, {}, nullptr);
    if (!theory)
        return;
    const TraceInfo& info = m_session->trace()->info();
    const PatternThresholds& thresholds = m_session->view().thresholds;
    m_grid->setPatterns(patternsOf(*theory, info, thresholds));
    if (byPattern)
        m_scores->setPatternCounts(patternCounts(*theory, thresholds));
    if (!chosen || byPattern)
        return;
    const HeadNumber& number = headScores()[static_cast<std::size_t>(*chosen - 1)];
    const ColourMap* const colours = findColourMap(kScoreColours);
    m_grid->setColourMap(colours);
    m_grid->setScores(scoresOf(*theory, info, number), titleOf(number));
    m_scores->setLegend(m_grid->scoreRange(), absenceOf(number), colours);
}

void HeadsPane::showOrder()
{
    const int chosen = m_order->currentIndex();
    const auto& theory = m_session->allHeads();
    m_ascending->setVisible(chosen > 0);
    if (chosen <= 0 || !theory) {
        m_grid->setOrder(std::nullopt);
        return;
    }
    const HeadNumber& number = headScores()[static_cast<std::size_t>(chosen - 1)];
    std::vector<HeadId> order = orderedBy(*theory, number);
    if (m_ascending->isChecked())
        std::ranges::reverse(order);
    m_grid->setOrder(order);
}

void HeadsPane::showFilter()
{
    const auto& theory = m_session->allHeads();
    if (!m_query || !theory) {
        m_grid->setDimmed({});
        m_filter->setNote(m_query ? tr("Applies once all heads are scored.") : QString());
        return;
    }
    const std::vector<bool> dimmed
        = dimmedBy(*m_query, *theory, m_session->trace()->info(), m_session->view().thresholds);
    m_grid->setDimmed(dimmed);
    const auto found = std::ranges::count(dimmed, false);
    m_filter->setNote(found == 0 ? tr("No head matches.")
                                 : tr("%1 of %2 heads").arg(found).arg(theory->heads.size()));
}

void HeadsPane::stepHead(int step)
{
    if (const auto next = m_grid->neighbour(m_session->view().head, step))
        m_session->stepToHead(*next);
    else if (m_query)
        emit refused(tr("No other head matches the filter."));
}

void HeadsPane::focusFilter() { m_filter->takeFocus(); }

void HeadsPane::setFilter(const QString& text)
{
    m_filter->setText(text);
    applyFilter(m_filter->text());
}

void HeadsPane::setColouring(const QString& name)
{
    if (name == QLatin1String("pattern"))
        m_scores->setChosen(kPatternChoice);
    else if (const auto score = scoreCalled(name))
        m_scores->setChosen(*score + 1);
    askForScores();
    showColours();
}

void HeadsPane::setOrder(const QString& name)
{
    if (const auto score = scoreCalled(name))
        m_order->setCurrentIndex(*score + 1);
}

void HeadsPane::showGallery()
{
    m_asked = true;
    m_refused = false;
    askForScores();
    if (!m_gallery) {
        m_gallery = new PatternGallery(m_session, m_theme, window());
        m_gallery->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_gallery->show();
    m_gallery->raise();
    m_gallery->activateWindow();
}

} // namespace ropescope
