// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "gpu/kernels/attention_map/attention_map_params.h"

// Sums in float64, for heads whose logits are so large that float32 would show in a probability. About
// the largest logit of each row is known already; sums start from its negative, and what is left is
// small where it counts and goes on in float32. Probabilities do not change with it.

#define Sum double
#define Sum4 dvec4

layout(std430, binding = 5) readonly buffer Shifts
{
    vec2 shifts[]; // [tokenCount] about the largest logit
};

double firstSum(uint row);

#include "gpu/kernels/attention_map/sweep_tiles.glsl"

double firstSum(uint row)
{
    return -double(shifts[min(row, params.tokenCount - 1u)].x);
}
