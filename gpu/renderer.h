// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/attention/map_region.h"
#include "core/attention/quantity.h"
#include "core/attention/value_map.h"
#include "core/base/result.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"
#include "gpu/colour_scale.h"
#include "gpu/image.h"

namespace ropescope {

/// Called with a map that is not finished: all of it belongs to one request, `exactShare` of its
/// pixels, 0 to 1, are exact, the others coarse.
using PartialMap = std::function<void(const ValueMap& map, double exactShare)>;

/// One map to draw.
struct MapRequest {
    std::shared_ptr<const HeadTrace> head; ///< raw q and k; its address identifies it to caches
    RopeTable rope;
    Quantity quantity;
    Pool pool = Pool::Max;
    MapRegion region;
    /// For maps that take long: a coarse one soon, then better ones, from the thread that draws; it
    /// may call paint(). A renderer that is quick enough may leave it alone. Empty: only the
    /// finished map is wanted.
    PartialMap partial = {};
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

    /// Many maps, such as one of each head: what map() gives, with less cost for each small one.
    /// `partial` of the requests is ignored.
    ///   returns  one result for each request, in their order: a head that cannot be drawn leaves
    ///            the others alone. Errors: as map().
    [[nodiscard]] virtual std::vector<Result<ValueMap>> maps(std::span<const MapRequest> requests,
                                                             std::stop_token stop)
    {
        std::vector<Result<ValueMap>> results;
        for (MapRequest request : requests) {
            request.partial = nullptr;
            results.push_back(map(request, stop));
        }
        return results;
    }

    /// Colours for values. Errors: DeviceFailure.
    [[nodiscard]] virtual Result<Image> paint(const ValueMap& values, const ColourScale& scale) = 0;

    /// For the status bar: "CPU, 2 threads" or "Vulkan, NVIDIA H200".
    [[nodiscard]] virtual std::string name() const = 0;

    /// Why it is this one, where that needs saying: "no Vulkan GPU: using the processor". May
    /// change while running (a lost device); else empty.
    [[nodiscard]] virtual std::string notice() const { return {}; }
};

} // namespace ropescope
