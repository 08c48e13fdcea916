// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "gpu/kernels/attention_map/attention_map_params.h"

// Work group (chunk, row tile): logits of 64 queries against a chunk of the keys, a 64 x 64 tile at a
// time. The product gives each thread 8 x 8 cells in registers; then thread r owns row r of the tile.

layout(local_size_x = kTile) in;

layout(push_constant) uniform Push
{
    AttentionMapParams params;
};
layout(std430, binding = 0) readonly buffer Query
{
    vec4 query[]; // [tokenCount * channels]
};
layout(std430, binding = 1) readonly buffer Key
{
    vec4 key[];
};
// Per pooled tile: slot of its first key; a bit for each of its 64 keys that begins the next slot.
layout(std430, binding = 2) readonly buffer TileSlots
{
    uvec4 tileSlots[];
};
layout(std430, binding = 3) writeonly buffer Parts
{
    vec2 parts[]; // [rows of the band * chunkCount] maximum, sum of exp(logit - maximum)
};
layout(std430, binding = 4) writeonly buffer Slots
{
    float slots[]; // [rows of the band * slotCount]
};

const float kNothing = -3.4e38; // below every logit; -inf - -inf would be NaN
const uint kSlabStride = kTile / 4u + 1u; // one more against bank conflicts
const uint kLogitStride = kTile + 1u;

shared vec4 querySlab[kSlab * kSlabStride];
shared vec4 keySlab[kSlab * kSlabStride];
shared float logits[kTile * kLogitStride];

// Four lanes load 16 channels of a token and leave them transposed: channel-major, tokens side by side.
void loadSlabs(uint firstRow, uint firstKey, uint firstChannel)
{
    uint lane = gl_LocalInvocationID.x & 3u;
    uint channel = firstChannel + lane;
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        uint token = (gl_LocalInvocationID.x >> 2u) + 16u * i;
        uint row = min(firstRow + token, params.tokenCount - 1u);
        uint column = min(firstKey + token, params.tokenCount - 1u);
        vec4 q = vec4(0.0);
        vec4 k = vec4(0.0);
        if (channel < params.channels) {
            q = query[row * params.channels + channel];
            k = key[column * params.channels + channel];
        }
        [[unroll]] for (uint c = 0u; c < 4u; ++c) {
            uint at = (4u * lane + c) * kSlabStride + (token >> 2u);
            querySlab[at][token & 3u] = q[c];
            keySlab[at][token & 3u] = k[c];
        }
    }
}

// Fills `logits`; cells that are not visible become kNothing.
void multiplyTile(uint firstRow, uint firstKey)
{
    uint tx = gl_LocalInvocationID.x & 7u;
    uint ty = gl_LocalInvocationID.x >> 3u;
    vec4 sums[16]; // row i: keys 4 tx .. +3 in sums[2 i], 32 + 4 tx .. +3 in sums[2 i + 1]
    [[unroll]] for (uint i = 0u; i < 16u; ++i)
        sums[i] = vec4(0.0);

    for (uint channel = 0u; channel < params.channels; channel += kSlab / 4u) {
        barrier(); // the slabs and the logits of the previous round have been read
        loadSlabs(firstRow, firstKey, channel);
        barrier();
        for (uint c = 0u; c < kSlab; ++c) {
            vec4 q0 = querySlab[c * kSlabStride + 2u * ty];
            vec4 q1 = querySlab[c * kSlabStride + 2u * ty + 1u];
            vec4 k0 = keySlab[c * kSlabStride + tx];
            vec4 k1 = keySlab[c * kSlabStride + tx + 8u];
            [[unroll]] for (uint i = 0u; i < 4u; ++i) {
                sums[2u * i] += q0[i] * k0;
                sums[2u * i + 1u] += q0[i] * k1;
                sums[2u * i + 8u] += q1[i] * k0;
                sums[2u * i + 9u] += q1[i] * k1;
            }
        }
    }

    [[unroll]] for (uint i = 0u; i < 8u; ++i) {
        uint r = 8u * ty + i;
        uint begin = visibleBegin(params, firstRow + r);
        uint end = visibleEnd(params, firstRow + r);
        [[unroll]] for (uint j = 0u; j < 8u; ++j) {
            uint column = (j >> 2u) * 32u + 4u * tx + (j & 3u);
            uint token = firstKey + column;
            bool visible = token >= begin && token < end && token < params.tokenCount;
            float logit = sums[2u * i + (j >> 2u)][j & 3u];
            logits[r * kLogitStride + column] = visible ? logit : kNothing;
        }
    }
    barrier();
}

void storeSlot(uint row, uint slot, float value, float tileMaximum)
{
    if (params.slotContent == kSlotLogSumExp)
        value = value > 0.0 ? tileMaximum + log(value) : kNothing;
    if (row < params.rowEnd)
        slots[(row - params.rowBegin) * params.slotCount + slot] = value;
}

void main()
{
    uint firstRow = params.rowBegin + gl_WorkGroupID.y * kTile;
    uint lastRow = min(firstRow + kTile, params.rowEnd) - 1u;
    uint row = firstRow + gl_LocalInvocationID.x;
    uint own = gl_LocalInvocationID.x * kLogitStride;

    // Only tiles that some row of the tile sees; the range is the same for all threads.
    uint tile = params.tileBegin + gl_WorkGroupID.x * params.chunkTiles;
    uint tileEnd = min(tile + params.chunkTiles, params.tileEnd);
    tileEnd = min(tileEnd, (visibleEnd(params, lastRow) + kTile - 1u) / kTile);
    tile = max(tile, visibleBegin(params, firstRow) / kTile);

    bool maxOnly = params.slotContent == kSlotMax;
    bool wantsExp = params.wantsSums != 0u || params.slotContent == kSlotLogSumExp;
    float maximum = kNothing;
    float sum = 0.0;
    for (; tile < tileEnd; ++tile) {
        multiplyTile(firstRow, tile * kTile);

        float tileMaximum = kNothing;
        if (wantsExp) {
            for (uint c = 0u; c < kTile; ++c)
                tileMaximum = max(tileMaximum, logits[own + c]);
        }
        bool pooled = tile >= params.pooledTileBegin && tile < params.pooledTileEnd;
        uvec4 bounds = pooled ? tileSlots[tile - params.pooledTileBegin] : uvec4(0u);
        uint slot = bounds.x;
        float tileSum = 0.0;
        float content = maxOnly ? kNothing : 0.0;
        for (uint c = 0u; c < kTile; ++c) {
            float logit = logits[own + c];
            bool visible = logit > kNothing;
            float power = wantsExp && visible ? exp(logit - tileMaximum) : 0.0;
            if (pooled && (((c < 32u ? bounds.y : bounds.z) >> (c & 31u)) & 1u) != 0u) {
                storeSlot(row, slot++, content, tileMaximum);
                content = maxOnly ? kNothing : 0.0;
            }
            if (maxOnly)
                content = max(content, logit);
            else
                content += params.slotContent == kSlotSum ? (visible ? logit : 0.0) : power;
            tileSum += power;
        }
        if (pooled)
            storeSlot(row, slot, content, tileMaximum);
        if (tileMaximum > maximum) {
            sum *= exp(maximum - tileMaximum); // 0 at first
            maximum = tileMaximum;
        }
        sum += tileSum * exp(tileMaximum - maximum);
    }
    if (params.wantsSums != 0u && row < params.rowEnd)
        parts[(row - params.rowBegin) * params.chunkCount + gl_WorkGroupID.x] = vec2(maximum, sum);
}
