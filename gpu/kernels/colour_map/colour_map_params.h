// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Read by colour_map.comp and by the code that dispatches it.
#ifndef ROPESCOPE_GPU_KERNELS_COLOUR_MAP_PARAMS_H
#define ROPESCOPE_GPU_KERNELS_COLOUR_MAP_PARAMS_H

#include "gpu/kernels/shared_math.h"

#ifdef __cplusplus
namespace ropescope::shared {
#endif

/// Pixels of a work group.
ROPESCOPE_CONSTANT uint kColourGroup = 64u;

/// What the kernel is told: from which values to colours, on what scale.
struct ColourMapParams {
    uint pixelCount;
    uint rowPixels; ///< pixels that one row of work groups covers
    uint kind;      ///< kScaleLinear, kScaleLog or kScaleSqrt
    float low;
    float high;
};

#ifdef __cplusplus
static_assert(sizeof(ColourMapParams) == 5 * 4);

} // namespace ropescope::shared
#endif

#endif
