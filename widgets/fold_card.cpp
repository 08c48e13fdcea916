// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/fold_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace ropescope {

FoldCard::FoldCard(const QString& title, const QString& objectName, QWidget* parent)
    : QFrame(parent)
    , m_title(new QToolButton)
    , m_extra(new QWidget)
    , m_body(new QWidget)
{
    setObjectName(objectName);
    setProperty("card", true);
    m_title->setObjectName(objectName + QStringLiteral("Fold"));
    m_title->setProperty("fold", true);
    m_title->setText(title.toUpper());
    m_title->setAccessibleName(title);
    m_title->setCheckable(true);
    m_title->setChecked(true);
    m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_title->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);

    auto* const extra = new QHBoxLayout(m_extra);
    extra->setContentsMargins(0, 0, 0, 0);
    auto* const head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_extra);
    auto* const body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(4);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(8, 5, 8, 6);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_body);
    showBody(true);
    connect(m_title, &QToolButton::clicked, this, [this](bool open) {
        showBody(open);
        emit toggled(open);
    });
}

void FoldCard::addToTitle(QWidget* widget) { m_extra->layout()->addWidget(widget); }

void FoldCard::addWidget(QWidget* widget) { m_body->layout()->addWidget(widget); }

void FoldCard::setOpen(bool open)
{
    m_title->setChecked(open);
    showBody(open);
}

bool FoldCard::isOpen() const { return m_title->isChecked(); }

int FoldCard::foldedHeight() const
{
    const QMargins margins = layout()->contentsMargins();
    return margins.top() + margins.bottom() + 2 * frameWidth()
        + std::max(m_title->sizeHint().height(), m_extra->sizeHint().height());
}

int FoldCard::bodyHeight() const { return m_body->sizeHint().height() + layout()->spacing(); }

void FoldCard::showBody(bool open)
{
    m_title->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_title->setToolTip(open ? tr("Fold this away") : tr("Unfold"));
    m_extra->setVisible(open);
    m_body->setVisible(open);
}

} // namespace ropescope
