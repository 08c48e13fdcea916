// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/window_similarity.h"

#include <algorithm>
#include <mutex>

#include <fmt/core.h>

namespace ropescope {

Result<std::vector<WindowSimilarity>> windowSimilarities(
    const Trace& trace, const std::vector<HeadId>& ids, const RopeEdit& edit,
    const SimilarityWindow& window, SimilarityMeasure measure, ThreadPool& pool,
    const std::stop_token& stop)
{
    const TokenRange tokens = window.tokens;
    if (tokens.begin < 0 || tokens.begin >= tokens.end || tokens.end > trace.info().tokenCount) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("The window {}:{} does not lie within the tokens 0:{} of the trace.",
                        tokens.begin, tokens.end, trace.info().tokenCount));
    }
    // The first key is an outlier in length.
    const TokenRange ofKeys { std::max(tokens.begin, 1), std::max(tokens.end, 1) };
    std::vector<WindowSimilarity> found(ids.size());
    std::mutex mutex;
    std::optional<Error> failure;
    pool.forEach(static_cast<int>(ids.size()), [&](int index, int) {
        const auto at = static_cast<std::size_t>(index);
        const Result<EditedHead> edited = stop.stop_requested() ? Result<EditedHead>(cancelled())
                                                                : editedHead(trace, ids[at], edit);
        if (!edited) {
            const std::lock_guard lock(mutex);
            if (!failure)
                failure = edited.error();
            return;
        }
        if (edited->head.holdsMapOnly())
            return;
        found[at]
            = { windowSimilarity(edited->head.q, tokens, window.frame, edited->table, measure),
                windowSimilarity(edited->head.k, ofKeys, window.frame, edited->table, measure) };
    });
    if (failure)
        return tl::unexpected(*failure);
    return found;
}

} // namespace ropescope
