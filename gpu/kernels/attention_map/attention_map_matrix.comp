// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#extension GL_KHR_memory_scope_semantics : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_NV_cooperative_matrix : require
#pragma use_vulkan_memory_model
#include "gpu/kernels/attention_map/attention_map_params.h"
#include "gpu/kernels/attention_map/sweep_row.glsl"

// Work group (chunk, row block): each subgroup holds 32 queries as matrices and multiplies them with 32
// keys at a time. Which thread holds which cell of a matrix is not told, so the products pass through
// shared memory, the subgroup's own part of it: then thread r owns row r.
//
// A token is its channels rounded to float16, then what the rounding left, rounded too. With two
// parts the product is high * high + low * high + high * low: what is missing is about 2^-22 of
// |query| |key|, as in float32.

layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kRows = 128u;    // threads, and queries, of a work group
layout(constant_id = 1) const uint kBlocks = 8u;    // of 16 channels
layout(constant_id = 2) const uint kParts = 2u;     // 1: the high halves alone
layout(constant_id = 3) const uint kStageKeys = 32u; // keys in shared memory at once

layout(std430, binding = 0) readonly buffer Query
{
    uvec4 query[]; // [tokens * kBlocks * 4] eight channels each, high parts first
};
layout(std430, binding = 1) readonly buffer Key
{
    uvec4 key[];
};

const uint kSide = 16u; // of a matrix
const uint kWords = kBlocks * 2u * kParts; // of a token that are read
const uint kTokenWords = kBlocks * 4u;
const uint kStageStride = kWords + 1u; // one more against bank conflicts
const uint kStageWords = kStageKeys * kWords;
const uint kLoads = (kStageWords + kRows - 1u) / kRows; // of a thread, for a stage
const uint kProductStride = kPiece / 4u + 1u;

shared uvec4 stage[kStageKeys * kStageStride];
shared uvec4 products[kRows * kProductStride];

#define Factor fcoopmatNV<16, gl_ScopeSubgroup, kSide, kSide>
#define Sums fcoopmatNV<32, gl_ScopeSubgroup, kSide, kSide>

// Loaded while the keys before are multiplied.
uvec4 coming[kLoads];

void fetch(uint firstKey)
{
    [[unroll]] for (uint i = 0u; i < kLoads; ++i) {
        uint at = i * kRows + gl_LocalInvocationID.x;
        coming[i] = key[(firstKey + at / kWords) * kTokenWords + at % kWords];
    }
}

void putOnStage()
{
    [[unroll]] for (uint i = 0u; i < kLoads; ++i) {
        uint at = i * kRows + gl_LocalInvocationID.x;
        if (kStageWords % kRows == 0u || at < kStageWords)
            stage[at / kWords * kStageStride + at % kWords] = coming[i];
    }
}

void main()
{
    uint firstRow = params.rowBegin + gl_WorkGroupID.y * kRows;
    uint lastRow = min(firstRow + kRows, params.rowEnd) - 1u;
    uvec2 tiles = tilesOfChunk(gl_WorkGroupID.x, firstRow, lastRow);
    if (tiles.x >= tiles.y)
        return; // the same for the whole work group

    uint ownFirst = firstRow + gl_SubgroupID * kPiece;
    uint ownLast = min(ownFirst + kPiece, params.rowEnd) - 1u;
    Row row = startRow(ownFirst + gl_SubgroupInvocationID);
    uint rowBegin = visibleBegin(params, row.index);
    uint rowEnd = min(visibleEnd(params, row.index), params.tokenCount);
    uint ownProducts = gl_SubgroupID * kPiece * kProductStride;

    Factor queries[2u * kParts * kBlocks];
    [[unroll]] for (uint r = 0u; r < 2u; ++r) {
        [[unroll]] for (uint i = 0u; i < kParts * kBlocks; ++i)
            coopMatLoadNV(queries[r * kParts * kBlocks + i], query,
                          (ownFirst + r * kSide) * kTokenWords + 2u * i, kTokenWords, false);
    }

    fetch(tiles.x * kTile);
    for (uint tile = tiles.x; tile < tiles.y; ++tile) {
        uvec2 begins = startTile(row, tile);
        for (uint first = 0u; first < kTile; first += kPiece) {
            uint staged = first % kStageKeys;
            uint firstKey = tile * kTile + first;
            if (staged == 0u) {
                barrier(); // all have read the keys before
                putOnStage();
                barrier();
                fetch(firstKey + kStageKeys); // past the last key lies memory of no meaning
            }
            uint pieceBegins = first == 0u ? begins.x : begins.y;
            bool seen = ownFirst < params.rowEnd && firstKey < visibleEnd(params, ownLast)
                && firstKey + kPiece > visibleBegin(params, ownFirst);
            if (!seen) {
                skipPiece(row, pieceBegins);
                continue;
            }

            Sums sums[4];
            [[unroll]] for (uint i = 0u; i < 4u; ++i)
                sums[i] = Sums(0.0);
            [[unroll]] for (uint block = 0u; block < kBlocks; ++block) {
                [[unroll]] for (uint k = 0u; k < 2u; ++k) {
                    uint at = (staged + k * kSide) * kStageStride + 2u * block;
                    Factor high;
                    coopMatLoadNV(high, stage, at, kStageStride, true);
                    [[unroll]] for (uint r = 0u; r < 2u; ++r)
                        sums[2u * r + k] = coopMatMulAddNV(queries[r * kParts * kBlocks + block],
                                                           high, sums[2u * r + k]);
                    if (kParts == 2u) {
                        Factor low;
                        coopMatLoadNV(low, stage, at + 2u * kBlocks, kStageStride, true);
                        [[unroll]] for (uint r = 0u; r < 2u; ++r) {
                            sums[2u * r + k] = coopMatMulAddNV(
                                queries[r * kParts * kBlocks + (kParts - 1u) * kBlocks + block], high,
                                sums[2u * r + k]);
                            sums[2u * r + k] = coopMatMulAddNV(
                                queries[r * kParts * kBlocks + block], low, sums[2u * r + k]);
                        }
                    }
                }
            }
            subgroupBarrier(); // the products before have been read
            [[unroll]] for (uint r = 0u; r < 2u; ++r) {
                [[unroll]] for (uint k = 0u; k < 2u; ++k)
                    coopMatStoreNV(sums[2u * r + k], products,
                                   ownProducts + r * kSide * kProductStride + 4u * k, kProductStride,
                                   false);
            }
            subgroupMemoryBarrierShared();
            subgroupBarrier();
            float own[kPiece];
            [[unroll]] for (uint i = 0u; i < kPiece / 4u; ++i) {
                vec4 four = uintBitsToFloat(
                    products[ownProducts + gl_SubgroupInvocationID * kProductStride + i]);
                [[unroll]] for (uint c = 0u; c < 4u; ++c)
                    own[4u * i + c] = four[c];
            }
            bool whole = firstKey >= visibleBegin(params, ownLast)
                && firstKey + kPiece <= min(visibleEnd(params, ownFirst), params.tokenCount);
            if (!whole) {
                [[unroll]] for (uint c = 0u; c < kPiece; ++c)
                    own[c] = firstKey + c >= rowBegin && firstKey + c < rowEnd ? own[c] : kNothing;
            }
            addPiece(row, own, pieceBegins);
        }
    }
    finishRow(row, gl_WorkGroupID.x);
}
