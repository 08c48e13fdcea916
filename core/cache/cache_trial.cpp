// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/cache_trial.h"

#include <mutex>

namespace ropescope {

namespace {

/// A stretch [begin, end) of the whole progress.
Progress part(const Progress& whole, double begin, double end)
{
    if (!whole)
        return {};
    return [&whole, begin, end](double fraction) { whole(begin + (end - begin) * fraction); };
}

Result<void> continueAll(const PromptCache& cache, std::span<const std::int64_t> tokens,
                         const ContinuationReference& reference, std::span<const KeptEntries> sets,
                         std::vector<CacheLoss>& losses, ThreadPool& pool, const Progress& progress,
                         const std::stop_token& stop)
{
    std::mutex mutex;
    std::optional<Error> failure;
    std::size_t done = 0;
    pool.forEach(static_cast<int>(sets.size()), [&](int index, int) {
        const auto at = static_cast<std::size_t>(index);
        ThreadPool alone(1); // the runs share out the cores
        auto quality
            = cache.continueWith(sets[at], tokens, alone, stop).map([&](const MatrixRM& logits) {
                  return reference.compare(logits);
              });
        const std::lock_guard lock(mutex);
        if (quality)
            losses[at].continuation = *quality;
        else if (!failure)
            failure = quality.error();
        if (progress)
            progress(static_cast<double>(++done) / static_cast<double>(sets.size()));
    });
    if (failure)
        return tl::unexpected(*failure);
    return {};
}

} // namespace

Result<CacheTrial> CacheTrial::ofTrace(const Trace& trace, int promptTokens, ThreadPool& pool,
                                       const Progress& progress, const std::stop_token& stop)
{
    auto observed = observePrompt(trace, promptTokens, pool, progress, stop);
    if (!observed)
        return tl::unexpected(observed.error());
    CacheTrial trial;
    trial.m_trace = &trace;
    trial.m_prompt = std::move(*observed);
    return trial;
}

Result<CacheTrial> CacheTrial::ofModel(const LanguageModel& model, const TaskTokens& tokens,
                                       ThreadPool& pool, const Progress& progress,
                                       const std::stop_token& stop)
{
    std::vector<std::int64_t> all = tokens.prompt;
    all.insert(all.end(), tokens.continuation.begin(), tokens.continuation.end());
    const auto run
        = model.capture(all, { .withValues = true }, pool, part(progress, 0.0, 0.25), stop);
    if (!run)
        return tl::unexpected(run.error());
    auto trial = ofTrace(*run->trace, static_cast<int>(tokens.prompt.size()), pool,
                         part(progress, 0.25, 0.75), stop);
    if (!trial)
        return trial;
    trial->m_ownTrace = run->trace;
    // The reference comes from the cache as well: the run above would have to hold the logits of
    // every token of the prompt.
    auto cache = model.prefill(tokens.prompt, static_cast<int>(tokens.continuation.size()), pool,
                               part(progress, 0.75, 0.95), stop);
    if (!cache)
        return tl::unexpected(cache.error());
    const auto logits = cache->continueWith(cache->allEntries(), tokens.continuation, pool, stop);
    if (!logits)
        return tl::unexpected(logits.error());
    trial->m_continuation.emplace(
        Continuation { std::move(*cache), tokens.continuation,
                       ContinuationReference(*logits, tokens.continuation) });
    return trial;
}

std::optional<ContinuationQuality> CacheTrial::full() const
{
    if (!m_continuation)
        return std::nullopt;
    return m_continuation->reference.full();
}

Result<std::vector<CacheLoss>> CacheTrial::measure(std::span<const KeptEntries> sets,
                                                   ThreadPool& pool, const Progress& progress,
                                                   const std::stop_token& stop) const
{
    const double split = m_continuation ? 0.4 : 1.0; // of the work, about
    auto measured
        = measureKept(*m_trace, m_prompt.tokens, sets, pool, part(progress, 0.0, split), stop);
    if (!measured)
        return tl::unexpected(measured.error());
    std::vector<CacheLoss> losses;
    for (std::vector<HeadQuality>& heads : *measured) {
        const CacheQuality mean = meanQuality(heads);
        losses.push_back({ std::move(heads), mean, std::nullopt });
    }
    if (!m_continuation)
        return losses;
    const auto continued
        = continueAll(m_continuation->cache, m_continuation->tokens, m_continuation->reference,
                      sets, losses, pool, part(progress, split, 1.0), stop);
    if (!continued)
        return tl::unexpected(continued.error());
    return losses;
}

} // namespace ropescope
