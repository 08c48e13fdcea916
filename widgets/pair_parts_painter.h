// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRectF>

#include "widgets/pair_bars_layout.h"
#include "widgets/pair_parts.h"
#include "widgets/theme.h"

class QPainter;

namespace ropescope {

/// One picture of the parts of a logit, over the bars of the pairs.
struct PairPartsPicture {
    const PairParts& parts;
    const PairBarsContent& content;
    const PairBarsLayout& layout;
    QRectF area; ///< of the bars
    QRectF line; ///< for the caption
    const Theme& theme;
};

/// Half the area for each sign: a mark from the middle up adds to the logit, one down takes from
/// it. The largest part fills its half.
void paintPairParts(QPainter& painter, const PairPartsPicture& picture);

} // namespace ropescope
