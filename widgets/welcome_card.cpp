// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/welcome_card.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>

#include "widgets/card.h"

namespace ropescope {

WelcomeCard::WelcomeCard(const QString& title, const std::vector<WelcomeStep>& steps,
                         QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("welcome"));
    setProperty("card", true);
    setAccessibleName(title);
    auto* const grid = new QGridLayout(this);
    grid->setContentsMargins(12, 6, 6, 8);
    grid->setVerticalSpacing(2);
    grid->addWidget(makeHeading(title, this), 0, 0);
    auto* const close = new QToolButton(this);
    close->setObjectName(QStringLiteral("dismissWelcome"));
    close->setText(QStringLiteral("×"));
    close->setProperty("quiet", true);
    close->setToolTip(tr("Close this card (Esc). Help > Things to try brings it back"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, this, &WelcomeCard::dismissed);
    grid->addWidget(close, 0, 1, Qt::AlignRight);
    for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        const WelcomeStep& step = steps[static_cast<std::size_t>(i)];
        auto* const button = new QPushButton(step.text, this);
        button->setObjectName(QStringLiteral("welcomeStep%1").arg(i));
        button->setProperty("link", true);
        button->setToolTip(step.tip);
        connect(button, &QPushButton::clicked, this, [this, i] { emit tried(i); });
        grid->addWidget(button, i + 1, 0, 1, 2, Qt::AlignLeft);
    }
}

void WelcomeCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit dismissed();
    else
        QFrame::keyPressEvent(event);
}

} // namespace ropescope
