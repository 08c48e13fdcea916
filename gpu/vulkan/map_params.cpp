// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/map_params.h"

namespace ropescope::vulkan {

namespace {

bool contains(TokenRange outer, TokenRange inner)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

std::uint32_t showOf(QuantityKind kind)
{
    switch (kind) {
    case QuantityKind::Probability:
        return shared::kShowProbability;
    case QuantityKind::LogProbability:
        return shared::kShowLogProbability;
    case QuantityKind::Logit:
    case QuantityKind::QuerySimilarity:
    case QuantityKind::KeySimilarity:
    case QuantityKind::Contribution:
    case QuantityKind::Phase: // drawn by PhasePass
        break;
    }
    return shared::kShowLogit;
}

std::uint32_t slotContentOf(Pool pool, QuantityKind kind)
{
    if (pool == Pool::Max)
        return shared::kSlotMax;
    return kind == QuantityKind::Probability ? shared::kSlotLogSumExp : shared::kSlotSum;
}

} // namespace

shared::AttentionMapParams mapParams(const DeviceOperands& operands, const MapRequest& request,
                                     const MapPlan& plan, Precision precision)
{
    const bool sumsKnown = operands.summedPrecision == precision
        && contains(operands.summedRows, request.region.rows);
    return {
        .tokenCount = operands.tokenCount,
        .channels = operands.columns / 4,
        .causal = operands.causal ? 1U : 0U,
        .slidingWindow = operands.slidingWindow,
        .rowBegin = 0,
        .rowEnd = 0,
        .tileBegin = 0,
        .tileEnd = 0,
        .chunkTiles = 1,
        .chunkCount = 0,
        .pooledTileBegin = plan.pooledTileBegin,
        .pooledTileEnd = plan.pooledTileEnd,
        .slotCount = 0,
        .slotContent = slotContentOf(request.pool, request.quantity.kind),
        .wantsSums = request.quantity.needsRowSums() && !sumsKnown ? 1U : 0U,
        .show = showOf(request.quantity.kind),
        .mean = request.pool == Pool::Mean ? 1U : 0U,
        .pixelBegin = 0,
        .width = static_cast<std::uint32_t>(request.region.width),
        .columnBegin = static_cast<std::uint32_t>(request.region.columns.begin),
        .repeatColumns = plan.repeatColumns ? 1U : 0U,
        .logitScale = operands.logitScale,
    };
}

} // namespace ropescope::vulkan
