// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Raw queries or keys to one factor of the map's product: rotated by position, scaled, and written
// as float32 or as two float16 halves. Bit for bit what core/rope and core/attention compute:
// angles come as the sum of a coarse and a fine one whose cosines and sines were taken in double,
// and are joined in pairs of floats.
#ifndef ROPESCOPE_GPU_KERNELS_ROTATE_OPERAND_PARAMS_H
#define ROPESCOPE_GPU_KERNELS_ROTATE_OPERAND_PARAMS_H

#ifdef __cplusplus
#include <cstdint>

#define ROPESCOPE_SHARED_CONSTANT inline constexpr

namespace ropescope::shared {

using uint = std::uint32_t;
#else
#define ROPESCOPE_SHARED_CONSTANT const
#endif

/// Position t = kFineAngles * coarse + fine.
ROPESCOPE_SHARED_CONSTANT uint kFineAngles = 64u;
ROPESCOPE_SHARED_CONSTANT uint kRotateLine = 64u; ///< threads of a work group

/// What becomes of a column.
ROPESCOPE_SHARED_CONSTANT uint kColumnZero = 0u;   ///< padding
ROPESCOPE_SHARED_CONSTANT uint kColumnCopy = 1u;   ///< not rotated
ROPESCOPE_SHARED_CONSTANT uint kColumnFirst = 2u;  ///< x cos - y sin
ROPESCOPE_SHARED_CONSTANT uint kColumnSecond = 3u; ///< x cos + y sin

/// One column of the operand: where its number comes from, and how it turns.
struct OperandColumn {
    uint channel; ///< x
    uint partner; ///< y
    uint pair;
    uint kind;
    float factor;
    uint unused0, unused1, unused2; ///< to 32 bytes, as std430 wants it
};

/// What the kernel is told: the shapes of the raw queries or keys and of the operand.
struct RotateOperandParams {
    uint tokenCount;
    uint rawChannels;
    uint pairs;
    uint columns; ///< padded: a multiple of 4, or of 16 for halves
    uint halves;  ///< 1: float16, high halves then low halves of a token; 0: float32
    uint mixed;   ///< 1: the columns of a token go through a Walsh-Hadamard transform
    float scale;  ///< a power of two, of halves
};

#ifdef __cplusplus
static_assert(sizeof(OperandColumn) == 32);

} // namespace ropescope::shared
#endif

#undef ROPESCOPE_SHARED_CONSTANT

#endif
