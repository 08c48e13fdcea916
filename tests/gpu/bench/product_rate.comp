// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#extension GL_KHR_memory_scope_semantics : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_NV_cooperative_matrix : require
#pragma use_vulkan_memory_model

// The matrix product of queries and keys and nothing else: every 128 x 128 tile is computed and added
// up, so that no product can be left out. A yardstick for the sweep, not a part of the program.

layout(local_size_x = 256) in;
layout(constant_id = 0) const uint kBlocks = 8u; // of 16 channels

layout(push_constant) uniform Push
{
    uint tiles; // of 128 keys a work group multiplies
};
layout(std430, binding = 0) readonly buffer Query
{
    uvec4 query[]; // [tokens * 2 kBlocks]
};
layout(std430, binding = 1) readonly buffer Key
{
    uvec4 key[];
};
layout(std430, binding = 2) writeonly buffer Total
{
    float total[]; // [work groups * 8 * 2048]
};

const uint kWords = 2u * kBlocks;
const uint kStride = kWords + 1u;
const uint kLoads = kWords / 2u;

shared uvec4 stage[128u * kStride];

#define Factor fcoopmatNV<16, gl_ScopeSubgroup, 16, 16>
#define Sums fcoopmatNV<32, gl_ScopeSubgroup, 16, 16>

// Eight subgroups: four of 32 queries by two of 64 keys.
void main()
{
    uint row = gl_WorkGroupID.y * 128u + (gl_SubgroupID & 3u) * 32u;
    uint column = (gl_SubgroupID >> 2u) * 64u;
    Factor queries[2u * kBlocks];
    [[unroll]] for (uint r = 0u; r < 2u; ++r) {
        [[unroll]] for (uint i = 0u; i < kBlocks; ++i)
            coopMatLoadNV(queries[r * kBlocks + i], query, (row + 16u * r) * kWords + 2u * i, kWords,
                          false);
    }
    Sums sums[8];
    [[unroll]] for (uint i = 0u; i < 8u; ++i)
        sums[i] = Sums(0.0);
    uint first = gl_WorkGroupID.x * tiles * 128u;
    uint last = first + (tiles - 1u) * 128u;
    uvec4 coming[kLoads]; // loaded while the keys before are multiplied
    [[unroll]] for (uint i = 0u; i < kLoads; ++i)
        coming[i] = key[first * kWords + i * 256u + gl_LocalInvocationID.x];
    for (uint tile = 0u; tile < tiles; ++tile) {
        barrier();
        [[unroll]] for (uint i = 0u; i < kLoads; ++i) {
            uint at = i * 256u + gl_LocalInvocationID.x;
            stage[at / kWords * kStride + at % kWords] = coming[i];
        }
        barrier();
        first = min(first + 128u, last);
        [[unroll]] for (uint i = 0u; i < kLoads; ++i)
            coming[i] = key[first * kWords + i * 256u + gl_LocalInvocationID.x];
        [[unroll]] for (uint block = 0u; block < kBlocks; ++block) {
            [[unroll]] for (uint k = 0u; k < 4u; ++k) {
                Factor keys;
                coopMatLoadNV(keys, stage, (column + 16u * k) * kStride + 2u * block, kStride, true);
                [[unroll]] for (uint r = 0u; r < 2u; ++r)
                    sums[4u * r + k]
                        = coopMatMulAddNV(queries[r * kBlocks + block], keys, sums[4u * r + k]);
            }
        }
    }
    uint at = (gl_WorkGroupID.y * gl_NumWorkGroups.x + gl_WorkGroupID.x) * 16384u + gl_SubgroupID * 2048u;
    [[unroll]] for (uint i = 0u; i < 8u; ++i)
        coopMatStoreNV(sums[i], total, at + i * 256u, 16, false);
}
