// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/layer_importance.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include <fmt/core.h>

#include "core/model/text_windows.h"
#include "core/theory/head_similarity.h"

namespace ropescope {

namespace {

Result<void> checkTrace(const TraceInfo& info)
{
    if (info.tokenCount < 2) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("q-similarity needs at least two tokens, found {}.", info.tokenCount));
    }
    for (int layer = 0; layer < info.numLayers; ++layer) {
        const LayerInfo& its = info.layers[static_cast<std::size_t>(layer)];
        if (!its.hasQueryKey || !its.blockInfluence) {
            return fail(ErrorCode::NotFound,
                        fmt::format("Layer {} of the trace has no {}, so the layers cannot be "
                                    "ranked; capture all of them.",
                                    layer, its.hasQueryKey ? "block_influence" : "queries"));
        }
    }
    return {};
}

Result<double> headSimilarity(const Trace& trace, HeadId id, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return cancelled();
    const Result<HeadTrace> head = trace.head(id);
    if (!head)
        return tl::unexpected(head.error());
    const TokenRange early { 0, std::min(kPairwiseTokens, head->tokenCount()) };
    return pairwiseSimilarity(head->q.topRows(early.end)).value_or(0.0);
}

void addScaled(std::vector<double>& sum, const std::vector<double>& part, double weight)
{
    sum.resize(part.size(), 0.0);
    for (std::size_t i = 0; i < part.size(); ++i)
        sum[i] += weight * part[i];
}

} // namespace

Result<LayerImportance> layerImportance(const Trace& trace, ThreadPool& pool,
                                        const std::stop_token& stop)
{
    const TraceInfo& info = trace.info();
    if (const Result<void> ok = checkTrace(info); !ok)
        return tl::unexpected(ok.error());
    LayerImportance result;
    result.headQSimilarity.resize(static_cast<std::size_t>(info.numLayers)
                                  * static_cast<std::size_t>(info.numHeads));
    std::mutex mutex;
    std::optional<Error> failure;
    pool.forEach(info.numLayers * info.numHeads, [&](int index, int) {
        const Result<double> similarity
            = headSimilarity(trace, { { index / info.numHeads }, { index % info.numHeads } }, stop);
        const std::lock_guard lock(mutex);
        if (similarity)
            result.headQSimilarity[static_cast<std::size_t>(index)] = *similarity;
        else if (!failure)
            failure = similarity.error();
    });
    if (failure)
        return tl::unexpected(*failure);
    auto head = result.headQSimilarity.begin();
    for (const LayerInfo& layer : info.layers) {
        double sum = 0.0;
        for (int i = 0; i < info.numHeads; ++i)
            sum += *head++;
        result.qSimilarity.push_back(sum / info.numHeads);
        result.blockInfluence.push_back(*layer.blockInfluence);
    }
    return result;
}

Result<LayerImportance> layerImportance(const LanguageModel& model,
                                        std::span<const std::int64_t> tokenIds, int context,
                                        ThreadPool& pool, const Progress& progress,
                                        const std::stop_token& stop)
{
    if (tokenIds.size() < 2) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Ranking layers needs a text of at least two tokens, found {}.",
                                tokenIds.size()));
    }
    const int length = std::max(2, context > 0 ? context : windowContext(model.config()));
    const std::vector<TextWindow> windows
        = textWindows(static_cast<int>(tokenIds.size()), length, length);
    double tokens = 0.0;
    for (const TextWindow& window : windows)
        tokens += window.count;
    LayerImportance result;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto [first, count, firstScored] = windows[i];
        const auto captured = model.capture(
            tokenIds.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)), {},
            pool, {}, stop);
        if (!captured)
            return tl::unexpected(captured.error());
        const auto part = layerImportance(*captured->trace, pool, stop);
        if (!part)
            return tl::unexpected(part.error());
        const double weight = count / tokens;
        addScaled(result.blockInfluence, part->blockInfluence, weight);
        addScaled(result.qSimilarity, part->qSimilarity, weight);
        addScaled(result.headQSimilarity, part->headQSimilarity, weight);
        if (progress)
            progress(static_cast<double>(i + 1) / static_cast<double>(windows.size()));
    }
    return result;
}

} // namespace ropescope
