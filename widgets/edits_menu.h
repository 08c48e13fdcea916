// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

#include "widgets/rope_panel_state.h"

namespace ropescope {

/// Edits of many pairs by one click: slow slots removed or stopped, pairs replaced by their mean.
/// What is in force is checked; choosing it again takes it back.
class EditsMenu : public QMenu {
    Q_OBJECT

public:
    explicit EditsMenu(QWidget* parent = nullptr);

    /// selectedPair: whose slot is where the slow ones begin; -1: none.
    void setState(const RopePanelState& state, int selectedPair);

signals:
    void editChosen(const ropescope::RopeEdit& edit);

private:
    void truncate(Truncation::Kind kind);
    void chooseMeans(const std::vector<int>& pairs);

    RopePanelState m_state;
    int m_pair = -1;
    int m_slot = -1; ///< that m_pair holds
    QAction* m_remove;
    QAction* m_stop;
    QAction* m_massive;
    QAction* m_mean;
    QAction* m_plain;
};

} // namespace ropescope
