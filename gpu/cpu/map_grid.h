// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/thread_pool.h"
#include "gpu/renderer.h"

namespace ropescope {

/// Many small maps, such as one of each head, one thread a map: what Renderer::map gives, bit for
/// bit, without its cost of sharing out one small map over all threads. `partial` of the requests
/// is ignored.
///   returns  one result for each request, in their order: a head that cannot be drawn leaves the
///            others alone. Errors: InvalidArgument, Cancelled.
[[nodiscard]] std::vector<Result<ValueMap>> drawMaps(std::span<const MapRequest> requests,
                                                     ThreadPool& pool, const std::stop_token& stop);

/// The same, where each map is handed on as soon as it is there: `deliver` is called by several
/// threads at once, never twice for one index, and not after a stop.
void drawMaps(std::span<const MapRequest> requests, ThreadPool& pool, const std::stop_token& stop,
              const std::function<void(std::size_t index, Result<ValueMap> map)>& deliver);

} // namespace ropescope
