// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theory_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStringList>
#include <QVBoxLayout>

#include "widgets/bound_bar.h"
#include "widgets/card.h"
#include "widgets/flow_layout.h"
#include "widgets/plain_tip.h"

namespace ropescope {

namespace {

constexpr int kChipGap = 4;

QString tightnessText(const std::vector<BoundComparison>& comparisons)
{
    QStringList numbers;
    for (const BoundComparison& comparison : comparisons)
        numbers << QString::number(comparison.tightness, 'f', 2);
    return TheoryCard::tr("tightness %1").arg(numbers.join(QStringLiteral(", ")));
}

QString violationsText(std::int64_t violations)
{
    if (violations == 0)
        return TheoryCard::tr("0 violations");
    return QStringLiteral("⚠ ")
        + TheoryCard::tr("%n violation(s)", nullptr,
                         static_cast<int>(std::min<std::int64_t>(violations, INT_MAX)));
}

} // namespace

TheoryCard::TheoryCard(QWidget* parent)
    : QFrame(parent)
    , m_name(makeLabel("theoryName", "strong"))
    , m_chipPlace(new QWidget)
    , m_comparisonPlace(new QVBoxLayout)
    , m_remark(makeLabel("theoryRemark", "note"))
    , m_verdict(makeLabel("theoryVerdict", "note"))
{
    setProperty("card", true);
    m_name->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    new FlowLayout(kChipGap, m_chipPlace);
    QSizePolicy grows(QSizePolicy::Expanding, QSizePolicy::Preferred);
    grows.setHeightForWidth(true);
    m_chipPlace->setSizePolicy(grows);
    m_remark->setWordWrap(true);
    m_verdict->setWordWrap(true);

    auto* const title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(m_name, 0, Qt::AlignTop);
    title->addWidget(m_chipPlace, 1);
    m_comparisonPlace->setSpacing(1);
    auto* const inside = new QVBoxLayout(this);
    inside->setContentsMargins(11, 8, 11, 8);
    inside->setSpacing(3);
    inside->addLayout(title);
    inside->addLayout(m_comparisonPlace);
    inside->addWidget(m_remark);
    inside->addWidget(m_verdict);
}

void TheoryCard::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (const Comparison& row : m_comparisons)
        row.bar->setTheme(theme);
}

void TheoryCard::setContent(const TheoryCardContent& content)
{
    if (content == m_content)
        return;
    m_content = content;
    m_name->setText(content.name);
    setToolTip(plainTip(content.formula));
    setAccessibleDescription(content.formula);
    setAccessibleName(content.name);
    showConditions();
    showComparisons();
    m_remark->setText(content.remark);
    m_remark->setVisible(!content.remark.isEmpty());
    showVerdict();
}

void TheoryCard::showConditions()
{
    const auto& conditions = m_content.conditions;
    while (m_chips.size() > conditions.size()) {
        delete m_chips.back();
        m_chips.pop_back();
    }
    while (m_chips.size() < conditions.size()) {
        QLabel* const chip = makeLabel("theoryCondition", "chip");
        m_chipPlace->layout()->addWidget(chip);
        m_chips.push_back(chip);
    }
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const TheoryCondition& condition = conditions[i];
        m_chips[i]->setText(condition.text);
        m_chips[i]->setToolTip(plainTip(condition.meaning));
        // Colour alone tells nothing to a screen reader.
        m_chips[i]->setAccessibleName(condition.holds
                                          ? tr("%1: holds").arg(condition.text)
                                          : tr("%1: does not hold").arg(condition.text));
        setStyleFlag(m_chips[i], "good", condition.holds);
    }
    m_chipPlace->updateGeometry();
}

void TheoryCard::showComparisons()
{
    const auto& comparisons = m_content.comparisons;
    while (m_comparisons.size() < comparisons.size()) {
        const Comparison row { new BoundBar, makeLabel("theorySentence", "note") };
        row.bar->setObjectName("theoryBar");
        row.bar->setTheme(m_theme);
        row.sentence->setWordWrap(true);
        m_comparisonPlace->addWidget(row.bar);
        m_comparisonPlace->addWidget(row.sentence);
        m_comparisons.push_back(row);
    }
    for (std::size_t i = 0; i < m_comparisons.size(); ++i) {
        const Comparison& row = m_comparisons[i];
        const bool isUsed = i < comparisons.size();
        row.bar->setVisible(isUsed);
        row.sentence->setVisible(isUsed);
        if (!isUsed)
            continue;
        row.bar->setComparison(comparisons[i], m_content.scale());
        row.bar->setStrong(m_content.isLabel);
        row.sentence->setText(comparisons[i].sentence);
    }
}

void TheoryCard::showVerdict()
{
    m_verdict->setVisible(!m_content.comparisons.empty());
    if (m_content.comparisons.empty())
        return m_verdict->clear();
    m_verdict->setText(QStringLiteral("%1 · %2 · %3")
                           .arg(tightnessText(m_content.comparisons),
                                violationsText(m_content.violations()), m_content.coverage));
    m_verdict->setToolTip(plainTip(tr(
        "Tightness: sum of the measured numbers over the sum of the bounds (the other way round "
        "for a bound from below), 1 where nothing is given away. Violations: cells that break the "
        "bound by more than rounding; there must be none. Queries: those that have a cell at this "
        "shift to be compared with; the last, for one, has no next.")));
    setStyleFlag(m_verdict, "predicted", m_content.violations() > 0);
}

} // namespace ropescope
