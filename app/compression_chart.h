// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

#include "app/report/compress_report.h"
#include "core/cache/compression_measure.h"
#include "widgets/curve_chart.h"

namespace ropescope {

/// The look of a method in every chart, of curveLook().
[[nodiscard]] int lookOf(const CacheMethod& method);
/// "snapkv", "tappa", "tappa α = 300".
[[nodiscard]] QString titleOf(const CacheMethod& method);

/// A measure of all methods over budgets, the mean over texts, with the whole cache as the line
/// across. Budgets that leave the observation window alone are left out where there are others: all
/// methods but one are the same there. Methods without the measure have no curve.
[[nodiscard]] CurveChart compressionChart(std::span<const StudiedText> texts,
                                          const CompressionMeasure& measure);

/// Those of the measures that a study has, the ones worth a figure: of passages accuracy and KL, of
/// a text KL, perplexity, output error and mass.
[[nodiscard]] std::vector<CurveChart> compressionCharts(std::span<const StudiedText> texts,
                                                        ContinuationTask task);

} // namespace ropescope
