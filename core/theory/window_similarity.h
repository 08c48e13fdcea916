// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/theory/edited_head.h"
#include "core/theory/head_similarity.h"

namespace ropescope {

/// Tokens [begin, end) whose queries and keys are compared, and how they are read.
struct SimilarityWindow {
    TokenRange tokens;
    VectorFrame frame = VectorFrame::Raw;
};

/// pairwiseSimilarity() of the window's tokens; nothing for a stored map and below two tokens. Keys
/// leave the first token of the text out, as keySimilarity() does.
struct WindowSimilarity {
    std::optional<double> query;
    std::optional<double> key;
};

/// Of each of the heads under the edit, one a thread at a time. Errors: those of editedHead();
/// InvalidArgument where the window does not lie within the trace's tokens; Cancelled.
[[nodiscard]] Result<std::vector<WindowSimilarity>> windowSimilarities(
    const Trace& trace, const std::vector<HeadId>& ids, const RopeEdit& edit,
    const SimilarityWindow& window, SimilarityMeasure measure, ThreadPool& pool,
    const std::stop_token& stop = {});

} // namespace ropescope
