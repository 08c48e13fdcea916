// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <deque>
#include <span>
#include <stop_token>
#include <vector>

#include "gpu/vulkan/map_pass.h"

namespace ropescope::vulkan {

/// Draws many small maps, such as one of each head, in one submission: each has a lane with buffers
/// of its own, and all lanes take a step before any takes the next, so that the device works on all
/// heads at once. Lanes keep their heads, so that the same grid after an edit uploads nothing.
class GridPass {
public:
    /// Errors: DeviceFailure.
    [[nodiscard]] static Result<GridPass> create(const Device& device);

    /// Whether a map is small enough to share a submission: larger ones gain nothing by it.
    [[nodiscard]] static bool fits(const Device& device, const MapRequest& request);

    /// The maps of requests that fit, bit for bit those of MapPass::run, which `maps` and `cache`
    /// lend their shaders to; both must stay where they are. In as few submissions as a device's
    /// patience allows.
    /// Errors, a map: Cancelled, DeviceFailure, InvalidArgument, Unsupported when the device's
    /// memory is too small, after which the lanes are empty.
    [[nodiscard]] std::vector<Result<ValueMap>> run(const Device& device, Transfer& transfer,
                                                    MapPass& maps, const OperandCache& cache,
                                                    std::span<const MapRequest* const> requests,
                                                    const std::stop_token& stop);

    /// Gives the lanes' memory back.
    void clear() { m_lanes.clear(); }
    [[nodiscard]] bool isEmpty() const { return m_lanes.empty(); }
    /// Of the last grid: times and submissions of all maps, the rest of the last one.
    [[nodiscard]] const MapReport& report() const { return m_report; }

private:
    explicit GridPass(StageTimer timer)
        : m_timer(std::move(timer))
    {
    }

    struct Lane {
        OperandCache cache;
        MapPass maps;
        DeviceOperands* operands = nullptr; // of the map that is being drawn
    };

    [[nodiscard]] Result<Lane*> lane(const Device& device, std::size_t index, MapPass& maps,
                                     const OperandCache& cache);
    /// A lane with all that the request needs.
    [[nodiscard]] Result<Lane*> prepared(const Device& device, Transfer& transfer, MapPass& maps,
                                         const OperandCache& cache, std::size_t index,
                                         const MapRequest& request);
    /// parts: where the values of each lane lie.
    [[nodiscard]] Result<void> submit(const Device& device, const Transfer& transfer,
                                      std::span<Lane* const> lanes,
                                      std::span<const Transfer::Part> parts);

    std::deque<Lane> m_lanes;
    StageTimer m_timer;
    MapReport m_report;
};

} // namespace ropescope::vulkan
