// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/pattern_gallery.h"

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/head_text.h"
#include "widgets/card.h"
#include "widgets/head_tiles.h"
#include "widgets/pattern_look.h"

namespace ropescope {

namespace {

constexpr std::size_t kExamples = 5;
constexpr int kSide = 104;
constexpr int kMark = 18;

double thresholdOf(Pattern pattern, const PatternThresholds& thresholds)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return thresholds.reAccess;
    case Pattern::Sequential:
        return thresholds.sequential;
    case Pattern::Periodic:
        return thresholds.periodic;
    case Pattern::Seasonal:
        return thresholds.seasonal;
    case Pattern::Unpredictable:
        break;
    }
    return 1.0; // of the multiples of the others
}

/// "evidence 0.62 of 0.20"; for an unpredictable head how near it came to any threshold.
QString evidenceText(Pattern pattern, double multiple, const PatternThresholds& thresholds)
{
    if (pattern == Pattern::Unpredictable)
        return PatternGallery::tr("%1 % of a threshold").arg(100.0 / multiple, 0, 'f', 0);
    const double threshold = thresholdOf(pattern, thresholds);
    return PatternGallery::tr("%1, from %2 on")
        .arg(multiple * threshold, 0, 'f', 2)
        .arg(threshold, 0, 'f', 2);
}

/// Why a pattern has no example: the head that comes nearest.
QString absenceText(Pattern pattern, const std::vector<HeadTheory>& heads,
                    const PatternThresholds& thresholds)
{
    if (pattern == Pattern::Unpredictable)
        return PatternGallery::tr("Every head reaches the threshold of some pattern.");
    const auto multiple = [&](const HeadTheory& head) {
        return thresholdMultiple(head.evidence, pattern, thresholds);
    };
    const auto nearest = std::ranges::max_element(heads, {}, multiple);
    if (nearest == heads.end())
        return {};
    return PatternGallery::tr("No head of this run has it most. The nearest is %1: %2.")
        .arg(headText(nearest->id), evidenceText(pattern, multiple(*nearest), thresholds));
}

QPixmap markOf(Pattern pattern, const Theme& theme, double ratio)
{
    QPixmap pixmap(QSize(kMark, kMark) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPatternMark(painter, QRectF(0, 0, kMark, kMark), pattern, theme);
    return pixmap;
}

} // namespace

PatternGallery::PatternGallery(Session* session, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("patternGallery"));
    setWindowTitle(tr("Pattern gallery"));
    auto* const content = new QWidget;
    auto* const rows = new QVBoxLayout(content);
    rows->setContentsMargins(12, 12, 12, 12);
    rows->setSpacing(10);
    for (const Pattern pattern : kPatterns)
        rows->addWidget(makeRow(pattern));
    rows->addStretch(1);
    auto* const scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    resize(660, 720);
    connect(session, &Session::exampleDrawn, this, [this](HeadId id, const QImage& image) {
        for (const Row& row : m_rows)
            row.tiles->setPicture(id, image);
    });
    connect(session, &Session::scoresChanged, this, &PatternGallery::refresh);
    connect(session, &Session::viewChanged, this, &PatternGallery::refresh); // thresholds
    setTheme(theme);
    refresh();
}

QWidget* PatternGallery::makeRow(Pattern pattern)
{
    const QString name = QString::fromUtf8(patternName(pattern).data());
    QFrame* const card = makeCard(name + QStringLiteral("Card"));
    Row& row = m_rows[static_cast<std::size_t>(pattern)];
    row.mark = new QLabel;
    row.tiles = new HeadTiles(kSide);
    row.tiles->setObjectName(name + QStringLiteral("Tiles"));
    row.tiles->setAccessibleName(tr("Best examples: %1").arg(patternTitle(pattern)));
    row.message = makeLabel("", "muted");
    row.message->setObjectName(name + QStringLiteral("Message"));
    row.message->setWordWrap(true);
    QLabel* const title = makeLabel("", "strong");
    title->setText(patternTitle(pattern));
    QLabel* const meaning = makeLabel("", "muted");
    meaning->setText(patternMeaning(pattern));
    auto* const head = new QHBoxLayout;
    head->addWidget(row.mark);
    head->addWidget(title);
    head->addWidget(meaning, 1);
    auto* const column = new QVBoxLayout(card);
    column->setContentsMargins(12, 8, 12, 8);
    column->addLayout(head);
    column->addWidget(row.message);
    column->addWidget(row.tiles);
    connect(row.tiles, &HeadTiles::headPicked, m_session, &Session::showHead);
    return card;
}

void PatternGallery::setTheme(const Theme& theme)
{
    for (const Pattern pattern : kPatterns)
        m_rows[static_cast<std::size_t>(pattern)].mark->setPixmap(
            markOf(pattern, theme, devicePixelRatioF()));
}

void PatternGallery::refresh()
{
    const auto& theory = m_session->allHeads();
    std::vector<HeadId> wanted;
    for (const Pattern pattern : kPatterns) {
        std::vector<PatternExample> examples;
        if (theory)
            examples
                = patternExamples(theory->heads, pattern, m_session->view().thresholds, kExamples);
        for (const PatternExample& example : examples)
            wanted.push_back(example.id);
        fill(pattern, examples);
    }
    if (wanted == m_drawn && theory == m_drawnOf)
        return; // another view of the same heads
    m_drawn = wanted;
    m_drawnOf = theory;
    if (!wanted.empty())
        m_session->drawExamples(wanted, kSide * static_cast<int>(std::ceil(devicePixelRatioF())));
}

void PatternGallery::fill(Pattern pattern, const std::vector<PatternExample>& examples)
{
    const PatternThresholds& thresholds = m_session->view().thresholds;
    const Row& row = m_rows[static_cast<std::size_t>(pattern)];
    std::vector<HeadTile> tiles;
    for (const PatternExample& example : examples) {
        const QString numbers = evidenceText(pattern, example.multiple, thresholds);
        const PatternEvidence& evidence = example.evidence;
        tiles.push_back(
            { example.id, QStringLiteral("%1\n%2").arg(headText(example.id), numbers),
              tr("%1: evidence of re-access %2, sequential %3, periodic %4, seasonal %5")
                  .arg(headText(example.id))
                  .arg(evidence.reAccess, 0, 'f', 2)
                  .arg(evidence.sequential, 0, 'f', 2)
                  .arg(evidence.periodic, 0, 'f', 2)
                  .arg(evidence.seasonal, 0, 'f', 2) });
    }
    row.tiles->setTiles(tiles);
    row.tiles->setVisible(!tiles.empty());
    row.message->setVisible(tiles.empty());
    const auto& theory = m_session->allHeads();
    row.message->setText(theory ? absenceText(pattern, theory->heads, thresholds)
                                : tr("Known once all heads are scored."));
}

} // namespace ropescope
