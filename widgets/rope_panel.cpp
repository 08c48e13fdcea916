// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rope_panel.h"

#include <cmath>
#include <numbers>

#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVariantAnimation>

#include "widgets/base_dial.h"
#include "widgets/depth_switch.h"
#include "widgets/edits_menu.h"
#include "widgets/number_text.h"
#include "widgets/pair_bars.h"
#include "widgets/rope_panel_text.h"
#include "widgets/slot_edit.h"

namespace ropescope {

namespace {

constexpr double kSweepEnd = 1e2;
constexpr double kSweepEndFromSmallBase = 1e6;
constexpr double kGainPerSliderStep = 0.05;

} // namespace

void RopePanel::setTheme(const Theme& theme)
{
    m_bars->setTheme(theme);
    m_dial->setTheme(theme);
}

void RopePanel::setState(const RopePanelState& state)
{
    const bool sameGesture
        = state.enabled && state.config == m_state.config && state.edit == m_state.edit;
    if (!sameGesture) {
        m_editAtStart.reset();
        m_bars->abandonDrag();
        m_sweep->stop();
    }
    m_state = state;
    refresh();
}

void RopePanel::setParts(const std::optional<PairParts>& parts) { m_bars->setParts(parts); }

int RopePanel::selectedPair() const { return m_bars->selectedPair(); }

bool RopePanel::isSweeping() const { return m_sweep->state() == QAbstractAnimation::Running; }

void RopePanel::selectPair(int pair)
{
    m_pairChosen = pair >= 0;
    m_bars->setSelectedPair(pair);
    refresh();
}

void RopePanel::connectBars()
{
    connect(m_bars, &PairBars::pairSelected, this, [this](int pair) {
        m_pairChosen = true;
        refreshPairLine();
        emit pairSelected(pair);
    });
    connect(m_bars, &PairBars::moveStarted, this, &RopePanel::beginGesture);
    connect(m_bars, &PairBars::moved, this, [this](int pair, int slot) {
        if (m_editAtStart)
            applyLive(movedToSlot(*m_editAtStart, pair, slot, m_state.table.pairCount()));
    });
    connect(m_bars, &PairBars::moveFinished, this, &RopePanel::commit);
    connect(m_bars, &PairBars::moveCancelled, this, [this] {
        if (m_editAtStart)
            applyLive(*m_editAtStart);
        commit();
    });
    connect(m_bars, &PairBars::gainRequested, this, [this](int pair, double gain) {
        beginGesture();
        setGain(pair, gain);
        commit();
    });
    connect(m_bars, &PairBars::resetRequested, this, &RopePanel::resetRequested);
}

void RopePanel::connectBase()
{
    connect(m_dial, &BaseDial::baseEdited, this, [this](double base) {
        if (!m_editAtStart || isSweeping())
            beginGesture();
        applyLive(withBase(m_state.edit, base, m_state.config.base));
    });
    connect(m_dial, &BaseDial::baseCommitted, this, &RopePanel::commit);
    connect(m_sweepButton, &QPushButton::clicked, this, &RopePanel::toggleSweep);
    connect(m_sweep, &QVariantAnimation::valueChanged, this, [this](const QVariant& progress) {
        if (m_editAtStart && isSweeping())
            sweepTo(progress.toDouble());
    });
    connect(m_sweep, &QVariantAnimation::finished, this, [this] {
        if (m_editAtStart)
            applyLive(*m_editAtStart); // exactly, without the rounding of the way back
        commit();
    });
    connect(m_sweep, &QAbstractAnimation::stateChanged, this,
            [this] { m_sweepButton->setText(isSweeping() ? tr("Stop") : tr("Sweep ▷")); });
    const auto request = [this](void (RopePanel::*signal)()) {
        return [this, signal] {
            if (isSweeping())
                toggleSweep();
            emit(this->*signal)();
        };
    };
    connect(m_undo, &QPushButton::clicked, this, request(&RopePanel::undoRequested));
    connect(m_redo, &QPushButton::clicked, this, request(&RopePanel::redoRequested));
    connect(m_reset, &QPushButton::clicked, this, request(&RopePanel::resetRequested));
}

void RopePanel::connectGain()
{
    connect(m_gainSlider, &QSlider::sliderPressed, this, &RopePanel::beginGesture);
    connect(m_gainSlider, &QSlider::valueChanged, this, [this](int step) {
        const bool dragged = m_gainSlider->isSliderDown();
        if (!dragged)
            beginGesture();
        setGain(selectedPair(), step * kGainPerSliderStep);
        if (!dragged)
            commit();
    });
    connect(m_gainSlider, &QSlider::sliderReleased, this, &RopePanel::commit);
    connect(m_gainSpin, &QDoubleSpinBox::valueChanged, this, [this](double gain) {
        beginGesture();
        setGain(selectedPair(), gain);
        commit();
    });
}

void RopePanel::connectEdits()
{
    connect(m_edits, &EditsMenu::editChosen, this, [this](const RopeEdit& edit) {
        beginGesture();
        applyLive(edit);
        commit();
    });
}

void RopePanel::beginGesture()
{
    if (isSweeping())
        toggleSweep();
    m_editAtStart = m_state.edit;
    m_pairChosen = m_pairChosen || selectedPair() >= 0; // an edit must not move the selection
}

void RopePanel::applyLive(RopeEdit edit)
{
    if (edit == m_state.edit)
        return;
    auto table = makeRopeTable(m_state.config, edit);
    if (!table)
        return; // the controls offer valid values only; a config that allows none stays as it is
    m_state.edit = std::move(edit);
    m_state.table = std::move(*table);
    refresh();
    emit editChanged(RopeEdit(m_state.edit)); // a copy: the owner may answer with setState
}

void RopePanel::commit()
{
    if (!m_editAtStart)
        return;
    m_editAtStart.reset();
    emit editCommitted(RopeEdit(m_state.edit));
}

void RopePanel::setGain(int pair, double gain)
{
    if (pair >= 0)
        applyLive(withGain(m_state.edit, pair, std::round(gain * 1e6) / 1e6));
}

void RopePanel::toggleSweep()
{
    if (isSweeping()) {
        m_sweep->stop();
        commit();
        return;
    }
    if (!m_state.enabled)
        return;
    beginGesture();
    m_sweep->start();
}

void RopePanel::sweepTo(double progress)
{
    const double start = m_editAtStart->base.value_or(m_state.config.base);
    const double end = start > 10.0 * kSweepEnd ? kSweepEnd : kSweepEndFromSmallBase;
    const double part = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * progress);
    const double base = start * std::pow(end / start, part);
    applyLive(withBase(m_state.edit, base, m_state.config.base));
}

