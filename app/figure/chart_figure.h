// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/figure/figure_page.h"
#include "widgets/curve_chart.h"

namespace ropescope {

/// Charts for a paper, two in a row, with one legend for all of them.
struct ChartFigure {
    std::string title;              ///< of the file, for its readers; not drawn
    std::vector<CurveChart> charts; ///< at least one
};

/// Two columns of a journal wide.
[[nodiscard]] FigureStyle chartStyle();

/// The same figure gives the same page.
[[nodiscard]] FigurePage chartPage(const ChartFigure& figure, const FigureStyle& style,
                                   const std::string& provenance);

/// Errors: those of writePage().
[[nodiscard]] Result<void> writeCharts(const ChartFigure& figure, const std::filesystem::path& path,
                                       const std::string& provenance);

} // namespace ropescope
