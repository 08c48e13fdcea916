// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

#include "app/report/prune_report.h"
#include "widgets/curve_chart.h"

namespace ropescope {

/// What is taken out of the model.
enum class PrunedPart { Layers, Heads };

[[nodiscard]] PrunedPart partOf(const RemovalStep& step);

/// Perplexity (exp of the mean over texts, and over seeds of a method, of the negative log
/// likelihood) over the number of things removed, a curve a method and beta, with the whole model
/// as the line across. No curves where nothing of that part was measured.
[[nodiscard]] CurveChart pruneChart(std::span<const PrunedText> texts, PrunedPart part);

/// Layers, heads, or both: what was measured.
[[nodiscard]] std::vector<CurveChart> pruneCharts(std::span<const PrunedText> texts);

} // namespace ropescope
