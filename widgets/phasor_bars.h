// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QWidget>

#include "core/attention/cell_phasors.h"
#include "widgets/theme.h"

namespace ropescope {

/// In which order pairs stand.
enum class PairOrder { BySize, ByPair };

/// Pairs in that order; the largest amplitude first, equal ones by index.
[[nodiscard]] std::vector<int> orderedPairs(const std::vector<CellPhasor>& phasors,
                                            PairOrder order);

/// What every pair adds to one logit, and what it could at most: a pale bar from -A to +A, and in
/// it the contribution A cos(angle), up where it adds, down where it takes. The part without
/// rotation stands last, grey. Click or Left, Right choose a pair.
class PhasorBars : public QWidget {
    Q_OBJECT

public:
    explicit PhasorBars(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setCell(const CellPhasors& cell, PairOrder order);
    /// Emits nothing; -1: none.
    void setSelected(int pair);
    /// The middle of a pair's bar, in pixels of the widget.
    [[nodiscard]] QPointF placeOf(int pair) const;

    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void pairSelected(int pair);
    void pairHovered(int pair); ///< -1: none any more

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double column() const;
    [[nodiscard]] int pairAt(double x) const;

    Theme m_theme = Theme::darkTheme();
    CellPhasors m_cell;
    std::vector<int> m_order; ///< pairs from left to right
    int m_selected = -1;
};

} // namespace ropescope
