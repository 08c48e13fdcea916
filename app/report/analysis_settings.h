// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/report/source_report.h"
#include "core/rope/rope_edit.h"
#include "core/theory/head_theory.h"
#include "core/theory/window_similarity.h"

namespace ropescope {

/// What every trace of a report is analyzed with.
struct AnalysisSettings {
    RopeEdit edit;
    TheoryOptions theory;
    std::optional<SimilarityWindow> window;
};

/// "settings" of the report "ropescope-analysis".
[[nodiscard]] Report settingsReport(const AnalysisSettings& settings);

/// Small for what is alike: Euclidean, L1 and the symmetric KL divergence.
[[nodiscard]] bool isDistance(SimilarityMeasure measure);

} // namespace ropescope
