// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#include "gpu/kernels/colour_map/colour_map_params.h"

// One thread a pixel: value to position to colour.

layout(local_size_x = kColourGroup) in;

layout(push_constant) uniform Push
{
    ColourMapParams params;
};
layout(std430, binding = 0) readonly buffer Values
{
    uint values[]; // bits of a float
};
layout(std430, binding = 1) readonly buffer Colours
{
    uint colours[]; // [kColourCount] RGBA, R in the lowest byte
};
layout(std430, binding = 2) writeonly buffer Pixels
{
    uint pixels[];
};

void main()
{
    uint pixel = gl_WorkGroupID.y * params.rowPixels + gl_GlobalInvocationID.x;
    if (pixel >= params.pixelCount)
        return;
    uint bits = values[pixel];
    if (isNotANumber(bits)) {
        pixels[pixel] = kTransparent;
        return;
    }
    float position = scalePosition(uintBitsToFloat(bits), params.kind, params.low, params.high);
    pixels[pixel] = colours[colourIndex(position)];
}
