// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/cache/cache_policy.h"
#include "core/cache/cache_trial.h"

namespace ropescope {

/// Which methods with which budgets; every pair is measured. All methods and budgets are valid.
struct CompressionPlan {
    std::vector<CacheMethod> methods;
    std::vector<int> budgets; ///< at least 1
};

/// One method with one budget on one text.
struct CompressionOutcome {
    CacheMethod method;
    int budget = 0;
    KeptEntries kept;
    CacheLoss loss;
};

/// What all methods cost at all budgets, on one prompt and its continuation.
struct CompressionStudy {
    int promptTokens = 0;
    int continuationTokens = 0;
    std::vector<CompressionOutcome> outcomes; ///< methods in order, budgets within
    std::optional<ContinuationQuality> full;  ///< with the whole cache, where a model ran
};

/// Errors: those of CacheTrial::measure(); InvalidArgument when a method needs values that the
/// prompt lacks.
[[nodiscard]] Result<CompressionStudy> studyCache(const CacheTrial& trial,
                                                  const CompressionPlan& plan, ThreadPool& pool,
                                                  const Progress& progress,
                                                  const std::stop_token& stop);

/// The first `promptTokens` of a trace are the prompt.
/// Errors: those of CacheTrial::ofTrace() and studyCache().
[[nodiscard]] Result<CompressionStudy> studyTrace(const Trace& trace, int promptTokens,
                                                  const CompressionPlan& plan, ThreadPool& pool,
                                                  const Progress& progress,
                                                  const std::stop_token& stop);

/// Errors: those of CacheTrial::ofModel() and studyCache().
[[nodiscard]] Result<CompressionStudy> studyModel(const LanguageModel& model,
                                                  const TaskTokens& tokens,
                                                  const CompressionPlan& plan, ThreadPool& pool,
                                                  const Progress& progress,
                                                  const std::stop_token& stop);

} // namespace ropescope
