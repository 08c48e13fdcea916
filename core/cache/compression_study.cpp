// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/compression_study.h"

#include <mutex>

#include <fmt/core.h>

#include "core/model/prompt_cache.h"

namespace ropescope {

namespace {

/// A stretch [begin, end) of the whole progress.
Progress part(const Progress& whole, double begin, double end)
{
    if (!whole)
        return {};
    return [&whole, begin, end](double fraction) { whole(begin + (end - begin) * fraction); };
}

Result<void> continueAll(const PromptCache& cache, const TaskTokens& tokens,
                         const ContinuationReference& reference,
                         std::vector<CompressionOutcome>& outcomes, ThreadPool& pool,
                         const Progress& progress, const std::stop_token& stop)
{
    std::mutex mutex;
    std::optional<Error> failure;
    std::size_t done = 0;
    pool.forEach(static_cast<int>(outcomes.size()), [&](int index, int) {
        CompressionOutcome& outcome = outcomes[static_cast<std::size_t>(index)];
        ThreadPool alone(1); // the runs share out the cores
        auto quality = cache.continueWith(outcome.kept, tokens.continuation, alone, stop)
                           .map([&](const MatrixRM& logits) { return reference.compare(logits); });
        const std::lock_guard lock(mutex);
        if (quality)
            outcome.continuation = *quality;
        else if (!failure)
            failure = quality.error();
        if (progress)
            progress(static_cast<double>(++done) / static_cast<double>(outcomes.size()));
    });
    if (failure)
        return tl::unexpected(*failure);
    return {};
}

} // namespace

Result<CompressionStudy> studyTrace(const Trace& trace, int promptTokens,
                                    const CompressionPlan& plan, ThreadPool& pool,
                                    const Progress& progress, const std::stop_token& stop)
{
    const auto observed = observePrompt(trace, promptTokens, pool, part(progress, 0.0, 0.5), stop);
    if (!observed)
        return tl::unexpected(observed.error());
    CompressionStudy study { .promptTokens = promptTokens,
                             .continuationTokens = trace.info().tokenCount - promptTokens };
    std::vector<KeptEntries> sets;
    for (const CachePolicy* policy : plan.policies) {
        if (policy->needsValues && !observed->hasValues) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("The method {} needs values, but the trace has none in some "
                                    "layer; capture it with --with-values or leave the method out.",
                                    policy->name));
        }
        for (const int budget : plan.budgets) {
            sets.push_back(keptEntries(*observed, *policy, budget, plan.settings));
            study.outcomes.push_back({ .policy = policy, .budget = budget });
        }
    }
    auto measured = measureKept(trace, promptTokens, sets, pool, part(progress, 0.5, 1.0), stop);
    if (!measured)
        return tl::unexpected(measured.error());
    for (std::size_t i = 0; i < sets.size(); ++i) {
        study.outcomes[i].kept = std::move(sets[i]);
        study.outcomes[i].heads = std::move((*measured)[i]);
        study.outcomes[i].quality = meanQuality(study.outcomes[i].heads);
    }
    return study;
}

Result<CompressionStudy> studyModel(const LanguageModel& model, const TaskTokens& tokens,
                                    const CompressionPlan& plan, ThreadPool& pool,
                                    const Progress& progress, const std::stop_token& stop)
{
    std::vector<std::int64_t> all = tokens.prompt;
    all.insert(all.end(), tokens.continuation.begin(), tokens.continuation.end());
    const auto run
        = model.capture(all, { .withValues = true }, pool, part(progress, 0.0, 0.15), stop);
    if (!run)
        return tl::unexpected(run.error());
    const int promptTokens = static_cast<int>(tokens.prompt.size());
    auto study = studyTrace(*run->trace, promptTokens, plan, pool, part(progress, 0.15, 0.5), stop);
    if (!study)
        return study;
    // The reference comes from the cache as well: the run above would have to hold the logits of
    // every token of the prompt.
    const auto cache = model.prefill(tokens.prompt, static_cast<int>(tokens.continuation.size()),
                                     pool, part(progress, 0.5, 0.6), stop);
    if (!cache)
        return tl::unexpected(cache.error());
    const auto logits = cache->continueWith(cache->allEntries(), tokens.continuation, pool, stop);
    if (!logits)
        return tl::unexpected(logits.error());
    const ContinuationReference reference(*logits, tokens.continuation);
    const auto continued = continueAll(*cache, tokens, reference, study->outcomes, pool,
                                       part(progress, 0.6, 1.0), stop);
    if (!continued)
        return tl::unexpected(continued.error());
    study->full = reference.full();
    return study;
}

} // namespace ropescope
