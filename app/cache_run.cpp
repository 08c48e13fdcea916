// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache_run.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

namespace ropescope {

namespace {

constexpr int kMostMeasuring = 128;
constexpr int kFewestTokens = 2 * kObservationWindow;
constexpr double kParametersOfALayer = 12.0; ///< times the square of the width

Result<CacheTrial> trialOf(const OpenedSource& source, ThreadPool& pool, const Progress& progress,
                           const std::stop_token& stop)
{
    const int tokens = source.trace->info().tokenCount;
    const int prompt = tokens - measuringTokens(tokens);
    if (!source.model)
        return CacheTrial::ofTrace(*source.trace, prompt, pool, progress, stop);
    const std::vector<std::int64_t>& ids = source.trace->tokenIds();
    const TaskTokens text { .prompt = { ids.begin(), ids.begin() + prompt },
                            .continuation = { ids.begin() + prompt, ids.end() } };
    return CacheTrial::ofModel(*source.model, text, pool, progress, stop);
}

CompressionPlan planFor(const PromptObservation& prompt)
{
    CompressionPlan plan { .methods = {}, .budgets = windowBudgets(prompt.tokens) };
    for (const CachePolicy& policy : cachePolicies()) {
        if (policy.name != "full" && (prompt.hasValues || !policy.needsValues))
            plan.methods.push_back({ &policy, {} });
    }
    return plan;
}

} // namespace

const CompressionOutcome* CacheRun::find(const std::string& method, int budget) const
{
    const auto found = std::ranges::find_if(study.outcomes, [&](const CompressionOutcome& outcome) {
        return outcome.method.name() == method && outcome.budget == budget;
    });
    return found == study.outcomes.end() ? nullptr : &*found;
}

int measuringTokens(int tokens) { return std::min(kMostMeasuring, tokens / 4); }

std::vector<int> windowBudgets(int promptTokens)
{
    std::vector<int> budgets;
    for (int power = kObservationWindow; power < promptTokens; power *= 2) {
        for (const int budget : std::array { power + power / 4, power + power / 2, 2 * power }) {
            const bool isFine
                = budget == power + power / 4; // only near the window, where it matters
            if (budget < promptTokens && (!isFine || power == kObservationWindow))
                budgets.push_back(budget);
        }
    }
    return budgets;
}

QString noCacheReason(const OpenedSource& source)
{
    if (!source.trace)
        return QCoreApplication::translate(
            "CacheRun", "Nothing is open: a trace or a model has a cache to compress (Ctrl+O).");
    const auto& layers = source.trace->info().layers;
    if (std::ranges::none_of(layers, &LayerInfo::hasQueryKey))
        return QCoreApplication::translate(
            "CacheRun",
            "This trace holds finished maps without queries and keys, so there is no cache "
            "to compress.");
    if (source.trace->info().tokenCount < kFewestTokens)
        return QCoreApplication::translate(
            "CacheRun",
            "The prompt is too short: compressing needs at least 64 tokens, since the last "
            "32 are always kept.");
    if (source.model && source.trace->tokenIds().empty())
        return QCoreApplication::translate(
            "CacheRun", "This run has no token ids, so the model cannot read it again.");
    return {};
}

double cacheRunCost(const OpenedSource& source)
{
    const TraceInfo& info = source.trace->info();
    const double tokens = info.tokenCount;
    const double heads = static_cast<double>(info.numLayers) * info.numHeads;
    const double maps = 2.0 * heads * tokens * tokens * info.headDim;
    if (!source.model)
        return maps;
    const double width = static_cast<double>(info.numHeads) * info.headDim;
    const double weights = kParametersOfALayer * info.numLayers * width * width;
    const double runs = static_cast<double>(cachePolicies().size())
        * static_cast<double>(windowBudgets(info.tokenCount).size());
    return maps + 2.0 * weights * (2.0 * tokens + runs * measuringTokens(info.tokenCount));
}

Result<CacheRunPtr> runCache(const OpenedSource& source, ThreadPool& pool, const Progress& progress,
                             const std::stop_token& stop)
{
    const auto part = [&progress](double begin, double end) {
        return [&progress, begin, end](double fraction) {
            progress(begin + (end - begin) * fraction);
        };
    };
    auto run = std::make_shared<CacheRun>();
    run->source = source;
    auto trial = trialOf(source, pool, part(0.0, 0.3), stop);
    if (!trial)
        return tl::unexpected(trial.error());
    run->trial = std::make_unique<const CacheTrial>(std::move(*trial));
    run->plan = planFor(run->trial->prompt());
    auto study = studyCache(*run->trial, run->plan, pool, part(0.3, 1.0), stop);
    if (!study)
        return tl::unexpected(study.error());
    run->study = std::move(*study);
    return CacheRunPtr(std::move(run));
}

} // namespace ropescope
