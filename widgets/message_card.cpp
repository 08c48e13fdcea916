// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/message_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace ropescope {

MessageCard::MessageCard(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_close(new QToolButton)
{
    setObjectName("messageCard");
    setProperty("message", true);
    m_text->setObjectName("messageText");
    m_text->setTextFormat(Qt::PlainText); // it may quote a file
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setObjectName("messageClose");
    m_close->setProperty("quiet", true);
    m_close->setText(QStringLiteral("✕"));
    m_close->setToolTip(tr("Dismiss this message"));
    m_close->setAccessibleName(tr("Dismiss message"));

    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 4, 6);
    row->setSpacing(4);
    row->addWidget(m_text, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);

    connect(m_close, &QToolButton::clicked, this, [this] {
        setText({});
        emit dismissed();
    });
    hide();
}

void MessageCard::setText(const QString& sentence)
{
    constexpr qsizetype kLongest = 2000; // lines are broken for each size that is tried
    const QString shown
        = sentence.size() > kLongest ? sentence.left(kLongest) + QStringLiteral(" …") : sentence;
    m_text->setText(shown);
    setAccessibleName(shown);
    setVisible(!sentence.isEmpty());
}

QString MessageCard::text() const { return m_text->text(); }

} // namespace ropescope
