// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ropescope {

/// "0 heads", "1 head", "2 heads".
[[nodiscard]] inline std::string counted(std::int64_t count, std::string_view thing)
{
    return std::to_string(count) + ' ' + std::string(thing) + (count == 1 ? "" : "s");
}

/// What things counted from 0 there are: "layers 0 to 11", "layer 0 only", "no layer".
[[nodiscard]] inline std::string numbered(std::string_view thing, int count)
{
    if (count < 1)
        return "no " + std::string(thing);
    return std::string(thing) + (count == 1 ? " 0 only" : "s 0 to " + std::to_string(count - 1));
}

} // namespace ropescope
