// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "core/cache/compression_study.h"

namespace ropescope {

/// One text or trace and what compression did to it.
struct StudiedText {
    std::string name;
    CompressionStudy study;
};

/// What all texts were studied with.
struct CompressionRequest {
    ContinuationTask task = ContinuationTask::Text;
    CompressionPlan plan;
};

/// A row of `statistic` value for each text, method and budget, then, for several texts, rows of
/// the mean over texts and of their standard deviation (n - 1).
[[nodiscard]] std::string compressionCsv(const std::vector<StudiedText>& texts,
                                         const CompressionRequest& request);
/// A row for each text, method, budget and query head.
[[nodiscard]] std::string headQualityCsv(const std::vector<StudiedText>& texts,
                                         const CompressionRequest& request);
/// {"METHOD": {"BUDGET": {"LAYER": {"KV_HEAD": [kept token indices, ascending]}}}}
[[nodiscard]] std::string keptJson(const CompressionStudy& study);
/// Means over texts as a table for people.
[[nodiscard]] std::string compressionSummary(const std::vector<StudiedText>& texts,
                                             const CompressionRequest& request);

} // namespace ropescope
