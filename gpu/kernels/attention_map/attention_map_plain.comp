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

// The sweep of attention_map_matrix for what most maps are: the largest value of pixels many keys wide,
// of a head whose logits are so bounded that exponentials need no maximum taken off first. Products then
// stay in the matrices: each cell has a running sum and maximum of its own, and only where a pixel column
// ends do sixteen cells of a row meet in shared memory.

layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kThreads = 128u;
layout(constant_id = 1) const uint kBlocks = 8u;     // of 16 channels
layout(constant_id = 2) const uint kParts = 2u;      // 1: the high halves alone
layout(constant_id = 3) const uint kStageKeys = 32u; // keys in shared memory at once
layout(constant_id = 4) const uint kRowBlocks = 2u;  // of 16 queries, of a subgroup

layout(std430, binding = 0) readonly buffer Query
{
    uvec4 query[]; // [tokens * kBlocks * 4] eight channels each, high parts first
};
layout(std430, binding = 1) readonly buffer Key
{
    uvec4 key[];
};

const uint kSide = 16u; // of a matrix
const uint kSubgroups = kThreads / 32u;
const uint kSubgroupRows = kRowBlocks * kSide;
const uint kRows = kSubgroups * kSubgroupRows;
const uint kKeyBlocks = kPiece / kSide;
const uint kWords = kBlocks * 2u * kParts; // of a token that are read
const uint kTokenWords = kBlocks * 4u;
const uint kStageStride = kWords + 1u; // one more against bank conflicts
const uint kStageWords = kStageKeys * kWords;
const uint kLoads = (kStageWords + kThreads - 1u) / kThreads;
const uint kCellStride = 5u;

shared uvec4 stage[kStageKeys * kStageStride];
shared uvec4 cells[kSubgroups * kSubgroupRows * kCellStride];
shared uvec4 places[64]; // number of each cell of a matrix, as a float

#define Factor fcoopmatNV<16, gl_ScopeSubgroup, kSide, kSide>
#define Sums fcoopmatNV<32, gl_ScopeSubgroup, kSide, kSide>

uvec4 coming[kLoads]; // loaded while the keys before are multiplied

void fetch(uint firstKey)
{
    [[unroll]] for (uint i = 0u; i < kLoads; ++i) {
        uint at = i * kThreads + gl_LocalInvocationID.x;
        coming[i] = key[(firstKey + at / kWords) * kTokenWords + at % kWords];
    }
}

