// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/trace_theory.h"

#include <mutex>

#include "core/theory/edited_head.h"

namespace ropescope {

namespace {

std::vector<HeadId> presentHeads(const TraceInfo& info)
{
    std::vector<HeadId> heads;
    for (int layer = 0; layer < info.numLayers; ++layer) {
        const LayerInfo& its = info.layers[static_cast<std::size_t>(layer)];
        if (!its.hasQueryKey && !its.hasMaps)
            continue;
        for (int head = 0; head < info.numHeads; ++head)
            heads.push_back({ { layer }, { head } });
    }
    return heads;
}

Result<HeadTheory> analysed(const Trace& trace, HeadId id, const RopeEdit& edit,
                            const TheoryOptions& options, const std::stop_token& stop)
{
    const Result<EditedHead> edited = editedHead(trace, id, edit);
    if (!edited)
        return tl::unexpected(edited.error());
    return headTheory(edited->head, edited->table, trace.tokenIds(), options, stop);
}

void addLayers(TraceTheory& theory, const TraceInfo& info)
{
    std::vector<TokenSimilarity> queries;
    std::vector<TokenSimilarity> keys;
    const auto perLayer = static_cast<std::size_t>(info.numHeads);
    for (std::size_t first = 0; first < theory.heads.size(); first += perLayer) {
        std::vector<TokenSimilarity> ofQueries;
        std::vector<TokenSimilarity> ofKeys;
        for (std::size_t head = first; head < first + perLayer; ++head) {
            if (const auto& vectors = theory.heads[head].vectors) {
                ofQueries.push_back(vectors->query);
                ofKeys.push_back(vectors->key);
            }
        }
        const LayerIndex layer = theory.heads[first].id.layer;
        queries.push_back(meanSimilarity(ofQueries));
        keys.push_back(meanSimilarity(ofKeys));
        theory.layers.push_back(
            { layer, queries.back(), keys.back(),
              info.layers[static_cast<std::size_t>(layer.value)].blockInfluence });
    }
    theory.query = meanSimilarity(queries);
    theory.key = meanSimilarity(keys);
}

} // namespace

Result<TraceTheory> traceTheory(const Trace& trace, const RopeEdit& edit,
                                const TheoryOptions& options, ThreadPool& pool,
                                const Progress& progress, const std::stop_token& stop)
{
    const std::vector<HeadId> ids = presentHeads(trace.info());
    TraceTheory theory;
    theory.repeat = findRepeat(trace.tokenIds());
    theory.heads.resize(ids.size());
    std::mutex mutex;
    std::optional<Error> failure;
    std::size_t done = 0;
    pool.forEach(static_cast<int>(ids.size()), [&](int index, int) {
        const auto at = static_cast<std::size_t>(index);
        {
            const std::lock_guard lock(mutex);
            if (failure)
                return;
        }
        Result<HeadTheory> head = stop.stop_requested()
            ? Result<HeadTheory>(cancelled())
            : analysed(trace, ids[at], edit, options, stop);
        const std::lock_guard lock(mutex);
        if (!head) {
            if (!failure)
                failure = head.error();
            return;
        }
        theory.heads[at] = std::move(*head);
        if (progress)
            progress(static_cast<double>(++done) / static_cast<double>(ids.size()));
    });
    if (failure)
        return tl::unexpected(*failure);
    addLayers(theory, trace.info());
    return theory;
}

} // namespace ropescope
