// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/analysis_settings.h"

namespace ropescope {
namespace {

Report editReport(const RopeEdit& edit)
{
    Report report { { "base", edit.base ? Report(*edit.base) : Report(nullptr) },
                    { "relocate", edit.relocations } };
    report["gain"] = Report::object();
    for (const auto& [pair, gain] : edit.gains)
        report["gain"][std::to_string(pair)] = gain;
    report["truncate"] = nullptr;
    report["still"] = nullptr;
    if (edit.truncation) {
        const bool removes = edit.truncation->kind == Truncation::Kind::Remove;
        report[removes ? "truncate" : "still"] = edit.truncation->firstSlot;
    }
    report["mean_pairs"] = edit.meanPairs;
    report["pairing"] = nullptr;
    if (edit.pairing)
        report["pairing"] = *edit.pairing == RopePairing::HalfSplit ? "half" : "interleaved";
    return report;
}

} // namespace

bool isDistance(SimilarityMeasure measure)
{
    return measure == SimilarityMeasure::Euclidean || measure == SimilarityMeasure::L1
        || measure == SimilarityMeasure::SymmetricKl;
}

Report settingsReport(const AnalysisSettings& settings)
{
    const TheoryOptions& options = settings.theory;
    Report report { { "rope_edit", editReport(settings.edit) },
                    { "similarity_measure", similarityName(options.measure) },
                    { "similarity_is", isDistance(options.measure) ? "distance" : "similarity" },
                    { "pairwise_tokens", kPairwiseTokens },
                    { "window_tokens", kWindowTokens },
                    { "window", nullptr },
                    { "frame", nullptr },
                    { "pattern_thresholds",
                      { { "re-access", options.thresholds.reAccess },
                        { "sequential", options.thresholds.sequential },
                        { "periodic", options.thresholds.periodic },
                        { "seasonal", options.thresholds.seasonal } } },
                    { "strongest_keys", kStrongestKeys },
                    { "bounds", options.withBounds },
                    { "bound_rows", options.bounds.mostRows },
                    { "bound_seed", options.bounds.seed } };
    if (settings.window) {
        report["window"] = { settings.window->tokens.begin, settings.window->tokens.end };
        report["frame"] = settings.window->frame == VectorFrame::Raw ? "raw" : "rotated";
    }
    return report;
}

} // namespace ropescope