void putOnStage()
{
    [[unroll]] for (uint i = 0u; i < kLoads; ++i) {
        uint at = i * kThreads + gl_LocalInvocationID.x;
        if (kStageWords % kThreads == 0u || at < kStageWords)
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

    if (gl_LocalInvocationID.x < 64u) // the first barrier below comes before any reading
        places[gl_LocalInvocationID.x]
            = floatBitsToUint(vec4(4u * gl_LocalInvocationID.x + uvec4(0u, 1u, 2u, 3u)));

    uint ownFirst = firstRow + gl_SubgroupID * kSubgroupRows;
    uint ownLast = min(ownFirst + kSubgroupRows, params.rowEnd) - 1u;
    uint ownCells = gl_SubgroupID * kSubgroupRows * kCellStride;
    uint lane = gl_SubgroupInvocationID;
    uint laneRow = ownFirst + lane;
    bool hasRow = lane < kSubgroupRows && laneRow < params.rowEnd;
    bool wantsSums = params.wantsSums != 0u;
    float exponentScale = params.logitScale * kLog2E;

    Factor queries[kRowBlocks * kParts * kBlocks];
    Sums rowSums[kRowBlocks];
    Sums largest[kRowBlocks]; // of the pixel column so far
    [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r) {
        [[unroll]] for (uint i = 0u; i < kParts * kBlocks; ++i)
            coopMatLoadNV(queries[r * kParts * kBlocks + i], query,
                          (ownFirst + r * kSide) * kTokenWords + 2u * i, kTokenWords, false);
        rowSums[r] = Sums(0.0);
        largest[r] = Sums(kNothing);
    }
    bool pooling = false;
    uint slot = 0u;

    fetch(tiles.x * kTile);
    for (uint tile = tiles.x; tile < tiles.y; ++tile) {
        bool pooled = tile >= params.pooledTileBegin && tile < params.pooledTileEnd;
        uvec4 begins = pooled ? tileSlots[tile - params.pooledTileBegin] : uvec4(0u);
        bool starts = pooled && !pooling;
        bool ends = pooling && !pooled;
        if (starts) {
            slot = begins.x + pooledChunk(params, tile);
            begins.y &= ~1u;
            [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r)
                largest[r] = Sums(kNothing);
        }
        if (ends)
            begins.y = 1u; // what the last drawn tile left is stored
        pooling = pooled;

        for (uint first = 0u; first < kTile; first += kPiece) {
            uint staged = first % kStageKeys;
            uint firstKey = tile * kTile + first;
            if (staged == 0u) {
                barrier(); // all have read the keys before
                putOnStage();
                barrier();
                fetch(firstKey + kStageKeys); // past the last key lies memory of no meaning
            }
            bool seen = ownFirst < params.rowEnd && firstKey < visibleEnd(params, ownLast)
                && firstKey + kPiece > visibleBegin(params, ownFirst);
            bool whole = firstKey >= visibleBegin(params, ownLast)
                && firstKey + kPiece <= min(visibleEnd(params, ownFirst), params.tokenCount);

            Sums sums[kRowBlocks * kKeyBlocks];
            [[unroll]] for (uint i = 0u; i < kRowBlocks * kKeyBlocks; ++i)
                sums[i] = Sums(0.0);
            if (seen) {
                [[unroll]] for (uint block = 0u; block < kBlocks; ++block) {
                    // Neighbouring products go to different sums, so that none waits for another.
                    Factor high[kKeyBlocks];
                    [[unroll]] for (uint k = 0u; k < kKeyBlocks; ++k)
                        coopMatLoadNV(high[k], stage,
                                      (staged + k * kSide) * kStageStride + 2u * block,
                                      kStageStride, true);
                    [[unroll]] for (uint i = 0u; i < kRowBlocks * kKeyBlocks; ++i)
                        sums[i] = coopMatMulAddNV(
                            queries[i / kKeyBlocks * kParts * kBlocks + block],
                            high[i % kKeyBlocks], sums[i]);
                    if (kParts == 2u) {
                        Factor low[kKeyBlocks];
                        [[unroll]] for (uint k = 0u; k < kKeyBlocks; ++k)
                            coopMatLoadNV(low[k], stage,
                                          (staged + k * kSide) * kStageStride + 2u * block
                                              + 2u * kBlocks,
                                          kStageStride, true);
                        [[unroll]] for (uint i = 0u; i < kRowBlocks * kKeyBlocks; ++i)
                            sums[i] = coopMatMulAddNV(
                                queries[i / kKeyBlocks * kParts * kBlocks
                                        + (kParts - 1u) * kBlocks + block],
                                high[i % kKeyBlocks], sums[i]);
                        [[unroll]] for (uint i = 0u; i < kRowBlocks * kKeyBlocks; ++i)
                            sums[i] = coopMatMulAddNV(
                                queries[i / kKeyBlocks * kParts * kBlocks + block],
                                low[i % kKeyBlocks], sums[i]);
                    }
                }
            }
            if (!whole) {
                Sums place;
                coopMatLoadNV(place, places, 0u, 4u, false);
                [[unroll]] for (uint e = 0u; e < place.length(); ++e) {
                    uint number = uint(place[e]);
                    [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r) {
                        uint row = ownFirst + r * kSide + number / kSide;
                        uint begin = visibleBegin(params, row);
                        uint end = min(visibleEnd(params, row), params.tokenCount);
                        [[unroll]] for (uint k = 0u; k < kKeyBlocks; ++k) {
                            uint token = firstKey + k * kSide + number % kSide;
                            if (!(token >= begin && token < end))
                                sums[r * kKeyBlocks + k][e] = kNothing;
                        }
                    }
                }
            }
            if (wantsSums && seen) {
                [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r) {
                    [[unroll]] for (uint e = 0u; e < rowSums[r].length(); ++e) {
                        float total = 0.0;
                        [[unroll]] for (uint k = 0u; k < kKeyBlocks; ++k)
                            total += exp2(sums[r * kKeyBlocks + k][e] * exponentScale);
                        rowSums[r][e] += total;
                    }
                }
            }
            uint cuts = first == 0u ? begins.y : begins.z;
            uint from = 0u;
            while (cuts != 0u) {
                uint cut = uint(findLSB(cuts));
                cuts &= cuts - 1u;
                if (cut > from) {
                    Sums place;
                    coopMatLoadNV(place, places, 0u, 4u, false);
                    [[unroll]] for (uint e = 0u; e < place.length(); ++e) {
                        uint column = uint(place[e]) % kSide;
                        [[unroll]] for (uint k = 0u; k < 2u; ++k) {
                            bool inside = column + k * kSide >= from && column + k * kSide < cut;
                            [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r)
                                largest[r][e] = max(
                                    largest[r][e],
                                    inside ? sums[r * kKeyBlocks + k][e] : kNothing);
                        }
                    }
                }
                // The column that ends here: sixteen cells of a row become one.
                subgroupBarrier();
                [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r) {
                    coopMatStoreNV(largest[r], cells, ownCells + r * kSide * kCellStride,
                                   kCellStride, false);
                    largest[r] = Sums(kNothing);
                }
                subgroupMemoryBarrierShared();
                subgroupBarrier();
                if (hasRow) {
                    vec4 four = vec4(kNothing);
                    [[unroll]] for (uint i = 0u; i < 4u; ++i)
                        four = max(four,
                                   uintBitsToFloat(cells[ownCells + lane * kCellStride + i]));
                    slots[(laneRow - params.rowBegin) * params.slotCount + slot]
                        = scaledLogit(max(max(four.x, four.y), max(four.z, four.w)));
                }
                ++slot;
                from = cut;
            }
            if (from == 0u) {
                [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r) {
                    [[unroll]] for (uint e = 0u; e < largest[r].length(); ++e)
                        largest[r][e]
                            = max(largest[r][e],
                                  max(sums[r * kKeyBlocks][e],
                                      sums[r * kKeyBlocks + 1u][e]));
                }
            } else {
                Sums place;
                coopMatLoadNV(place, places, 0u, 4u, false);
                [[unroll]] for (uint e = 0u; e < place.length(); ++e) {
                    uint column = uint(place[e]) % kSide;
                    [[unroll]] for (uint k = 0u; k < 2u; ++k) {
                        bool inside = column + k * kSide >= from;
                        [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r)
                            largest[r][e] = max(
                                largest[r][e],
                                inside ? sums[r * kKeyBlocks + k][e] : kNothing);
                    }
                }
            }
        }
    }

    // What is left: the last slot, and the sums of the rows.
    if (pooling) {
        subgroupBarrier();
        [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r)
            coopMatStoreNV(largest[r], cells, ownCells + r * kSide * kCellStride, kCellStride, false);
        subgroupMemoryBarrierShared();
        subgroupBarrier();
        if (hasRow) {
            vec4 four = vec4(kNothing);
            [[unroll]] for (uint i = 0u; i < 4u; ++i)
                four = max(four, uintBitsToFloat(cells[ownCells + lane * kCellStride + i]));
            slots[(laneRow - params.rowBegin) * params.slotCount + slot]
                = scaledLogit(max(max(four.x, four.y), max(four.z, four.w)));
        }
    }
    if (wantsSums) {
        subgroupBarrier();
        [[unroll]] for (uint r = 0u; r < kRowBlocks; ++r)
            coopMatStoreNV(rowSums[r], cells, ownCells + r * kSide * kCellStride, kCellStride, false);
        subgroupMemoryBarrierShared();
        subgroupBarrier();
        if (hasRow) {
            vec4 four = vec4(0.0);
            [[unroll]] for (uint i = 0u; i < 4u; ++i)
                four += uintBitsToFloat(cells[ownCells + lane * kCellStride + i]);
            parts[(laneRow - params.rowBegin) * params.chunkCount + gl_WorkGroupID.x]
                = vec2(0.0, (four.x + four.y) + (four.z + four.w));
        }
    }
}
