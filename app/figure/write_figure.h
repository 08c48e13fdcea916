// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/figure/draw_figure.h"

namespace ropescope {

/// Is it a name of a picture (.png, .svg, .pdf) or of values (.npy)?
[[nodiscard]] bool isFigureFile(const std::string& path);

/// Writes what the request names: the figure, and its data and its caption where they are wanted.
/// Errors: those of exportFigure() and writeFigureData().
[[nodiscard]] Result<void> writeFigure(const FigureRequest& request, const DrawnFigure& drawn,
                                       const TraceInfo& info);

} // namespace ropescope
