// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/budget_shift.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/cache/layer_budgets.h"

namespace ropescope {

std::vector<int> shiftBudget(std::span<const int> budgets, std::size_t layer, int wanted, int least,
                             int most)
{
    assert(layer < budgets.size());
    std::vector<int> result(budgets.begin(), budgets.end());
    const bool grows = wanted > budgets[layer];
    std::vector<double> room; // of the others, to give or to take
    for (std::size_t i = 0; i < budgets.size(); ++i) {
        const int has = grows ? budgets[i] - least : most - budgets[i];
        assert(has >= 0);
        room.push_back(i == layer ? 0.0 : has);
    }
    const auto total = static_cast<int>(std::accumulate(room.begin(), room.end(), 0.0));
    const int way = grows ? std::min(wanted, most) - budgets[layer]
                          : budgets[layer] - std::max(wanted, least);
    const int moved = std::min(way, total);
    if (moved <= 0)
        return result;
    const std::vector<int> shares = shareOut(room, moved, moved);
    const int sign = grows ? 1 : -1;
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] -= sign * shares[i];
    result[layer] += sign * moved;
    return result;
}

} // namespace ropescope