void RopePanel::refresh()
{
    const bool usable = m_state.enabled && m_state.table.pairCount() > 0;
    m_bars->setContent(barsContent(m_state));
    if (!m_pairChosen || m_bars->selectedPair() < 0)
        m_bars->setSelectedPair(m_bars->content().dominantPair);
    m_depth->setDepth(m_state.depth);
    m_depth->setReason(m_state.depthReason);
    m_bars->setEnabled(usable);
    m_pairControls->setEnabled(usable);
    m_baseCard->setEnabled(usable);
    m_reason->setText(m_state.disabledReason);
    m_reason->setVisible(!m_state.enabled && !m_state.disabledReason.isEmpty());

    m_dial->setBase(m_state.edit.base.value_or(m_state.config.base), m_state.config.base);
    m_scaling->setText(tr("Scaling: %1").arg(scalingText(m_state.config)));
    m_undo->setEnabled(m_state.canUndo);
    m_redo->setEnabled(m_state.canRedo);
    m_reset->setEnabled(!m_state.edit.isIdentity());
    refreshPairLine();
}

void RopePanel::refreshPairLine()
{
    const PairBarsContent& content = m_bars->content();
    const int pair = m_bars->selectedPair();
    m_edits->setState(m_state, pair);
    m_pairControls->setVisible(pair >= 0);
    if (pair < 0)
        return;
    const auto m = static_cast<std::size_t>(pair);
    QString name = tr("Pair %1").arg(pair);
    if (content.isMoved(pair))
        name += tr(" → slot %1").arg(content.slotOfPair[m]);
    if (content.isMean(pair))
        name += tr(", mean");
    m_pairName->setText(name);
    m_pairDims->setText(
        tr("dims %1, %2").arg(content.coordinates[m].first).arg(content.coordinates[m].second));

    m_pairDims->setToolTip(m_pairDims->text());

    const double before = content.originalWavelength[m];
    const double now = content.wavelength(pair);
    const bool changed = content.hasNewWavelength(pair);
    m_oldWavelength->setText(tr("T %1").arg(wavelengthText(before)) + (changed ? " →" : ""));
    m_newWavelength->setText(wavelengthText(now));
    m_newWavelength->setVisible(changed);

    const QSignalBlocker quietSlider(m_gainSlider);
    const QSignalBlocker quietSpin(m_gainSpin);
    m_gainSlider->setValue(static_cast<int>(std::lround(content.gain[m] / kGainPerSliderStep)));
    m_gainSpin->setValue(content.gain[m]);
}

} // namespace ropescope
