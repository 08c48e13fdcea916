// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#include "gpu/kernels/attention_map/attention_map_params.h"

// One thread a row of the band: joins what the chunks found. Chunks that the row does not see were
// perhaps never swept, so only those that it sees are read.

layout(local_size_x = kLine) in;

layout(push_constant) uniform Push
{
    AttentionMapParams params;
};
layout(std430, binding = 0) readonly buffer Parts
{
    vec2 parts[];
};
layout(std430, binding = 1) writeonly buffer RowSums
{
    vec2 rowSums[]; // [tokenCount] maximum, sum of exp(logit - maximum)
};

void main()
{
    uint row = params.rowBegin + gl_GlobalInvocationID.x;
    if (row >= params.rowEnd)
        return;
    uint begin = sweptChunk(params, visibleBegin(params, row) / kTile);
    uint end = sweptChunk(params, (visibleEnd(params, row) - 1u) / kTile) + 1u;
    uint first = (row - params.rowBegin) * params.chunkCount;

    float maximum = parts[first + begin].x;
    for (uint chunk = begin + 1u; chunk < end; ++chunk)
        maximum = max(maximum, parts[first + chunk].x);
    float sum = 0.0;
    for (uint chunk = begin; chunk < end; ++chunk)
        sum += parts[first + chunk].y * exp(parts[first + chunk].x - maximum);
    rowSums[row] = vec2(maximum, sum);
}
