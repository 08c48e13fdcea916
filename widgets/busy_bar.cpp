// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/busy_bar.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/card.h"

namespace ropescope {

BusyBar::BusyBar(QWidget* parent)
    : QWidget(parent)
    , m_text(makeLabel("busyText", "muted"))
    , m_bar(new QProgressBar)
    , m_cancel(new QPushButton(tr("Cancel")))
{
    setObjectName("busyBar");
    m_bar->setObjectName("busyProgress");
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setObjectName("busyCancel");
    m_cancel->setToolTip(tr("Stop this work (Esc)"));

    auto* const left = new QVBoxLayout;
    left->setSpacing(4);
    left->addWidget(m_text);
    left->addWidget(m_bar);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addLayout(left, 1);
    row->addWidget(m_cancel);

    connect(m_cancel, &QPushButton::clicked, this, &BusyBar::cancelRequested);
    setProgress(-1.0);
}

void BusyBar::setText(const QString& text)
{
    m_text->setText(text);
    m_bar->setAccessibleDescription(text);
}

void BusyBar::setProgress(double progress)
{
    if (progress < 0.0) {
        m_bar->setRange(0, 0);
    } else {
        m_bar->setUpdatesEnabled(false); // else it paints at once all that waits to be painted
        m_bar->setRange(0, 1000);
        m_bar->setValue(static_cast<int>(std::lround(1000.0 * std::min(progress, 1.0))));
        m_bar->setUpdatesEnabled(true);
    }
}

} // namespace ropescope
