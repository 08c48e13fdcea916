// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QWidget>

#include "widgets/pair_parts.h"
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
class DepthSwitch;
class EditsMenu;
class PairBars;

/// Where RoPE is edited: channel pairs, the gain of the selected one, the base. An edit shows at
/// once and goes out as a value; the owner answers with setState.
class RopePanel : public QWidget {
    Q_OBJECT

public:
    explicit RopePanel(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing. The state is final: a gesture that is under way goes on while the state has
    /// the edit that went out last, and ends when it has another one.
    void setState(const RopePanelState& state);
    /// Shows over the bars what makes the logit of one cell; none ends it.
    void setParts(const std::optional<PairParts>& parts);

    [[nodiscard]] const RopePanelState& state() const { return m_state; }
    [[nodiscard]] int selectedPair() const;
    [[nodiscard]] bool isSweeping() const;
    /// Also for a menu bar.
    [[nodiscard]] EditsMenu* editsMenu() const { return m_edits; }

signals:
    void editChanged(const ropescope::RopeEdit& edit); ///< live
    /// Once per gesture, also when it ends where it began.
    void editCommitted(const ropescope::RopeEdit& edit);
    void undoRequested();
    void redoRequested();
    void resetRequested();
    void pairSelected(int pair);
    void depthChosen(ropescope::EditDepth depth);

public slots:
    /// Emits nothing. -1: follow the dominant pair, as until the user picks one.
    void selectPair(int pair);
    /// Turns the base down to 1e2 and back in four seconds; stops where it is when it already
    /// sweeps.
    void toggleSweep();

private:
    [[nodiscard]] QFrame* makeChannelCard();
    [[nodiscard]] QWidget* makePairControls();
    [[nodiscard]] QFrame* makeBaseCard();
    void connectBars();
    void connectBase();
    void connectGain();
    void connectEdits();

    void beginGesture();
    void applyLive(RopeEdit edit);
    void commit();
    void setGain(int pair, double gain);
    void sweepTo(double progress);
    void refresh();
    void refreshPairLine();

    RopePanelState m_state;
    std::optional<RopeEdit> m_editAtStart; ///< set while a gesture goes on
    bool m_pairChosen = false;             ///< by the user; else the dominant pair is selected

    DepthSwitch* m_depth;
    PairBars* m_bars;
    BaseDial* m_dial;
    QVariantAnimation* m_sweep;
    QLabel* m_reason;
    QLabel* m_pairName;
    QLabel* m_pairDims;
    QLabel* m_oldWavelength;
    QLabel* m_newWavelength;
    QSlider* m_gainSlider;
    QDoubleSpinBox* m_gainSpin;
    QLabel* m_scaling;
    EditsMenu* m_edits;
    QPushButton* m_editsButton;
    QPushButton* m_sweepButton;
    QPushButton* m_undo;
    QPushButton* m_redo;
    QPushButton* m_reset;
    QWidget* m_pairControls = nullptr;
    QFrame* m_baseCard = nullptr;
};

} // namespace ropescope
