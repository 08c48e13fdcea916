// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/token_repeat.h"

#include <algorithm>

namespace ropescope {

std::optional<TokenRepeat> findRepeat(std::span<const std::int64_t> ids)
{
    const auto n = static_cast<int>(ids.size());
    for (int first = 0; first < std::min(2, n); ++first) {
        for (int length = kShortestRepeat; first + 2 * length <= n; ++length) {
            const auto begin = ids.begin() + first;
            if (std::equal(begin, begin + length, begin + length))
                return TokenRepeat { first, length };
        }
    }
    return std::nullopt;
}

} // namespace ropescope
