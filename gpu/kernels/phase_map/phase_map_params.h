// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Read by phase_map.comp and by the code that dispatches it. The angle of q conj(k) plus
// (t - i) theta is the angle of the rotated query minus that of the rotated key. Each is taken in
// double, once a row and once a column, and handed over as a whole number of 2^-32 turns: the
// difference then wraps by itself and is as exact at 131,072 tokens as at one, where a float32
// angle of so many turns would have lost all but its first digits.
#ifndef ROPESCOPE_GPU_KERNELS_PHASE_MAP_PARAMS_H
#define ROPESCOPE_GPU_KERNELS_PHASE_MAP_PARAMS_H

#include "gpu/kernels/shared_math.h"

#ifdef __cplusplus
namespace ropescope::shared {
#endif

/// Pixels of a work group.
ROPESCOPE_CONSTANT uint kPhaseLine = 64u;

/// One channel pair of a query or key after rotation.
struct PhaseToken {
    uint position;
    uint turn;     ///< angle in 2^-32 turns
    uint hasAngle; ///< 0: the pair is zero
};

/// What the kernel is told: the size of the map, and which keys are seen.
struct PhaseMapParams {
    uint width;
    uint slidingWindow; ///< 0: none
};

ROPESCOPE_FUNCTION bool isVisible(PhaseMapParams p, uint query, uint key)
{
    return key <= query && (p.slidingWindow == 0u || query - key < p.slidingWindow);
}

/// Radians in (-pi, pi] of a difference of turns.
ROPESCOPE_FUNCTION float radiansOf(uint turn)
{
    float angle = float(int(turn)) * 1.46291808e-9f;
    return angle > -3.14159265f ? angle : 3.14159265f;
}

#ifdef __cplusplus
static_assert(sizeof(PhaseToken) == 3 * 4);
static_assert(sizeof(PhaseMapParams) == 2 * 4);

} // namespace ropescope::shared
#endif

#endif
