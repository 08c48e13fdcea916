// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a thread that owns a row of logits does with them, the same in both sweeps.

layout(push_constant) uniform Push
{
    AttentionMapParams params;
};
// Per pooled tile: number of pixel columns, or the end of the region, that begin up to its first key;
// a bit for each of its 64 keys that begins one.
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

const float kLog2E = 1.4426950408889634;
const float kNothing = -3.4e38; // below every logit; -inf - -inf would be NaN

// Products, that is logits / logitScale, of one row as its thread goes along the keys of a chunk.
struct Row {
    uint index;
    float maximum; // of the products so far
    float sum;     // of exp(logit - largest logit)
    bool pooling;  // inside the drawn columns
    uint slot;
    float content; // of the slot; a sum of exponentials is relative to the maximum so far
};

Row startRow(uint index)
{
    return Row(index, kNothing, 0.0, false, 0u, 0.0);
}

float emptySlot()
{
    return params.slotContent == kSlotMax ? kNothing : 0.0;
}

bool wantsPowers()
{
    return params.wantsSums != 0u || params.slotContent == kSlotLogSumExp;
}

float scaledLogit(float product)
{
    return product > kNothing ? product * params.logitScale : kNothing;
}

void storeSlot(Row row)
{
    float value = row.content;
    if (params.slotContent == kSlotMax)
        value = scaledLogit(value);
    else if (params.slotContent == kSlotSum)
        value *= params.logitScale;
    else
        value = value > 0.0 ? row.maximum * params.logitScale + log(value) : kNothing;
    if (row.index < params.rowEnd)
        slots[(row.index - params.rowBegin) * params.slotCount + row.slot] = value;
}

void nextSlot(inout Row row)
{
    storeSlot(row);
    ++row.slot;
    row.content = emptySlot();
}

// Before the first piece of a tile: which of its keys begin the next slot.
uvec2 startTile(inout Row row, uint tile)
{
    if (tile < params.pooledTileBegin || tile >= params.pooledTileEnd) {
        if (row.pooling)
            storeSlot(row);
        row.pooling = false;
        return uvec2(0u);
    }
    uvec4 begins = tileSlots[tile - params.pooledTileBegin];
    if (!row.pooling) {
        row.pooling = true;
        row.slot = begins.x + pooledChunk(params, tile);
        row.content = emptySlot();
        begins.y &= ~1u;
    }
    return begins.yz;
}

// A piece that the row does not see.
void skipPiece(inout Row row, uint begins)
{
    if (begins == 0u)
        return;
    storeSlot(row);
    row.slot += uint(bitCount(begins));
    row.content = emptySlot();
}

// exp(logit - largest logit), 0 for what is not visible.
float power(float product, float reference, float exponentScale)
{
    return exp2((product - reference) * exponentScale);
}

// Products that are not visible are kNothing.
void addPiece(inout Row row, float products[kPiece], uint begins)
{
    float largest[8];
    [[unroll]] for (uint i = 0u; i < 8u; ++i)
        largest[i] = max(max(products[i], products[i + 8u]),
                         max(products[i + 16u], products[i + 24u]));
    [[unroll]] for (uint i = 0u; i < 4u; ++i)
        largest[i] = max(largest[i], largest[i + 4u]);
    float pieceMaximum = max(max(largest[0], largest[1]), max(largest[2], largest[3]));

    if (pieceMaximum > row.maximum) {
        float factor = exp((row.maximum - pieceMaximum) * params.logitScale); // 0 at first
        row.sum *= factor;
        if (params.slotContent == kSlotLogSumExp)
            row.content *= factor;
        row.maximum = pieceMaximum;
    }
    // A row that has seen nothing yet: kNothing - kNothing would be a visible 0.
    float reference = max(row.maximum, -1e38);
    float exponentScale = params.logitScale * kLog2E;
    if (begins != 0u) {
        bool powers = wantsPowers();
        [[unroll]] for (uint c = 0u; c < kPiece; ++c) {
            if ((begins >> c & 1u) != 0u)
                nextSlot(row);
            float product = products[c];
            float exponential = powers ? power(product, reference, exponentScale) : 0.0;
            row.sum += exponential;
            if (params.slotContent == kSlotMax)
                row.content = max(row.content, product);
            else if (params.slotContent == kSlotLogSumExp)
                row.content += exponential;
            else if (product > kNothing)
                row.content += product;
        }
        return;
    }
    float pieceSum = 0.0;
    if (wantsPowers()) {
        float sums[4] = float[4](0.0, 0.0, 0.0, 0.0);
        [[unroll]] for (uint c = 0u; c < kPiece; ++c)
            sums[c & 3u] += power(products[c], reference, exponentScale);
        pieceSum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
    row.sum += pieceSum;
    if (params.slotContent == kSlotMax) {
        row.content = max(row.content, pieceMaximum);
    } else if (params.slotContent == kSlotLogSumExp) {
        row.content += pieceSum;
    } else {
        [[unroll]] for (uint c = 0u; c < kPiece; ++c)
            row.content += products[c] > kNothing ? products[c] : 0.0;
    }
}

// After the last tile of chunk `chunk` of the sweep.
void finishRow(Row row, uint chunk)
{
    if (row.pooling)
        storeSlot(row);
    if (params.wantsSums != 0u && row.index < params.rowEnd)
        parts[(row.index - params.rowBegin) * params.chunkCount + chunk]
            = vec2(scaledLogit(row.maximum), row.sum);
}

// The tiles of a chunk that some of the rows [first, last] sees, begin and end: the same for all
// threads of a work group.
uvec2 tilesOfChunk(uint chunk, uint firstRow, uint lastRow)
{
    uint begin = (params.tileBegin / params.chunkTiles + chunk) * params.chunkTiles;
    uint end = min(begin + params.chunkTiles, params.tileEnd);
    end = min(end, (visibleEnd(params, lastRow) + kTile - 1u) / kTile);
    begin = max(max(begin, params.tileBegin), visibleBegin(params, firstRow) / kTile);
    return uvec2(begin, end);
}
