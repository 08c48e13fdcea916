// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "app/cli/source_report.h"
#include "core/rope/rope_edit.h"
#include "core/theory/trace_agreement.h"

namespace ropescope {

/// A trace and what `analyze` found in it.
struct AnalyzedTrace {
    std::string path; ///< as given
    TracePtr trace;
    TraceTheory theory;
};

/// The report "ropescope-analysis", version 1. One trace has "trace", "model", "heads" and "layers"
/// at the top; several have them in a list "traces", and "agreement" beside it.
[[nodiscard]] Report analysisReport(const std::vector<AnalyzedTrace>& traces, const RopeEdit& edit,
                                    const TheoryOptions& options,
                                    const std::vector<SimilarityAgreement>& agreement);

/// The heads alone, one a row, the trace's path first.
[[nodiscard]] std::string analysisCsv(const std::vector<AnalyzedTrace>& traces,
                                      const TheoryOptions& options);

/// A few lines for people: patterns, violations, agreement.
[[nodiscard]] std::string analysisSummary(const std::vector<AnalyzedTrace>& traces,
                                          const TheoryOptions& options,
                                          const std::vector<SimilarityAgreement>& agreement);

} // namespace ropescope
