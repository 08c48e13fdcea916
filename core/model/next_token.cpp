// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/next_token.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace ropescope {

namespace {

/// Ids of the `count` likeliest, in no order of interest.
std::vector<Eigen::Index> likeliest(const Eigen::ArrayXd& logProbability, int count)
{
    std::vector<Eigen::Index> ids(static_cast<std::size_t>(logProbability.size()));
    std::iota(ids.begin(), ids.end(), Eigen::Index { 0 });
    const auto kept = ids.begin() + std::clamp<Eigen::Index>(count, 0, logProbability.size());
    std::partial_sort(ids.begin(), kept, ids.end(), [&](Eigen::Index a, Eigen::Index b) {
        return logProbability[a] != logProbability[b] ? logProbability[a] > logProbability[b]
                                                      : a < b;
    });
    ids.erase(kept, ids.end());
    return ids;
}

} // namespace

Eigen::ArrayXd logProbabilities(const Eigen::RowVectorXf& logits)
{
    const Eigen::ArrayXd z = logits.transpose().cast<double>().array();
    const double highest = z.maxCoeff();
    return z - (highest + std::log((z - highest).exp().sum()));
}

NextTokenChange compareNextTokens(const Eigen::RowVectorXf& before, const Eigen::RowVectorXf& after,
                                  int count)
{
    assert(before.size() == after.size());
    if (before.size() == 0)
        return {};
    const Eigen::ArrayXd p = logProbabilities(before);
    const Eigen::ArrayXd q = logProbabilities(after);
    std::vector<Eigen::Index> ids = likeliest(p, count);
    const std::vector<Eigen::Index> others = likeliest(q, count);
    ids.insert(ids.end(), others.begin(), others.end());
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());

    NextTokenChange change;
    for (const Eigen::Index id : ids)
        change.tokens.push_back({ id, std::exp(p[id]), std::exp(q[id]) });
    std::ranges::stable_sort(change.tokens, std::ranges::greater(), [](const TokenChange& token) {
        return std::max(token.before, token.after);
    });
    change.divergence = std::max(0.0, (p.exp() * (p - q)).sum()); // rounding may go below
    return change;
}

} // namespace ropescope
