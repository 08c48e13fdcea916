// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

#include "app/figure.h"
#include "core/base/result.h"

namespace ropescope {

struct FigureExportOptions {
    double widthMm = 85.0;  ///< one column of most journals
    std::string provenance; ///< how the figure was made, kept in the file; the command line, say
};

/// Writes FILE.png (300 dots per inch), FILE.svg or FILE.pdf, the suffix decides, in either case.
/// Needs a QGuiApplication for its fonts. The same figure gives the same bytes: no time is
/// recorded. Errors: InvalidArgument for another suffix, Unwritable.
[[nodiscard]] Result<void> exportFigure(const Figure& figure, const std::filesystem::path& path,
                                        const FigureExportOptions& options);

} // namespace ropescope
