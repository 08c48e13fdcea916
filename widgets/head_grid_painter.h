// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QImage>
#include <QPoint>
#include <QRect>

#include "core/base/ids.h"
#include "core/theory/pattern_label.h"
#include "gpu/colour_map.h"
#include "widgets/head_grid_layout.h"
#include "widgets/score_ramp.h"
#include "widgets/theme.h"

class QPainter;

namespace ropescope {

enum class HeadGridMode { Thumbnails, Scores, Patterns };

/// One picture of the head grid. Per-head vectors are [layer * heads + head].
struct HeadGridPicture {
    const HeadGridLayout& layout;
    const Theme& theme;
    HeadGridMode shows = HeadGridMode::Thumbnails;
    const std::vector<QImage>& thumbnails;
    const std::vector<double>& scores; ///< may be empty
    std::optional<ScoreRange> range;
    const ColourMap* colourMap = nullptr;                ///< of the scores
    const std::vector<std::optional<Pattern>>& patterns; ///< may be empty
    const std::vector<bool>& enabled;                    ///< empty: all heads are there
    const std::vector<bool>& dimmed;                     ///< empty: none is
    const std::map<HeadId, double>& gains;
    bool gainsInForce = true;
    HeadId selected;
    std::optional<HeadId> hovered;
    QPoint scrolled; ///< pixels of the layout that are left and above of the view
    QRect view;
    QRect dirty; ///< the part of the view to paint
    int labelWidth = 0;
};

void paintHeadGrid(QPainter& painter, const HeadGridPicture& picture);

} // namespace ropescope
