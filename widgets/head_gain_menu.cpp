// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/head_gain_menu.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QWidgetAction>

namespace ropescope {

HeadGainMenu::HeadGainMenu(QWidget* parent)
    : QMenu(parent)
    , m_spin(new QDoubleSpinBox)
{
    setObjectName("headGainMenu");
    setToolTipsVisible(true);
    m_title = addAction(QString());
    m_title->setEnabled(false);
    QAction* const pin = addAction(tr("&Pin as reference"));
    pin->setObjectName("pinHead");
    pin->setToolTip(tr("Compares what is shown with this head, under the present edit"));
    connect(pin, &QAction::triggered, this, [this] { emit pinRequested(m_head); });
    addSeparator();
    m_reason = addAction(QString());
    m_reason->setEnabled(false);
    addSeparator();
    m_mask = addAction(tr("&Mask this head\tM"));
    m_mask->setObjectName("maskHead");
    m_mask->setCheckable(true);
    m_mask->setToolTip(tr("The model runs without what this head adds"));
    connect(m_mask, &QAction::triggered, this,
            [this](bool masked) { emit gainChosen(m_head, masked ? 0.0 : 1.0); });

    auto* const row = new QWidget;
    auto* const inside = new QHBoxLayout(row);
    inside->setContentsMargins(24, 3, 8, 3);
    auto* const caption = new QLabel(tr("&Gain"));
    caption->setTextFormat(Qt::PlainText);
    caption->setBuddy(m_spin);
    m_spin->setObjectName("headGain");
    m_spin->setRange(-10.0, 10.0);
    m_spin->setSingleStep(0.25);
    m_spin->setAccessibleName(tr("Gain of this head"));
    m_spin->setToolTip(tr("Factor on what this head adds to the model; Return takes it"));
    inside->addWidget(caption);
    inside->addStretch();
    inside->addWidget(m_spin);
    auto* const gainRow = new QWidgetAction(this);
    gainRow->setDefaultWidget(row);
    addAction(m_gainRow = gainRow);
    connect(m_spin, &QDoubleSpinBox::editingFinished, this, &HeadGainMenu::takeSpin);
    connect(this, &QMenu::aboutToHide, this, &HeadGainMenu::takeSpin);

    addSeparator();
    m_resetAll = addAction(tr("&All heads as they are"));
    m_resetAll->setObjectName("resetHeads");
    m_resetAll->setToolTip(tr("No head masked, no head scaled"));
    connect(m_resetAll, &QAction::triggered, this, &HeadGainMenu::resetAllRequested);
}

/// A menu that ends while it is open hides, and the box loses the focus: both would tell a menu
/// that is half gone.
HeadGainMenu::~HeadGainMenu()
{
    disconnect(this, &QMenu::aboutToHide, this, nullptr);
    m_spin->disconnect(this);
}

void HeadGainMenu::setHead(HeadId id, double gain, bool anyEdited, const QString& reason)
{
    m_head = id;
    m_gain = gain;
    m_title->setText(tr("Layer %1 · Head %2").arg(id.layer.value).arg(id.head.value));
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_mask->setChecked(gain == 0.0);
    m_spin->setValue(gain);
    for (QAction* const action : { m_mask, m_gainRow })
        action->setEnabled(reason.isEmpty());
    m_spin->parentWidget()->setEnabled(reason.isEmpty());
    m_resetAll->setEnabled(reason.isEmpty() && anyEdited);
}

/// Once a gain, however often the box says so.
void HeadGainMenu::takeSpin()
{
    const double gain = m_spin->value();
    if (gain == m_gain || !m_spin->parentWidget()->isEnabled())
        return;
    m_gain = gain;
    emit gainChosen(m_head, gain);
    hide();
}

} // namespace ropescope
