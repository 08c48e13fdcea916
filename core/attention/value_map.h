// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

namespace ropescope {

/// Pooled values of a map, row-major from the top; NaN where no visible cell lies under the pixel.
struct ValueMap {
    int width = 0;
    int height = 0;
    std::vector<float> values; ///< [height * width]

    [[nodiscard]] float at(int x, int y) const
    {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width)
                      + static_cast<std::size_t>(x)];
    }
};

} // namespace ropescope
