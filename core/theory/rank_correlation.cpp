// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/rank_correlation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

namespace ropescope {

namespace {

/// Ranks less their mean.
std::vector<double> centredRanks(std::span<const double> values)
{
    const std::size_t n = values.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::sort(order.begin(), order.end(),
              [&](std::size_t x, std::size_t y) { return values[x] < values[y]; });
    std::vector<double> ranks(n);
    for (std::size_t first = 0; first < n;) {
        std::size_t end = first + 1;
        while (end < n && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t j = first; j < end; ++j) {
            ranks[order[j]]
                = 0.5 * static_cast<double>(first + end - 1) - 0.5 * static_cast<double>(n - 1);
        }
        first = end;
    }
    return ranks;
}

} // namespace

std::optional<double> spearman(std::span<const double> a, std::span<const double> b)
{
    assert(a.size() == b.size());
    const std::vector<double> x = centredRanks(a);
    const std::vector<double> y = centredRanks(b);
    const auto product = [](const std::vector<double>& u, const std::vector<double>& v) {
        return std::inner_product(u.begin(), u.end(), v.begin(), 0.0);
    };
    const double spread = std::sqrt(product(x, x) * product(y, y));
    if (spread == 0.0)
        return std::nullopt;
    return product(x, y) / spread;
}

} // namespace ropescope
