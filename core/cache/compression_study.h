// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/cache/cache_policy.h"
#include "core/cache/cache_quality.h"
#include "core/cache/continuation_quality.h"
#include "core/cache/continuation_task.h"
#include "core/model/language_model.h"

namespace ropescope {

/// Which methods with which budgets; every pair is measured. All policies and budgets are valid.
struct CompressionPlan {
    std::vector<const CachePolicy*> policies;
    std::vector<int> budgets; ///< at least 1
    PolicySettings settings;
};

/// One method with one budget on one text.
struct CompressionOutcome {
    const CachePolicy* policy = nullptr;
    int budget = 0;
    KeptEntries kept;
    std::vector<HeadQuality> heads;
    CacheQuality quality;                            ///< mean over heads
    std::optional<ContinuationQuality> continuation; ///< where a model ran
};

struct CompressionStudy {
    int promptTokens = 0;
    int continuationTokens = 0;
    std::vector<CompressionOutcome> outcomes; ///< methods in order, budgets within
    std::optional<ContinuationQuality> full;  ///< with the whole cache, where a model ran
};

/// The first `promptTokens` of a trace are the prompt; measureKept() says what measures.
/// Errors: those of observePrompt() and measureKept(); InvalidArgument when a method needs values
/// that the trace lacks.
[[nodiscard]] Result<CompressionStudy> studyTrace(const Trace& trace, int promptTokens,
                                                  const CompressionPlan& plan, ThreadPool& pool,
                                                  const Progress& progress,
                                                  const std::stop_token& stop);

/// Runs the model over prompt and continuation once for the statistics, over the prompt once for
/// its cache, and over the continuation once with the whole cache and once for each method and
/// budget, those in parallel.  Errors: those of studyTrace() and LanguageModel.
[[nodiscard]] Result<CompressionStudy> studyModel(const LanguageModel& model,
                                                  const TaskTokens& tokens,
                                                  const CompressionPlan& plan, ThreadPool& pool,
                                                  const Progress& progress,
                                                  const std::stop_token& stop);

} // namespace ropescope
