// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include <QString>

#include "app/open_source.h"
#include "core/cache/compression_study.h"

namespace ropescope {

/// The prompt on show with its cache compressed by every method, and what it takes to compress it
/// in yet other ways.
struct CacheRun {
    OpenedSource source; ///< outlives the trial
    std::unique_ptr<const CacheTrial> trial;
    CompressionPlan plan;
    CompressionStudy study;

    /// Null where that method was not measured with that budget.
    [[nodiscard]] const CompressionOutcome* find(const std::string& method, int budget) const;
};

using CacheRunPtr = std::shared_ptr<const CacheRun>;

/// How many of a prompt's tokens measure: a quarter, at most 128. The rest is compressed.
[[nodiscard]] int measuringTokens(int tokens);

/// Budgets above the observation window and below the prompt, about half as much again each.
[[nodiscard]] std::vector<int> windowBudgets(int promptTokens);

/// Why the prompt on show cannot be compressed; empty: it can.
[[nodiscard]] QString noCacheReason(const OpenedSource& source);

/// Operations that all methods and budgets take, about.
[[nodiscard]] double cacheRunCost(const OpenedSource& source);

/// For worker threads. All tokens but the last measuringTokens() are the prompt. A model reads it
/// again, for the trace on show has no values. Errors: those of CacheTrial and studyCache().
[[nodiscard]] Result<CacheRunPtr> runCache(const OpenedSource& source, ThreadPool& pool,
                                           const Progress& progress, const std::stop_token& stop);

} // namespace ropescope
