// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/entry_selection.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace ropescope {

namespace {

constexpr int kAttentionSinks = 4;

/// The first ones and the most recent ones, count together.
std::vector<int> firstAndRecent(int first, const SelectionRequest& request)
{
    const int tokens = request.prompt.tokens;
    const int count = std::min(request.count, tokens);
    std::vector<int> kept(static_cast<std::size_t>(count));
    std::iota(kept.begin(), kept.begin() + first, 0);
    std::iota(kept.begin() + first, kept.end(), tokens - count + first);
    return kept;
}

} // namespace

std::vector<int> selectRecent(const SelectionRequest& request)
{
    return firstAndRecent(0, request);
}

std::vector<int> selectSinksAndRecent(const SelectionRequest& request)
{
    return firstAndRecent(std::min({ kAttentionSinks, request.count, request.prompt.tokens }),
                          request);
}

std::vector<int> selectPrefixAndWindow(const SelectionRequest& request)
{
    const int most = request.prompt.earlier();
    return firstAndRecent(std::clamp(request.count - request.prompt.window, 0, most), request);
}

std::vector<int> strongestAndWindow(const Eigen::VectorXd& scores, const SelectionRequest& request)
{
    const int earlier = request.prompt.earlier();
    const int chosen = request.count - request.prompt.window;
    if (chosen <= 0)
        return selectRecent(request);
    assert(scores.size() == earlier);
    std::vector<int> kept(static_cast<std::size_t>(earlier));
    std::iota(kept.begin(), kept.end(), 0);
    const auto end = kept.begin() + std::min(chosen, earlier);
    std::partial_sort(kept.begin(), end, kept.end(), [&scores](int a, int b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    });
    kept.erase(end, kept.end());
    std::ranges::sort(kept);
    for (int position = earlier; position < request.prompt.tokens; ++position)
        kept.push_back(position);
    return kept;
}

} // namespace ropescope
