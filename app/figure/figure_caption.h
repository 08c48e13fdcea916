// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "app/figure/draw_figure.h"

namespace ropescope {

/// What a paper says below the figure, and how it was made: quantity, model, tokens, panels, edits,
/// colours and pooling; then, on lines of their own, version and the command that makes the same
/// bytes again. Lines end in LF.
[[nodiscard]] std::string figureCaption(const FigureRequest& request, const DrawnFigure& drawn,
                                        const TraceInfo& info);

} // namespace ropescope
