// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#include "gpu/kernels/attention_map/attention_map_params.h"

// One thread a pixel: pools the rows under it that lie in the band. A pixel whose rows go on in the
// next band leaves its state behind.

layout(local_size_x = kLine) in;

layout(push_constant) uniform Push
{
    AttentionMapParams params;
};
layout(std430, binding = 0) readonly buffer Slots
{
    float slots[];
};
layout(std430, binding = 1) readonly buffer RowSums
{
    vec2 rowSums[];
};
layout(std430, binding = 2) readonly buffer ColumnCells
{
    uvec2 columnCells[]; // [width] keys under a pixel column, begin and end
};
layout(std430, binding = 3) readonly buffer RowCells
{
    uvec2 rowCells[]; // [height] queries under a pixel row
};
layout(std430, binding = 4) buffer States
{
    vec2 states[]; // [height * width] pooled so far, visible cells so far
};
layout(std430, binding = 5) writeonly buffer Values
{
    uint values[]; // [height * width] bits of a float, so that NaN survives
};

const uint kNaN = 0x7fc00000u;

// What the visible keys [begin, end) of a row, all under one pixel, add up or come to.
float rowValue(uint row, uint begin, uint end, uint pixelColumn)
{
    uint first = (row - params.rowBegin) * params.slotCount + 1u + pixelColumn;
    uint chunkBegin = pooledChunk(params, begin / kTile);
    uint chunkEnd = pooledChunk(params, (end - 1u) / kTile) + 1u;
    vec2 sums = params.show == kShowLogit ? vec2(0.0, 1.0) : rowSums[row];
    bool sumOfProbabilities = params.slotContent == kSlotLogSumExp;
    float value = 0.0;
    for (uint chunk = chunkBegin; chunk < chunkEnd; ++chunk) {
        float slot = slots[first + chunk];
        if (sumOfProbabilities)
            value += exp(slot - sums.x);
        else if (chunk == chunkBegin)
            value = slot;
        else
            value = params.mean != 0u ? value + slot : max(value, slot);
    }
    if (sumOfProbabilities)
        return value / sums.y;
    if (params.show == kShowProbability)
        return exp(value - sums.x) / sums.y;
    if (params.show == kShowLogProbability) {
        float cells = params.mean != 0u ? float(end - begin) : 1.0;
        return (value - cells * sums.x) - cells * log(sums.y);
    }
    return value;
}

void main()
{
    uint x = gl_GlobalInvocationID.x;
    if (x >= params.width)
        return;
    uint y = params.pixelBegin + gl_WorkGroupID.y;
    uvec2 columns = columnCells[x];
    uvec2 rows = rowCells[y];
    uint pixel = y * params.width + x;
    uint pixelColumn = params.repeatColumns != 0u ? columns.x - params.columnBegin : x;

    vec2 state = rows.x < params.rowBegin ? states[pixel] : vec2(0.0);
    uint rowEnd = min(rows.y, params.rowEnd);
    for (uint row = max(rows.x, params.rowBegin); row < rowEnd; ++row) {
        uint begin = max(columns.x, visibleBegin(params, row));
        uint end = min(columns.y, visibleEnd(params, row));
        if (begin >= end)
            continue;
        float value = rowValue(row, begin, end, pixelColumn);
        if (params.mean != 0u)
            state.x += value;
        else
            state.x = state.y > 0.0 ? max(state.x, value) : value;
        state.y += float(end - begin);
    }
    if (rows.y > params.rowEnd)
        states[pixel] = state;
    else if (state.y > 0.0)
        values[pixel] = floatBitsToUint(params.mean != 0u ? state.x / state.y : state.x);
    else
        values[pixel] = kNaN;
}
