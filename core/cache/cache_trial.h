// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/cache/cache_quality.h"
#include "core/cache/continuation_quality.h"
#include "core/cache/continuation_task.h"
#include "core/cache/prompt_observation.h"
#include "core/model/language_model.h"
#include "core/model/prompt_cache.h"

namespace ropescope {

/// What is lost with the entries that a cache does not keep.
struct CacheLoss {
    std::vector<HeadQuality> heads;
    CacheQuality quality;                            ///< mean over heads
    std::optional<ContinuationQuality> continuation; ///< where a model ran
};

/// A prompt whose cache is compressed in one way after another: what all of them need is computed
/// once. Any thread may measure.
class CacheTrial {
public:
    /// The first `promptTokens` of a trace, which must outlive the trial; measureKept() says what
    /// measures.  Errors: those of observePrompt().
    [[nodiscard]] static Result<CacheTrial> ofTrace(const Trace& trace, int promptTokens,
                                                    ThreadPool& pool, const Progress& progress,
                                                    const std::stop_token& stop);
    /// Runs the model, which must outlive the trial, over prompt and continuation once for the
    /// statistics, over the prompt once for its cache, and over the continuation with all of it.
    /// Errors: those of ofTrace() and LanguageModel.
    [[nodiscard]] static Result<CacheTrial> ofModel(const LanguageModel& model,
                                                    const TaskTokens& tokens, ThreadPool& pool,
                                                    const Progress& progress,
                                                    const std::stop_token& stop);

    [[nodiscard]] const PromptObservation& prompt() const { return m_prompt; }
    /// Of the run whose queries measure; with values where a model ran.
    [[nodiscard]] const Trace& trace() const { return *m_trace; }
    [[nodiscard]] int continuationTokens() const
    {
        return m_trace->info().tokenCount - m_prompt.tokens;
    }
    /// With the whole cache; nothing without a model.
    [[nodiscard]] std::optional<ContinuationQuality> full() const;

    /// [sets.size()]. A model continues once for each set, in parallel.
    /// Errors: those of measureKept() and PromptCache::continueWith().
    [[nodiscard]] Result<std::vector<CacheLoss>> measure(std::span<const KeptEntries> sets,
                                                         ThreadPool& pool, const Progress& progress,
                                                         const std::stop_token& stop) const;

private:
    /// Where a model ran.
    struct Continuation {
        PromptCache cache;
        std::vector<std::int64_t> tokens;
        ContinuationReference reference;
    };
    CacheTrial() = default;

    std::shared_ptr<const Trace> m_ownTrace; ///< of a model's run; else null
    const Trace* m_trace = nullptr;
    PromptObservation m_prompt;
    std::optional<Continuation> m_continuation;
};

} // namespace ropescope
