// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/next_token_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/next_token_bars.h"

namespace ropescope {

NextTokenCard::NextTokenCard(QWidget* parent)
    : QFrame(parent)
    , m_divergence(makeLabel("nextTokenDivergence", "muted"))
    , m_bars(new NextTokenBars)
{
    setObjectName("nextTokenCard");
    setProperty("card", true);
    m_divergence->setToolTip(tr("How far the edit moves the next token's distribution: "
                                "KL(before || after), in nats"));
    m_divergence->setAccessibleName(tr("KL divergence"));
    auto* const title = new QHBoxLayout;
    title->addWidget(makeHeading(tr("Next token")));
    title->addStretch();
    title->addWidget(m_divergence);
    auto* const inside = new QVBoxLayout(this);
    inside->setContentsMargins(11, 9, 11, 9);
    inside->setSpacing(6);
    inside->addLayout(title);
    inside->addWidget(m_bars);
}

void NextTokenCard::setContent(const NextTokenContent& content)
{
    m_divergence->setText(content.divergence ? tr("KL %1 nats").arg(*content.divergence, 0, 'g', 3)
                                             : QString());
    m_bars->setContent(content);
}

void NextTokenCard::setTheme(const Theme& theme) { m_bars->setTheme(theme); }

} // namespace ropescope
