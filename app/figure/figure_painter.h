// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "app/figure/figure_layout.h"

class QImage;
class QPainter;

namespace ropescope {

/// Draws the figure in its own units. rasters: [panels] the maps, the figure's own or the same
/// resampled for the device.
void paintFigure(QPainter& painter, const Figure& figure, const FigureStyle& style,
                 const FigureLayout& layout, const std::vector<QImage>& rasters);

} // namespace ropescope
