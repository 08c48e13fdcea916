// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "app/report/analysis_settings.h"
#include "core/theory/trace_agreement.h"

namespace ropescope {

/// A trace and what `analyze` found in it.
struct AnalyzedTrace {
    std::string path; ///< as given
    TracePtr trace;
    TraceTheory theory;
    std::vector<WindowSimilarity> windows; ///< of theory.heads where a window was asked for
};

/// The report "ropescope-analysis", version 1. One trace has "trace", "model", "heads" and "layers"
/// at the top; several have them in a list "traces", with "agreement" and "agreement_note" (null,
/// or modelsDiffer()) beside it.
[[nodiscard]] Report analysisReport(const std::vector<AnalyzedTrace>& traces,
                                    const AnalysisSettings& settings,
                                    const std::vector<SimilarityAgreement>& agreement);

/// The heads alone, one a row, the trace's path first and the settings last.
[[nodiscard]] std::string analysisCsv(const std::vector<AnalyzedTrace>& traces,
                                      const AnalysisSettings& settings);

/// A few lines for people: patterns, violations, agreement.
[[nodiscard]] std::string analysisSummary(const std::vector<AnalyzedTrace>& traces,
                                          const AnalysisSettings& settings,
                                          const std::vector<SimilarityAgreement>& agreement);

/// The traces as traceAgreement() takes them.
[[nodiscard]] std::vector<NamedTheory> namedTheories(const std::vector<AnalyzedTrace>& traces);

} // namespace ropescope
