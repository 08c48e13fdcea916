// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRectF>

#include "widgets/pair_bars_layout.h"
#include "widgets/pair_parts.h"
#include "widgets/theme.h"

class QFont;
class QPainter;

namespace ropescope {

/// One picture of the channel pairs.
struct PairBarsPicture {
    const PairBarsContent& content;
    QRectF area; ///< from pairBarsArea
    const Theme& theme;
    int selectedPair = -1;
    int hoveredPair = -1;
    bool enabled = true;
    bool focused = false;
    QRectF frame;                     ///< the whole widget
    const PairParts* parts = nullptr; ///< shown over faint bars; null: none
};

/// The part of a widget that bars may fill; the rest is for labels, the arc and the caption.
[[nodiscard]] QRectF pairBarsArea(const QRectF& widget, const QFont& font);

void paintPairBars(QPainter& painter, const PairBarsPicture& picture);

} // namespace ropescope
