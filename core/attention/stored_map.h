// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/attention/map_region.h"
#include "core/attention/quantity.h"
#include "core/attention/value_map.h"
#include "core/base/result.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// The map of a head that holds nothing else (`holdsMapOnly`), for the pixels of a region. Keys
/// that a query does not see (later ones, those before its window) are left out. Errors:
/// InvalidArgument for a quantity that needs queries and keys.
[[nodiscard]] Result<ValueMap> storedMap(const HeadTrace& head, const Quantity& quantity, Pool pool,
                                         const MapRegion& region);

} // namespace ropescope
