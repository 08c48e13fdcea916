// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "app/map_picture.h"

namespace ropescope {

/// The range of a printed map, from the one that fits its values: a probability stays one, a
/// diverging map is read around 0.
[[nodiscard]] ValueRange readableRange(const ViewState& view, ValueRange fitted);

/// From the smallest to the largest value of all of them, at least one.
[[nodiscard]] ValueRange rangeOfAll(const std::vector<ValueRange>& ranges);

} // namespace ropescope
