// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/compression_study.h"

#include <fmt/core.h>

namespace ropescope {

namespace {

/// A stretch [begin, end) of the whole progress.
Progress part(const Progress& whole, double begin, double end)
{
    if (!whole)
        return {};
    return [&whole, begin, end](double fraction) { whole(begin + (end - begin) * fraction); };
}

} // namespace

Result<CompressionStudy> studyCache(const CacheTrial& trial, const CompressionPlan& plan,
                                    ThreadPool& pool, const Progress& progress,
                                    const std::stop_token& stop)
{
    const PromptObservation& prompt = trial.prompt();
    CompressionStudy study { .promptTokens = prompt.tokens,
                             .continuationTokens = trial.continuationTokens(),
                             .outcomes = {},
                             .full = trial.full() };
    std::vector<KeptEntries> sets;
    for (const CacheMethod& method : plan.methods) {
        if (method.policy->needsValues && !prompt.hasValues) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("The method {} needs values, but the trace has none in some "
                                    "layer; capture it with --with-values or leave the method out.",
                                    method.policy->name));
        }
        for (const int budget : plan.budgets) {
            sets.push_back(keptEntries(prompt, *method.policy, budget, method.settings));
            study.outcomes.push_back({ method, budget, {}, {} });
        }
    }
    auto losses = trial.measure(sets, pool, progress, stop);
    if (!losses)
        return tl::unexpected(losses.error());
    for (std::size_t i = 0; i < sets.size(); ++i) {
        study.outcomes[i].kept = std::move(sets[i]);
        study.outcomes[i].loss = std::move((*losses)[i]);
    }
    return study;
}

Result<CompressionStudy> studyTrace(const Trace& trace, int promptTokens,
                                    const CompressionPlan& plan, ThreadPool& pool,
                                    const Progress& progress, const std::stop_token& stop)
{
    return CacheTrial::ofTrace(trace, promptTokens, pool, part(progress, 0.0, 0.5), stop)
        .and_then([&](const CacheTrial& trial) {
            return studyCache(trial, plan, pool, part(progress, 0.5, 1.0), stop);
        });
}

Result<CompressionStudy> studyModel(const LanguageModel& model, const TaskTokens& tokens,
                                    const CompressionPlan& plan, ThreadPool& pool,
                                    const Progress& progress, const std::stop_token& stop)
{
    return CacheTrial::ofModel(model, tokens, pool, part(progress, 0.0, 0.4), stop)
        .and_then([&](const CacheTrial& trial) {
            return studyCache(trial, plan, pool, part(progress, 0.4, 1.0), stop);
        });
}

} // namespace ropescope
