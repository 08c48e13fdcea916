// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>

#include "gpu/colour_scale.h"

namespace ropescope {

/// Colours for values, as scalePosition and colourIndex of shared_math.h give them; with the
/// logarithm a value within 1e-6 of a boundary between two colours may take either.
///   rgba  [values.size() * 4] bytes
void colourPixels(std::span<const float> values, const ColourScale& scale, std::uint8_t* rgba);

} // namespace ropescope
