// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QCustomPlot;

namespace ropescope {

/// Draws the plot anew, once, when the event loop comes round. One that is put away in a window
/// that is seen is drawn when it comes out: to draw the charts of all pages takes a tenth of a
/// second.
void replotSoon(QCustomPlot& plot);

} // namespace ropescope
