// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

#include "app/figure/draw_figure.h"

namespace ropescope {

/// Is it a name of a file that writeFigureData() can write?
[[nodiscard]] bool isDataFile(const std::filesystem::path& path);

/// Writes the values behind a figure; the suffix decides how:
///
///   .npy   float32, [height, width] or, of several panels, [panels, height, width]; NaN where
///          nothing is seen
///   .csv   panel,query,key,value (or panel,layer,head,value): a line for each pixel with a value;
///          query and key are the first ones that it pools
///   .h5    a dataset /panels/P for each, float32 [height, width], with the attributes name, edit,
///          layer, head, rows, columns (both [begin, end)) and, at the root, format =
///          "ropescope-figure", version = 1 and command
///
/// command: that makes the figure. Errors: InvalidArgument for another suffix, Unwritable.
[[nodiscard]] Result<void> writeFigureData(const DrawnFigure& drawn, const std::string& command,
                                           const std::filesystem::path& path);

} // namespace ropescope
