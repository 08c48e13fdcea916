// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Scalar mathematics that a shader and its twin on the processor compile from the same text, so
// that the two cannot drift apart. Only what GLSL and C++ spell alike is used here.
#ifndef ROPESCOPE_GPU_KERNELS_SHARED_MATH_H
#define ROPESCOPE_GPU_KERNELS_SHARED_MATH_H

#ifdef __cplusplus
#include <cmath>

#define ROPESCOPE_CONSTANT inline constexpr
#define ROPESCOPE_FUNCTION inline

namespace ropescope::shared {

using uint = unsigned int;
using std::log;
using std::sqrt;
#else
#define ROPESCOPE_CONSTANT const
#define ROPESCOPE_FUNCTION
#endif

/// How values are spread over the ramp, in the order of ScaleKind.
ROPESCOPE_CONSTANT uint kScaleLinear = 0u;
ROPESCOPE_CONSTANT uint kScaleLog = 1u;
ROPESCOPE_CONSTANT uint kScaleSqrt = 2u;

ROPESCOPE_CONSTANT uint kColourCount = 256u;
/// Drawn where a value is not a number.
ROPESCOPE_CONSTANT uint kTransparent = 0u;

/// Strictly growing on the values that scalePosition() hands it; the root keeps the sign, so that
/// logits can be drawn with it too.
ROPESCOPE_FUNCTION float scaled(float value, uint kind)
{
    if (kind == kScaleLog)
        return log(value);
    if (kind == kScaleSqrt)
        return value < 0.0f ? -sqrt(-value) : sqrt(value);
    return value;
}

/// Where a value lies between low and high, in [0, 1]; 0 and 1 outside. The value is a number;
/// infinities are fine. Log needs low > 0.
ROPESCOPE_FUNCTION float scalePosition(float value, uint kind, float low, float high)
{
    if (value <= low)
        return 0.0f;
    if (value >= high)
        return 1.0f;
    float first = scaled(low, kind);
    float span = scaled(high, kind) - first;
    return span > 0.0f ? (scaled(value, kind) - first) / span : 0.0f;
}

/// Which of the 256 colours: each covers an equal share of [0, 1].
ROPESCOPE_FUNCTION uint colourIndex(float position)
{
    float index = position * 256.0f;
    if (!(index > 0.0f))
        return 0u;
    return index < 255.0f ? uint(index) : 255u;
}

/// On the bits, because a shader need not keep NaN in arithmetic.
ROPESCOPE_FUNCTION bool isNotANumber(uint floatBits)
{
    return (floatBits & 0x7fffffffu) > 0x7f800000u;
}

#ifdef __cplusplus
} // namespace ropescope::shared
#endif

#endif
