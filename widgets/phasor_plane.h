// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/phasor_path.h"
#include "widgets/theme.h"

namespace ropescope {

/// One logit in the complex plane: a vector for every pair, whose real parts sum to it. Of the
/// selected pair also where it pointed before the rotation, with the arc that the rotation turned
/// it.
class PhasorPlane : public QWidget {
    Q_OBJECT

public:
    explicit PhasorPlane(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// order: from left to right in the bars; head to tail it is the order of the chain.
    void setCell(const CellPhasors& cell, const std::vector<int>& order);
    void setArrangement(PhasorLayout layout);
    void setSelected(int pair);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintAxis(QPainter& painter, const QTransform& toPixels) const;
    void paintArrow(QPainter& painter, const PhasorArrow& arrow, const QTransform& toPixels) const;
    void paintTurn(QPainter& painter, const PhasorArrow& arrow, const QTransform& toPixels) const;

    Theme m_theme = Theme::darkTheme();
    CellPhasors m_cell;
    std::vector<int> m_order;
    PhasorLayout m_layout = PhasorLayout::HeadToTail;
    int m_selected = -1;
};

} // namespace ropescope
