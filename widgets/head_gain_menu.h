// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

#include "core/base/ids.h"

class QAction;
class QDoubleSpinBox;

namespace ropescope {

/// What can be done with a head: comparing with it, and in a model masking it or scaling what it
/// adds.
class HeadGainMenu : public QMenu {
    Q_OBJECT

public:
    explicit HeadGainMenu(QWidget* parent = nullptr);
    ~HeadGainMenu() override;

    /// gain: its factor now. anyEdited: some head has one other than 1. reason: why it can be
    /// neither masked nor scaled, shown in the menu; empty: it can. Emits nothing.
    void setHead(HeadId id, double gain, bool anyEdited, const QString& reason);

signals:
    /// 0 masks, 1 is the model's own.
    void gainChosen(ropescope::HeadId id, double gain);
    void resetAllRequested();
    /// Everything is to be compared with it.
    void pinRequested(ropescope::HeadId id);

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
