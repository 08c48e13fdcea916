// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include "widgets/cell_mapping.h"
#include "widgets/theme.h"

class QCustomPlot;

namespace ropescope {

/// The axes of a map on a plot: 0 at the top left, nothing but ticks and labels.
void setUpTokenAxes(QCustomPlot& plot);
void paintTokenAxes(QCustomPlot& plot, const Theme& theme);
/// Puts the axes around mapping.area() and labels what is visible; margins are the room for labels.
/// Does not replot. Returns how much of bottomMargin the labels take: numbers take a line, tokens
/// stand upright.
double arrangeTokenAxes(QCustomPlot& plot, const CellMapping& mapping, const QStringList& pieces,
                        int leftMargin, int bottomMargin);

} // namespace ropescope
