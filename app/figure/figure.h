// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "core/base/ids.h"
#include "gpu/colour_scale.h"
#include "gpu/image.h"

namespace ropescope {

/// One map with axes, title and colours. The map is a raster, the rest is vectors and text.
struct FigurePanel {
    std::string
        title; ///< "Qwen2.5-7B · Layer 3 · Head 5"; where it is too long, the name gives way
    std::string subtitle; ///< how the rotation was edited, in at most two lines; may be empty
    std::string colourLabel;
    Image raster;
    TokenRange rows;    ///< queries (or layers), from the top
    TokenRange columns; ///< keys (or heads), from the left
    ColourScale scale;
    std::string rowLabel = "Query token";
    std::string columnLabel = "Key token";
    std::vector<std::string> rowPieces;    ///< [rows.size()] text of each token; empty: unknown
    std::vector<std::string> columnPieces; ///< [columns.size()]
};

/// Maps for a paper, in a grid from the upper left. Where all panels have the same colours they
/// share one colour bar, where all have the same rows or columns only the outer ones are labelled.
struct Figure {
    std::string title;               ///< of the file, for its readers; not drawn
    std::vector<FigurePanel> panels; ///< at least one
};

} // namespace ropescope
