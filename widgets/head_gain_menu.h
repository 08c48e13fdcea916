// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

#include "core/base/ids.h"

class QAction;
class QDoubleSpinBox;

namespace ropescope {

/// What can be done to a head of the model: masking it, scaling what it adds, or neither.
class HeadGainMenu : public QMenu {
    Q_OBJECT

public:
    explicit HeadGainMenu(QWidget* parent = nullptr);

    /// gain: its factor now. anyEdited: some head has one other than 1. reason: why nothing can be
    /// done, shown in the menu; empty: something can. Emits nothing.
    void setHead(HeadId id, double gain, bool anyEdited, const QString& reason);

signals:
    /// 0 masks, 1 is the model's own.
    void gainChosen(ropescope::HeadId id, double gain);
    void resetAllRequested();

private:
    void takeSpin();

    HeadId m_head;
    double m_gain = 1.0;
    QAction* m_title = nullptr;
    QAction* m_reason = nullptr;
    QAction* m_mask = nullptr;
    QAction* m_gainRow = nullptr;
    QDoubleSpinBox* m_spin = nullptr;
    QAction* m_resetAll = nullptr;
};

} // namespace ropescope
