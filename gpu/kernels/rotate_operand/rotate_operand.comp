// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#version 450
#extension GL_GOOGLE_include_directive : require
#include "gpu/kernels/rotate_operand/rotate_operand_params.h"

// One thread two neighbouring columns of a token, so that it can write a word of two float16.

layout(local_size_x = kRotateLine) in;

layout(push_constant) uniform Push
{
    RotateOperandParams params;
};
layout(std430, binding = 0) readonly buffer Raw
{
    float raw[]; // [tokenCount * rawChannels]
};
layout(std430, binding = 1) readonly buffer Columns
{
    OperandColumn columns[]; // [params.columns]
};
// cos and sin, each as twelve leading bits and the rest, so that products of two leading parts are exact.
layout(std430, binding = 2) readonly buffer CoarseAngles
{
    vec4 coarse[]; // [(tokenCount / kFineAngles rounded up) * pairs] cos, its rest, sin, its rest
};
layout(std430, binding = 3) readonly buffer FineAngles
{
    vec4 fine[]; // [kFineAngles * pairs]
};
layout(std430, binding = 4) writeonly buffer Operand
{
    uint operand[];
};

// a + b + rest, rounded once.
float sumOf(float a, float b, float rest)
{
    precise float sum = a + b;
    precise float other = sum - a;
    precise float lost = (a - (sum - other)) + (b - other);
    precise float result = sum + (lost + rest);
    return result;
}

float cosineOf(vec4 a, vec4 b)
{
    precise float rest = (a.x * b.y + a.y * b.x + a.y * b.y) - (a.z * b.w + a.w * b.z + a.w * b.w);
    return sumOf(a.x * b.x, -(a.z * b.z), rest);
}

float sineOf(vec4 a, vec4 b)
{
    precise float rest = (a.z * b.y + a.w * b.x + a.w * b.y) + (a.x * b.w + a.y * b.z + a.y * b.w);
    return sumOf(a.z * b.x, a.x * b.z, rest);
}

// To the nearest that float16 holds exactly. On the bits: a compiler may take unpacking after packing
// for doing nothing, and the low halves would be zero.
float toElevenBits(float value)
{
    uint bits = floatBitsToUint(value);
    return uintBitsToFloat((bits + 0xfffu + (bits >> 13u & 1u)) & ~0x1fffu);
}

float columnOf(uint token, uint index)
{
    OperandColumn column = columns[index];
    if (column.kind == kColumnZero)
        return 0.0;
    float x = raw[token * params.rawChannels + column.channel];
    precise float value = x;
    if (column.kind != kColumnCopy) {
        float y = raw[token * params.rawChannels + column.partner];
        vec4 a = coarse[token / kFineAngles * params.pairs + column.pair];
        vec4 b = fine[token % kFineAngles * params.pairs + column.pair];
        precise float turned = x * cosineOf(a, b);
        precise float crossed = y * sineOf(a, b);
        value = column.kind == kColumnFirst ? turned - crossed : turned + crossed;
    }
    value *= column.factor;
    return value;
}

shared vec2 mixing[kRotateLine];

// The Walsh-Hadamard transform of a token's columns, not normalised. Whole tokens lie in a work group,
// since the number of columns is a power of two up to 2 kRotateLine.
vec2 mixedOver(vec2 values, uint word, uint words)
{
    values = vec2(values.x + values.y, values.x - values.y);
    for (uint step = 1u; step < words; step *= 2u) {
        barrier();
        mixing[gl_LocalInvocationID.x] = values;
        barrier();
        vec2 other = mixing[gl_LocalInvocationID.x ^ step];
        values = (word & step) == 0u ? values + other : other - values;
    }
    return values;
}

void main()
{
    uint words = params.columns / 2u;
    uint index = gl_WorkGroupID.y * 65535u * kRotateLine + gl_GlobalInvocationID.x;
    uint token = index / words;
    uint word = index % words;
    bool exists = token < params.tokenCount;
    vec2 values = vec2(0.0);
    if (exists)
        values = vec2(columnOf(token, 2u * word), columnOf(token, 2u * word + 1u));
    if (params.mixed != 0u)
        values = mixedOver(values, word, words);
    if (!exists)
        return;
    if (params.halves == 0u) {
        operand[token * params.columns + 2u * word] = floatBitsToUint(values.x);
        operand[token * params.columns + 2u * word + 1u] = floatBitsToUint(values.y);
        return;
    }
    values *= params.scale;
    vec2 high = vec2(toElevenBits(values.x), toElevenBits(values.y));
    operand[token * params.columns + word] = packHalf2x16(high);
    operand[token * params.columns + words + word] = packHalf2x16(values - high);
}
