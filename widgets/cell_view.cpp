// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cell_view.h"

#include <numbers>

#include "widgets/number_text.h"
#include "widgets/pair_parts.h"
#include "widgets/phasor_bars.h"
#include "widgets/phasor_plane.h"
#include "widgets/segment_switch.h"

namespace ropescope {

CellView::CellView(QWidget* parent)
    : PlotPage(QStringLiteral("cell"), tr("Why this cell"), parent)
    , m_order(
          new SegmentSwitch(QStringLiteral("pairOrder"), { tr("by size"), tr("by pair") },
                            { tr("The longest vector first"), tr("Pair 0, the fastest, first") }))
    , m_layout(new SegmentSwitch(QStringLiteral("phasorLayout"),
                                 { tr("head to tail"), tr("from 0") },
                                 { tr("Each vector begins where the one before it ends"),
                                   tr("All vectors begin at the origin") }))
    , m_bars(new PhasorBars)
    , m_plane(new PhasorPlane)
{
    addControl(m_order);
    addControl(m_layout);
    giveReadoutALine();
    addView(m_bars, 1);
    addView(m_plane, 1);
    setFocusProxy(m_bars);
    connect(m_order, &SegmentSwitch::chosen, this, &CellView::arrange);
    connect(m_layout, &SegmentSwitch::chosen, this,
            [this](int index) { m_plane->setArrangement(static_cast<PhasorLayout>(index)); });
    connect(m_bars, &PhasorBars::pairSelected, this, &CellView::pairSelected);
    connect(m_bars, &PhasorBars::pairHovered, this,
            [this](int pair) { describe(pair >= 0 ? pair : m_selected); });
    setTheme(theme());
    setPlaceholder(tr("Point at a cell of the map."));
}

void CellView::setCell(CellPhasors cell)
{
    m_cell = std::move(cell);
    setPlaceholder(m_cell->phasors.empty()
                       ? tr("The logit of this cell has no pairs: nothing rotates here.")
                       : QString());
    arrange();
}

void CellView::arrange()
{
    if (!m_cell)
        return;
    const auto order = static_cast<PairOrder>(m_order->current());
    m_bars->setCell(*m_cell, order);
    m_plane->setCell(*m_cell, orderedPairs(m_cell->phasors, order));
    describe(m_selected);
}

void CellView::setSelectedPair(int pair)
{
    m_selected = pair;
    m_bars->setSelected(pair);
    m_plane->setSelected(pair);
    describe(pair);
}

void CellView::describe(int pair)
{
    if (!m_cell)
        return;
    QString text = tr("(%1, %2): logit %3")
                       .arg(m_cell->query)
                       .arg(m_cell->key)
                       .arg(fixedText(m_cell->logit, 2));
    if (pair >= 0 && static_cast<std::size_t>(pair) < m_cell->phasors.size()) {
        const CellPhasor& phasor = m_cell->phasors[static_cast<std::size_t>(pair)];
        text += tr(" · pair %1: %2 of ±%3 · φ %4, turned %5 rad, %6 turns")
                    .arg(pair)
                    .arg(partText(phasor.contribution()))
                    .arg(phasor.amplitude, 0, 'f', 2)
                    .arg(fixedText(phasor.phase, 2), fixedText(phasor.turn, 2),
                         fixedText(phasor.turn / (2.0 * std::numbers::pi), 2));
    }
    if (m_cell->unrotated != 0.0)
        text += tr(" · unrotated %1").arg(partText(m_cell->unrotated));
    setReadout(text);
}

void CellView::paintCurves()
{
    setLegend({ { theme().measured, tr("adds") },
                { theme().opposed, tr("takes away") },
                { mixed(theme().window, theme().measured, 0.6), tr("the most it could") } },
              m_bars->toolTip());
    m_bars->setTheme(theme());
    m_plane->setTheme(theme());
}

} // namespace ropescope
