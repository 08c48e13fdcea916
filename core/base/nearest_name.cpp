// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ropescope {

int editDistance(std::string_view first, std::string_view second)
{
    std::vector<int> row(second.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < first.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i) + 1;
        for (std::size_t j = 0; j < second.size(); ++j) {
            const int replaced = diagonal + (first[i] == second[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({ replaced, row[j] + 1, diagonal + 1 });
        }
    }
    return row.back();
}

std::string_view nearestName(std::string_view asked, std::span<const std::string_view> names)
{
    constexpr std::size_t kLongest = 64; // nobody mistypes that much
    std::string_view nearest;
    int fewest = 0;
    if (asked.size() > kLongest)
        return nearest;
    for (const std::string_view name : names) {
        const int changes = editDistance(asked, name);
        const int allowed = std::max(1, static_cast<int>(name.size()) / 3);
        if (changes <= allowed && (nearest.empty() || changes < fewest)) {
            nearest = name;
            fewest = changes;
        }
    }
    return nearest;
}

} // namespace ropescope
