// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/theory/trace_theory.h"

namespace ropescope {

/// Spearman's rank correlation between each two of the traces, and its mean.
struct RankAgreement {
    /// Two of the traces.
    struct Pair {
        int first = 0; ///< index of the trace
        int second = 0;
        std::optional<double> spearman; ///< nothing where all values are equal or too few
    };
    std::vector<Pair> pairs;
    std::optional<double> mean; ///< of those there are
};

/// Do texts rank heads and layers alike? One entry for each definition of similarity.
struct SimilarityAgreement {
    std::string_view of;         ///< "q_similarity" or "k_similarity"
    std::string_view definition; ///< "pairwise", "pairwise_window", "consecutive"
    RankAgreement heads;
    RankAgreement layers;
};

/// A trace as the agreement sees it.
struct NamedTheory {
    std::string name; ///< for messages: its file
    const TraceInfo& info;
    const TraceTheory& theory;
};

/// Of traces of one model: values that are missing in one trace leave the pair without them. The
/// claim that rankings are stable is TAPPA's, arXiv:2601.21709.
/// Errors: InvalidArgument when head dimension, numbers of heads or recorded layers differ, with
/// both names and what differs. Models that are built alike may have different names (a base model
/// and its fine-tuned one are worth comparing): modelsDiffer() tells.
[[nodiscard]] Result<std::vector<SimilarityAgreement>> traceAgreement(
    const std::vector<NamedTheory>& traces);

/// A sentence that names two traces whose models have different names; empty when all are of one
/// model. A trace that names no model fits all.
[[nodiscard]] std::string modelsDiffer(const std::vector<NamedTheory>& traces);

} // namespace ropescope
