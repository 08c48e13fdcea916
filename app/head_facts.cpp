// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_facts.h"

#include <cmath>

#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/number_text.h"

namespace ropescope {

namespace {

constexpr double kAgreement = 0.02; ///< measured within 2 % of predicted counts as met
constexpr double kSmallShare = 0.1; ///< one pair below this cannot make diagonals alone

QString verdict(const HeadAnalysis& analysis)
{
    if (analysis.energy.dominantPair < 0)
        return HeadFacts::tr("This model has no RoPE, so no pair sets a period.");
    if (analysis.predictedPeriod <= 0.0)
        return HeadFacts::tr("The dominant pair does not turn here, so it sets no period.");
    const double longest = static_cast<double>(analysis.measured.size()) / kPeriodsThatMustFit;
    if (analysis.measuredPeriod
        && std::abs(analysis.measuredPeriod->tokens / analysis.predictedPeriod - 1.0) <= kAgreement)
        return HeadFacts::tr("Periodic: diagonals repeat where 2π/θ says they must.");
    if (analysis.predictedPeriod > longest)
        return HeadFacts::tr("The dominant pair turns too slowly to show a period here. "
                             "Drag its bar to a faster slot.");
    if (analysis.energy.dominantShare() < kSmallShare)
        return HeadFacts::tr("No single pair dominates, so the theorem promises no period.");
    if (analysis.measuredPeriod)
        return HeadFacts::tr("Another pair's rhythm is stronger than the dominant pair's here.");
    return HeadFacts::tr("Queries or keys vary too much for a period to show.");
}

} // namespace

HeadFacts::HeadFacts(QWidget* parent)
    : QWidget(parent)
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* const heading = new QLabel(tr("THIS HEAD"), this);
    heading->setProperty("heading", true);
    column->addWidget(heading);
    auto* const card = new QFrame(this);
    card->setProperty("card", true);
    auto* const inside = new QVBoxLayout(card);
    inside->setContentsMargins(12, 10, 12, 10);
    inside->setSpacing(6);
    auto* const form = new QFormLayout;
    inside->addLayout(form);
    form->setVerticalSpacing(6);
    const auto addRow = [&](const QString& label, const QString& name) {
        auto* const value = new QLabel(card);
        value->setObjectName(name);
        value->setAlignment(Qt::AlignRight);
        value->setAccessibleName(label);
        auto* const caption = new QLabel(label, card);
        caption->setProperty("muted", true);
        form->addRow(caption, value);
        return value;
    };
    m_pair = addRow(tr("Dominant pair"), QStringLiteral("dominantPair"));
    m_predicted = addRow(tr("Predicted period 2π/θ"), QStringLiteral("predictedPeriod"));
    m_measured = addRow(tr("Measured period"), QStringLiteral("measuredPeriod"));
    m_verdict = new QLabel(card);
    m_verdict->setObjectName(QStringLiteral("verdict"));
    m_verdict->setWordWrap(true);
    m_verdict->setProperty("muted", true);
    m_verdict->setAlignment(Qt::AlignTop);
    // Room for two lines at all times: a card that grows with each sentence makes the panel jump.
    m_verdict->setMinimumHeight(2 * fontMetrics().lineSpacing() + 2);
    inside->addWidget(m_verdict);
    column->addWidget(card);
    clear();
}

void HeadFacts::clear()
{
    for (QLabel* const label : { m_pair, m_predicted, m_measured })
        label->setText(QStringLiteral("–"));
    m_verdict->clear();
}

void HeadFacts::setAnalysis(const HeadAnalysis& analysis)
{
    const int pair = analysis.energy.dominantPair;
    m_pair->setText(pair < 0 ? QStringLiteral("–")
                             : tr("%1 · %2 % of energy")
                                   .arg(pair)
                                   .arg(100.0 * analysis.energy.dominantShare(), 0, 'f', 0));
    m_predicted->setText(analysis.predictedPeriod > 0.0
                             ? tr("%1 tokens").arg(wavelengthText(analysis.predictedPeriod))
                             : QStringLiteral("–"));
    m_measured->setText(analysis.measuredPeriod
                            ? tr("%1 tokens · strength %2")
                                  .arg(wavelengthText(analysis.measuredPeriod->tokens))
                                  .arg(analysis.measuredPeriod->strength, 0, 'f', 2)
                            : tr("none"));
    m_verdict->setText(verdict(analysis));
}

} // namespace ropescope
