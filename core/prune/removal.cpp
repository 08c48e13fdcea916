// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/removal.h"

#include <map>

namespace ropescope {

Result<std::vector<Perplexity>> perplexityWithout(std::span<const Removal> removals,
                                                  const LanguageModel& model,
                                                  std::span<const std::int64_t> tokenIds,
                                                  const PerplexityOptions& windows,
                                                  ThreadPool& pool, const Progress& progress,
                                                  const std::stop_token& stop)
{
    std::map<Removal, Perplexity> found;
    for (const Removal& removal : removals)
        found.try_emplace(removal);
    std::size_t done = 0;
    for (auto& [removal, measured] : found) {
        PerplexityOptions options = windows;
        options.skippedLayers.insert(removal.layers.begin(), removal.layers.end());
        for (const HeadId head : removal.heads)
            options.headGains[head] = 0.0;
        const Progress share = [&](double fraction) {
            if (progress) {
                progress((static_cast<double>(done) + fraction)
                         / static_cast<double>(found.size()));
            }
        };
        const auto result = perplexity(model, tokenIds, options, pool, share, stop);
        if (!result)
            return tl::unexpected(result.error());
        measured = *result;
        ++done;
    }
    std::vector<Perplexity> all;
    for (const Removal& removal : removals)
        all.push_back(found.at(removal));
    return all;
}

} // namespace ropescope
