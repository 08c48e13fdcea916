// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/renderer.h"

namespace ropescope::test {

/// Largest difference of a probability map to the same in float64, on a spread of pixel rows (all
/// of them for short heads); infinite where only one of the two is NaN. Memory is O(tokens).
[[nodiscard]] double largestError(const ValueMap& map, const MapRequest& request);

} // namespace ropescope::test
