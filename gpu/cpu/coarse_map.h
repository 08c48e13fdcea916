// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/cpu/map_job.h"

namespace ropescope {

/// Kept from one coarse map to the next.
struct CoarseMemory {
    HeadMemory head;
    SweepMemory sweep;
};

/// A map of every stride-th query and key, at their own positions, on the pixels of the request.
/// In the row sums each sampled key stands for `stride` keys, but the first for itself alone. A
/// pixel has a value where the exact map has one.
/// Errors: as prepareHead.
[[nodiscard]] Result<ValueMap> coarseMap(const MapRequest& request, int stride, ThreadPool& pool,
                                         CoarseMemory& memory, const std::stop_token& stop);

/// In the unit of MapCost.
[[nodiscard]] double coarseCost(const MapRequest& request, int stride);

/// The smallest stride that keeps the cost of coarseMap() within a limit; at most the window.
[[nodiscard]] int strideWithin(const MapRequest& request, double limit);

} // namespace ropescope
