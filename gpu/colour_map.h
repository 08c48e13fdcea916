// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace ropescope {

/// A named ramp of 256 colours, each 0xAABBGGRR (R in the lowest byte, as RGBA bytes in memory).
struct ColourMap {
    std::string_view name;
    std::array<std::uint32_t, 256> colours;
    bool diverging = false;
    bool cyclic = false; ///< the last colour is next to the first: for angles
};

/// viridis (first, the default), cividis, magma, inferno, grey; diverging: blue-orange; cyclic:
/// phase. All safe for the colour-blind.
[[nodiscard]] std::span<const ColourMap> colourMaps();
/// nullptr when there is none of that name.
[[nodiscard]] const ColourMap* findColourMap(std::string_view name);

} // namespace ropescope
