// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/figure/draw_figure.h"

namespace ropescope {

/// One number of all heads as a map of layers (down) and heads (across); heads without it stay
/// white. Only gains of an edited run are still to be done to its heads. Errors: InvalidArgument
/// for a number that there is none of or that no head has, those of traceTheory().
[[nodiscard]] Result<DrawnFigure> drawScores(const FigureRequest& request,
                                             const FigureSource& source, Renderer& renderer,
                                             ThreadPool& pool, const std::stop_token& stop);

} // namespace ropescope
