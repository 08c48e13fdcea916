// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/renderer.h"

namespace ropescope {

/// The phase of one channel pair, at the cell in the middle of each pixel: costs the pixels, not
/// the cells. Errors: InvalidArgument for a pair that the table lacks.
[[nodiscard]] Result<ValueMap> phaseMap(const MapRequest& request);

} // namespace ropescope
