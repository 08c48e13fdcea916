// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/score_chooser.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "widgets/busy_bar.h"
#include "widgets/card.h"
#include "widgets/pattern_legend.h"
#include "widgets/popup_width.h"
#include "widgets/score_legend.h"

namespace ropescope {

ScoreChooser::ScoreChooser(QWidget* parent)
    : QWidget(parent)
    , m_choice(new QComboBox)
    , m_title(new QHBoxLayout)
    , m_legend(new ScoreLegend)
    , m_patterns(new PatternLegend)
    , m_busy(new BusyBar)
{
    setObjectName("scoreChooser");
    m_choice->setObjectName("headScore");
    m_choice->setAccessibleName(tr("What the heads show"));
    m_choice->setToolTip(tr("Show each head's map, or colour the heads by a score"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(4);
    m_choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_choice->setMaxVisibleItems(40);
    m_busy->setText(tr("Scoring all heads…"));
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuietMs);

    m_title->setSpacing(6);
    m_title->addWidget(makeHeading(tr("Heads")));
    m_title->addWidget(m_choice);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(m_title);
    column->addWidget(m_legend);
    column->addWidget(m_patterns);
    column->addWidget(m_busy);
    setChoices({});

    connect(m_choice, &QComboBox::currentIndexChanged, this, [this] {
        refresh();
        emit scoreChosen(chosen());
    });
    connect(m_busy, &BusyBar::cancelRequested, this, &ScoreChooser::cancelRequested);
    connect(&m_quiet, &QTimer::timeout, this, &ScoreChooser::refresh);
}

void ScoreChooser::setTheme(const Theme& theme)
{
    m_legend->setTheme(theme);
    m_patterns->setTheme(theme);
}

void ScoreChooser::addToTitle(QWidget* widget) { m_title->addWidget(widget); }

void ScoreChooser::setChoices(const std::vector<ScoreChoice>& choices)
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    m_choice->addItem(tr("Maps"));
    m_choice->setItemData(0, tr("A small picture of each head's attention map"), Qt::ToolTipRole);
    for (const ScoreChoice& choice : choices) {
        m_choice->addItem(choice.name);
        m_choice->setItemData(m_choice->count() - 1, choice.meaning, Qt::ToolTipRole);
    }
    letPopupBeWide(m_choice);
    refresh();
}

void ScoreChooser::setChosen(std::optional<int> score)
{
    const QSignalBlocker quiet(m_choice);
    m_choice->setCurrentIndex(score ? *score + 1 : 0);
    refresh();
}

std::optional<int> ScoreChooser::chosen() const
{
    const int index = m_choice->currentIndex();
    return index > 0 ? std::optional(index - 1) : std::nullopt;
}

void ScoreChooser::setLegend(const std::optional<ScoreRange>& range, const QString& reason,
                             const ColourMap* map)
{
    m_legend->setColourMap(map);
    m_legend->setRange(range, reason);
}

void ScoreChooser::setPatternCounts(const std::optional<std::array<int, 5>>& counts)
{
    m_showsPatterns = counts.has_value();
    if (counts)
        m_patterns->setCounts(*counts);
    refresh();
}

void ScoreChooser::setBusy(std::optional<double> progress)
{
    if (!progress)
        m_quiet.stop();
    else if (!m_working)
        m_quiet.start();
    m_working = progress.has_value();
    if (progress)
        m_busy->setProgress(*progress);
    refresh();
}

void ScoreChooser::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_working)
        emit cancelRequested();
    else
        QWidget::keyPressEvent(event);
}

void ScoreChooser::refresh()
{
    const bool scores = chosen().has_value();
    const bool busy = m_working && !m_quiet.isActive();
    m_legend->setVisible(scores && !busy && !m_showsPatterns);
    m_patterns->setVisible(scores && !busy && m_showsPatterns);
    m_busy->setVisible(busy);
    const QString meaning = m_choice->currentData(Qt::ToolTipRole).toString();
    m_choice->setAccessibleDescription(meaning);
}

} // namespace ropescope
