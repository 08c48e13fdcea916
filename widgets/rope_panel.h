// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QWidget>

#include "widgets/rope_panel_state.h"
#include "widgets/theme.h"

class QDoubleSpinBox;
class QFrame;
class QLabel;
class QPushButton;
class QSlider;
class QVariantAnimation;

namespace ropescope {

class BaseDial;
class PairBars;

/// Where RoPE is edited: channel pairs, the gain of the selected one, the base. Edits show at once
/// and go out as values; the owner answers with setState.
class RopePanel : public QWidget {
    Q_OBJECT

public:
    explicit RopePanel(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing. While a gesture goes on the panel keeps its own newer edit, unless the
    /// config changes or the panel is disabled.
    void setState(const RopePanelState& state);
    /// Whether there is a choice between this head and the whole model; hidden by default.
    void setScopeVisible(bool visible);
    /// Emits nothing.
    void setWholeModel(bool wholeModel);

    [[nodiscard]] const RopePanelState& state() const { return m_state; }
    [[nodiscard]] int selectedPair() const;
    [[nodiscard]] bool isSweeping() const;

signals:
    void editChanged(const ropescope::RopeEdit& edit);   ///< live
    void editCommitted(const ropescope::RopeEdit& edit); ///< once per gesture
    void undoRequested();
    void redoRequested();
    void resetRequested();
    void pairSelected(int pair);
    void scopeChanged(bool wholeModel);

public slots:
    void selectPair(int pair);
    /// Turns the base down to 1e2 and back; stops where it is when it already sweeps.
    void toggleSweep();

private:
    QFrame* makeChannelCard();
    QFrame* makeBaseCard();
    void connectBars();
    void connectBase();
    void connectGain();

    void beginGesture();
    void applyLive(RopeEdit edit);
    void commit();
    void applyAndCommit(RopeEdit edit);
    void stopSweep();
    void refresh();
    void refreshPairLine();

    RopePanelState m_state;
    std::optional<RopeEdit> m_editAtStart; ///< set while a gesture goes on
    bool m_pairChosen = false;             ///< by the user; else the dominant pair is shown

    PairBars* m_bars = nullptr;
    BaseDial* m_dial = nullptr;
    QVariantAnimation* m_sweep = nullptr;
    QWidget* m_scope = nullptr;
    QPushButton* m_headScope = nullptr;
    QPushButton* m_modelScope = nullptr;
    QFrame* m_channelCard = nullptr;
    QFrame* m_baseCard = nullptr;
    QLabel* m_reason = nullptr;
    QWidget* m_pairControls = nullptr;
    QLabel* m_pairName = nullptr;
    QLabel* m_pairDims = nullptr;
    QLabel* m_oldWavelength = nullptr;
    QLabel* m_newWavelength = nullptr;
    QSlider* m_gainSlider = nullptr;
    QDoubleSpinBox* m_gainSpin = nullptr;
    QLabel* m_scaling = nullptr;
    QPushButton* m_sweepButton = nullptr;
    QPushButton* m_undo = nullptr;
    QPushButton* m_redo = nullptr;
    QPushButton* m_reset = nullptr;
};

} // namespace ropescope
