// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include "core/attention/cell_phasors.h"
#include "widgets/plot_page.h"

namespace ropescope {

class PhasorBars;
class PhasorPlane;
class SegmentSwitch;

/// Why a cell is bright: its logit taken apart into channel pairs, as bars and as vectors.
class CellView : public PlotPage {
    Q_OBJECT

public:
    explicit CellView(QWidget* parent = nullptr);

    void setCell(CellPhasors cell);
    [[nodiscard]] const std::optional<CellPhasors>& cell() const { return m_cell; }
    /// Emits nothing; -1: none.
    void setSelectedPair(int pair);

signals:
    void pairSelected(int pair);

protected:
    void paintCurves() override;

private:
    void arrange();
    void describe(int pair);

    std::optional<CellPhasors> m_cell;
    int m_selected = -1;
    SegmentSwitch* m_order;
    SegmentSwitch* m_layout;
    PhasorBars* m_bars;
    PhasorPlane* m_plane;
};

} // namespace ropescope
