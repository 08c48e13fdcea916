// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace ropescope {

/// A choice of one among few, as buttons that touch.
class SegmentSwitch : public QWidget {
    Q_OBJECT

public:
    /// labels and tips: one for each choice; buttons are called objectName0, objectName1, ..
    SegmentSwitch(const QString& objectName, const QStringList& labels, const QStringList& tips,
                  QWidget* parent = nullptr);

    /// Emits nothing.
    void setCurrent(int index);
    [[nodiscard]] int current() const;
    void setSegmentEnabled(int index, bool enabled);

signals:
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

} // namespace ropescope
