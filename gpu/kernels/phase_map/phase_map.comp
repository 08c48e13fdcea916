// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#include "gpu/kernels/phase_map/phase_map_params.h"

// One thread a pixel: the phase of the cell in its middle.

layout(local_size_x = kPhaseLine) in;

layout(push_constant) uniform Push
{
    PhaseMapParams params;
};
layout(std430, binding = 0) readonly buffer Queries
{
    PhaseToken queries[]; // [height]
};
layout(std430, binding = 1) readonly buffer Keys
{
    PhaseToken keys[]; // [width]
};
layout(std430, binding = 2) writeonly buffer Values
{
    uint values[]; // [height * width] bits of a float, so that NaN survives
};

const uint kNaN = 0x7fc00000u;

void main()
{
    uint x = gl_GlobalInvocationID.x;
    if (x >= params.width)
        return;
    uint y = gl_WorkGroupID.y;
    PhaseToken query = queries[y];
    PhaseToken key = keys[x];
    uint bits = kNaN;
    if (isVisible(params, query.position, key.position)) {
        bool hasAngle = query.hasAngle != 0u && key.hasAngle != 0u;
        bits = hasAngle ? floatBitsToUint(radiansOf(query.turn - key.turn)) : 0u;
    }
    values[y * params.width + x] = bits;
}
