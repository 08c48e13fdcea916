// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "gpu/vulkan/vulkan_renderer.h"

namespace ropescope::test {

/// Milliseconds of a grid of heads, medians, each run with another RoPE base.
struct GridTimes {
    double first = 0.0;    ///< the heads are uploaded too
    double together = 0.0; ///< Renderer::maps
    double oneByOne = 0.0; ///< Renderer::map, the heads unknown to the device
    MapReport report;      ///< of the last grid
    double phase = 0.0;    ///< of the first head alone, on 1024 x 1024 pixels
    bool equal = true;     ///< each map of the grid is bit for bit the one drawn alone
};

/// Errors: as Renderer::map.
[[nodiscard]] Result<GridTimes> gridTimes(VulkanRenderer& renderer,
                                          std::vector<MapRequest> requests);

} // namespace ropescope::test
