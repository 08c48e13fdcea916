// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/retrieval_score.h"

#include <cassert>
#include <set>

namespace ropescope {

std::optional<double> retrievalScore(std::span<const int> strongestKey, const TokenRepeat& repeat,
                                     std::span<const std::int64_t> ids)
{
    const int second = repeat.first + repeat.length;
    const int end = second + repeat.length;
    assert(repeat.length > 0 && static_cast<std::size_t>(end) <= ids.size());
    assert(strongestKey.size() == ids.size());
    const auto id = [&](int token) { return ids[static_cast<std::size_t>(token)]; };
    std::set<std::int64_t> needle;
    for (int token = repeat.first; token < second; ++token)
        needle.insert(id(token));
    if (needle.size() < 2)
        return std::nullopt;
    std::set<std::int64_t> copied;
    for (int query = second; query + 1 < end; ++query) {
        const int key = strongestKey[static_cast<std::size_t>(query)];
        if (key >= repeat.first && key < second && id(key) == id(query + 1))
            copied.insert(id(key));
    }
    return static_cast<double>(copied.size()) / static_cast<double>(needle.size());
}

} // namespace ropescope
