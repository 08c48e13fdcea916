// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rope_panel.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>
#include <QVariantAnimation>

#include "widgets/base_dial.h"
#include "widgets/card.h"
#include "widgets/depth_switch.h"
#include "widgets/edits_menu.h"
#include "widgets/elided_label.h"
#include "widgets/pair_bars.h"

namespace ropescope {

namespace {

constexpr int kSweepMilliseconds = 4000;

QPushButton* makeButton(const char* objectName, const QString& text, const QString& toolTip)
{
    auto* const button = new QPushButton(text);
    button->setObjectName(objectName);
    button->setToolTip(toolTip);
    return button;
}

} // namespace

RopePanel::RopePanel(QWidget* parent)
    : QWidget(parent)
    , m_depth(new DepthSwitch)
    , m_bars(new PairBars)
    , m_dial(new BaseDial)
    , m_sweep(new QVariantAnimation(this))
    , m_reason(makeLabel("ropeReason", "muted"))
    , m_pairName(makeLabel("pairName", "strong"))
    , m_pairDims(new ElidedLabel) // gives way, so that the wavelengths are never cut
    , m_oldWavelength(makeLabel("oldWavelength", "muted"))
    , m_newWavelength(makeLabel("newWavelength", "predicted"))
    , m_gainSlider(new QSlider(Qt::Horizontal))
    , m_gainSpin(new QDoubleSpinBox)
    , m_scaling(new ElidedLabel)
    , m_edits(new EditsMenu(this))
    , m_editsButton(makeButton("edits", tr("Edits"),
                               tr("Remove or stop slow slots, replace pairs by their mean")))
    , m_sweepButton(makeButton("sweep", tr("Sweep ▷"), tr("Turn the base down to 1e2 and back")))
    , m_undo(makeButton("undo", {}, tr("Undo the last edit")))
    , m_redo(makeButton("redo", {}, tr("Redo the edit that was undone")))
    , m_reset(makeButton("reset", tr("Reset"), tr("Back to the model's own rotation (R)")))
{
    setObjectName("ropePanel");
    m_sweep->setStartValue(0.0);
    m_sweep->setEndValue(1.0);
    m_sweep->setDuration(kSweepMilliseconds);

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(makeChannelCard());
    column->addWidget(m_baseCard = makeBaseCard());

    connect(m_depth, &DepthSwitch::depthChosen, this, &RopePanel::depthChosen);
    connectBars();
    connectBase();
    connectGain();
    connectEdits();
    refresh();
}

QFrame* RopePanel::makeChannelCard()
{
    m_reason->setWordWrap(true);
    QFrame* const card = makeCard("channelCard");
    auto* const inside = new QVBoxLayout(card);
    inside->setContentsMargins(11, 9, 11, 9);
    inside->setSpacing(6);
    auto* const title = new QHBoxLayout;
    title->addWidget(makeHeading(tr("RoPE channels")));
    title->addStretch();
    title->addWidget(m_depth);
    inside->addLayout(title);
    inside->addWidget(m_reason);
    inside->addWidget(m_bars, 1);
    inside->addWidget(m_pairControls = makePairControls());
    return card;
}

QWidget* RopePanel::makePairControls()
{
    m_gainSlider->setObjectName("gainSlider");
    m_gainSlider->setRange(0, 40);
    m_gainSlider->setPageStep(10);
    m_gainSlider->setAccessibleName(tr("Gain of the selected pair"));
    m_gainSlider->setToolTip(tr("Factor on this pair's part of the logit; 0 removes it"));
    m_gainSpin->setObjectName("gainSpin");
    m_gainSpin->setRange(-10.0, 10.0);
    m_gainSpin->setDecimals(2);
    m_gainSpin->setSingleStep(0.1);
    m_gainSpin->setKeyboardTracking(false);
    m_gainSpin->setAccessibleName(tr("Gain of the selected pair as a number"));
    m_gainSpin->setToolTip(m_gainSlider->toolTip());
    m_pairDims->setObjectName("pairDims");
    m_pairDims->setProperty("muted", true);
    m_newWavelength->setToolTip(tr("Wavelength 2π/θ after the edit, in tokens"));
    m_oldWavelength->setToolTip(tr("Wavelength 2π/θ in tokens"));

    auto* const line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_pairName);
    line->addWidget(m_pairDims);
    line->addStretch();
    auto* const wavelengths = new QHBoxLayout;
    wavelengths->setSpacing(4);
    wavelengths->addWidget(m_oldWavelength);
    wavelengths->addWidget(m_newWavelength);
    line->addLayout(wavelengths);

    auto* const gainName = makeLabel("gainName", "muted");
    gainName->setText(tr("Gain"));
    auto* const gain = new QHBoxLayout;
    gain->setSpacing(8);
    gain->addWidget(gainName);
    gain->addWidget(m_gainSlider, 1);
    gain->addWidget(m_gainSpin);
    m_editsButton->setMenu(m_edits);
    gain->addWidget(m_editsButton);

    auto* const controls = new QWidget;
    controls->setObjectName("pairControls");
    auto* const column = new QVBoxLayout(controls);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(line);
    column->addLayout(gain);
    return controls;
}

QFrame* RopePanel::makeBaseCard()
{
    m_scaling->setObjectName("scaling");
    m_scaling->setProperty("muted", true);
    m_undo->setIcon(QIcon(":/ropescope/style/undo.svg"));
    m_undo->setAccessibleName(tr("Undo"));
    m_redo->setIcon(QIcon(":/ropescope/style/redo.svg"));
    m_redo->setAccessibleName(tr("Redo"));
    for (QPushButton* const button : { m_undo, m_redo })
        button->setFixedWidth(32);
    m_scaling->setToolTip(tr("Frequency scaling of the model; an edited base keeps it"));
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(5);
    buttons->addWidget(m_scaling, 1);
    for (QPushButton* const button : { m_sweepButton, m_undo, m_redo, m_reset })
        buttons->addWidget(button);

    QFrame* const card = makeCard("baseCard");
    auto* const inside = new QVBoxLayout(card);
    inside->setContentsMargins(11, 9, 11, 9);
    inside->setSpacing(6);
    inside->addWidget(m_dial);
    inside->addLayout(buttons);
    return card;
}

} // namespace ropescope
