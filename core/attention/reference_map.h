// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/attention/map_region.h"
#include "core/attention/operands.h"
#include "core/attention/value_map.h"

namespace ropescope {

/// The definition of a map in plain double arithmetic: every backend is tested against it.
///   returns (n, n), row = query; NaN where the key is not visible
/// Needs n * n * 8 bytes, so it is for tests and short prompts.
[[nodiscard]] MatrixRMd referenceMap(const MapOperands& operands, const Quantity& quantity);

/// Pools the cells of `map` that are not NaN; a pixel with none is NaN.
[[nodiscard]] ValueMap poolCells(const MatrixRMd& map, const MapRegion& region, Pool pool);

/// What a cyclic quantity shows instead: the cell in the middle of each pixel.
[[nodiscard]] ValueMap middleCells(const MatrixRMd& map, const MapRegion& region);

/// arg(q conj(k)) in (-pi, pi] of two rotated pairs read as complex numbers: how far the query's
/// pair is turned ahead of the key's. 0 where one of them is zero.
[[nodiscard]] double phase(const Eigen::RowVector2f& query, const Eigen::RowVector2f& key);

} // namespace ropescope
