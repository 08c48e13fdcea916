// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "gpu/kernels/attention_map/attention_map_params.h"

// Float32 throughout.

#define Sum float
#define Sum4 vec4

float firstSum(uint row)
{
    return 0.0;
}

#include "gpu/kernels/attention_map/sweep_tiles.glsl"
