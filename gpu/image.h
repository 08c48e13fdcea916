// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <vector>

namespace ropescope {

/// A finished picture: 8-bit RGBA, straight alpha, row-major from the top, no padding.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba; ///< [height * width * 4]
};

} // namespace ropescope
