// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/segment_switch.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace ropescope {

SegmentSwitch::SegmentSwitch(const QString& objectName, const QStringList& labels,
                             const QStringList& tips, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    setObjectName(objectName);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int index = 0; index < labels.size(); ++index) {
        auto* const button = new QToolButton(this);
        button->setObjectName(objectName + QString::number(index));
        button->setText(labels[index]);
        button->setAccessibleName(labels[index]);
        button->setToolTip(tips[index]);
        button->setCheckable(true);
        const char* const side = index == 0 ? "left"
            : index + 1 == labels.size()    ? "right"
                                            : "middle";
        button->setProperty("segment", side);
        button->setProperty("compact", true);
        m_group->addButton(button, index);
        row->addWidget(button);
    }
    m_group->button(0)->setChecked(true);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentSwitch::chosen);
}

void SegmentSwitch::setCurrent(int index) { m_group->button(index)->setChecked(true); }

int SegmentSwitch::current() const { return m_group->checkedId(); }

void SegmentSwitch::setSegmentEnabled(int index, bool enabled)
{
    m_group->button(index)->setEnabled(enabled);
}

} // namespace ropescope
