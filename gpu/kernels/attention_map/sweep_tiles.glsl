// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The sweep with float32 factors. Who includes it says what products are added up in: the types Sum and
// Sum4, and firstSum(row), what a sum starts from.

#include "gpu/kernels/attention_map/sweep_row.glsl"

// Work group (chunk, row tile): logits of 64 queries against a chunk of the keys, a 64 x 64 tile at a
// time. The product gives each thread 8 x 8 cells in registers; then thread r owns row r of the tile.

layout(local_size_x = kTile) in;

layout(std430, binding = 0) readonly buffer Query
{
    vec4 query[]; // [tokenCount * channels]
};
layout(std430, binding = 1) readonly buffer Key
{
    vec4 key[];
};
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
    Sum4 sums[16]; // row i: keys 4 tx .. +3 in sums[2 i], 32 + 4 tx .. +3 in sums[2 i + 1]
    [[unroll]] for (uint i = 0u; i < 16u; ++i)
        sums[i] = Sum4(firstSum(firstRow + 8u * ty + i / 2u));

    for (uint channel = 0u; channel < params.channels; channel += kSlab / 4u) {
        barrier(); // the slabs and the logits of the previous round have been read
        loadSlabs(firstRow, firstKey, channel);
        barrier();
        for (uint c = 0u; c < kSlab; ++c) {
            vec4 q0 = querySlab[c * kSlabStride + 2u * ty];
            vec4 q1 = querySlab[c * kSlabStride + 2u * ty + 1u];
            Sum4 k0 = Sum4(keySlab[c * kSlabStride + tx]);
            Sum4 k1 = Sum4(keySlab[c * kSlabStride + tx + 8u]);
            [[unroll]] for (uint i = 0u; i < 4u; ++i) {
                sums[2u * i] += Sum(q0[i]) * k0;
                sums[2u * i + 1u] += Sum(q0[i]) * k1;
                sums[2u * i + 8u] += Sum(q1[i]) * k0;
                sums[2u * i + 9u] += Sum(q1[i]) * k1;
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
            float logit = float(sums[2u * i + (j >> 2u)][j & 3u]);
            logits[r * kLogitStride + column] = visible ? logit : kNothing;
        }
    }
    barrier();
}

void main()
{
    uint firstRow = params.rowBegin + gl_WorkGroupID.y * kTile;
    uint lastRow = min(firstRow + kTile, params.rowEnd) - 1u;
    uint own = gl_LocalInvocationID.x * kLogitStride;
    uvec2 tiles = tilesOfChunk(gl_WorkGroupID.x, firstRow, lastRow);
    Row row = startRow(firstRow + gl_LocalInvocationID.x);
    for (uint tile = tiles.x; tile < tiles.y; ++tile) {
        multiplyTile(firstRow, tile * kTile);
        uvec2 begins = startTile(row, tile);
        for (uint first = 0u; first < kTile; first += kPiece) {
            float products[kPiece];
            [[unroll]] for (uint c = 0u; c < kPiece; ++c)
                products[c] = logits[own + first + c];
            addPiece(row, products, first == 0u ? begins.x : begins.y);
        }
    }
    finishRow(row, gl_WorkGroupID.x);
}
