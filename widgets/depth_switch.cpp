// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/depth_switch.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace ropescope {

namespace {

QToolButton* makeSegment(const char* objectName, const QString& text, const char* side)
{
    auto* const button = new QToolButton;
    button->setObjectName(objectName);
    button->setText(text);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setProperty("segment", side);
    button->setProperty("compact", true);
    return button;
}

} // namespace

DepthSwitch::DepthSwitch(QWidget* parent)
    : QWidget(parent)
    , m_head(makeSegment("depthThisHead", tr("This head"), "left"))
    , m_model(makeSegment("depthWholeModel", tr("Whole model"), "right"))
{
    setObjectName("depthSwitch");
    setAccessibleName(tr("Reach of the edit"));
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* const choice = new QButtonGroup(this);
    for (QToolButton* const button : { m_head, m_model }) {
        choice->addButton(button);
        row->addWidget(button);
    }
    m_head->setChecked(true);
    connect(m_head, &QToolButton::clicked, this, [this] { emit depthChosen(EditDepth::ThisHead); });
    connect(m_model, &QToolButton::clicked, this,
            [this] { emit depthChosen(EditDepth::WholeModel); });
    setReason({});
}

void DepthSwitch::setDepth(EditDepth depth)
{
    (depth == EditDepth::ThisHead ? m_head : m_model)->setChecked(true);
}

void DepthSwitch::setReason(const QString& reason)
{
    for (QToolButton* const button : { m_head, m_model })
        button->setEnabled(reason.isEmpty());
    m_head->setToolTip(reason.isEmpty()
                           ? tr("The edit redraws this head from its raw queries and keys, at once")
                           : reason);
    m_model->setToolTip(reason.isEmpty()
                            ? tr("The model runs again with the edit, so that later layers feel it")
                            : reason);
}

} // namespace ropescope
