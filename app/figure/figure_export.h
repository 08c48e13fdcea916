// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

#include <QImage>
#include <QSize>

#include "app/figure/figure_layout.h"
#include "app/figure/figure_page.h"
#include "core/base/result.h"

namespace ropescope {

/// The layout with every map on whole dots, so that cells of equal size stay equal.
[[nodiscard]] FigureLayout onDots(FigureLayout layout, int dotsPerInch);

/// Of a panel's map in an image of that resolution.
[[nodiscard]] QSize dotsOf(const PanelLayout& panel, int dotsPerInch);

/// The figure as dots. Like everything here it needs a QGuiApplication for its fonts; any thread.
[[nodiscard]] QImage figureImage(const Figure& figure, const FigureStyle& style, int dotsPerInch);

/// Writes FILE.png, FILE.svg or FILE.pdf, the suffix decides, in either case. provenance: how the
/// figure was made, kept in the file; the command line, say. The same figure gives the same bytes:
/// no time is recorded. Errors: InvalidArgument for another suffix, Unwritable.
[[nodiscard]] Result<void> exportFigure(const Figure& figure, const FigureStyle& style,
                                        const std::filesystem::path& path,
                                        const std::string& provenance);

} // namespace ropescope
