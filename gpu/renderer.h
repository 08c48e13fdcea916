// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "core/attention/map_region.h"
#include "core/attention/quantity.h"
#include "core/attention/value_map.h"
#include "core/base/result.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"
#include "gpu/colour_scale.h"
#include "gpu/image.h"

namespace ropescope {

/// One map to draw.
struct MapRequest {
    std::shared_ptr<const HeadTrace> head; ///< raw q and k; its address identifies it to caches
    RopeTable rope;
    Quantity quantity;
    Pool pool = Pool::Max;
    MapRegion region;
};

/// Draws attention maps. Two implementations, one result: Vulkan compute and the processor.
/// Calls may come from any thread, one at a time.
class Renderer {
public:
    virtual ~Renderer() = default;

    /// The exact pooled map in one sweep: no n x n array exists at any length, only visible cells
    /// are computed, and memory is O(n d + pixels). Errors: InvalidArgument (region outside the
    /// head, no such pair), Cancelled, DeviceFailure.
    [[nodiscard]] virtual Result<ValueMap> map(const MapRequest& request, std::stop_token stop) = 0;

    /// Colours for values. Errors: DeviceFailure.
    [[nodiscard]] virtual Result<Image> paint(const ValueMap& values, const ColourScale& scale) = 0;

    /// For the status bar: "CPU, 2 threads" or "Vulkan, NVIDIA H200".
    [[nodiscard]] virtual std::string name() const = 0;

    /// Why it is this one, where that needs saying: "no Vulkan GPU: using the processor". May
    /// change while running (a lost device); else empty.
    [[nodiscard]] virtual std::string notice() const { return {}; }
};

} // namespace ropescope
