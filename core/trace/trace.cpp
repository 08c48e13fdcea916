// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace.h"

#include <fmt/core.h>

namespace ropescope {

namespace {

Result<void> checkLayer(const TraceInfo& info, LayerIndex layer)
{
    if (layer.value < 0 || layer.value >= info.numLayers) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no layer {}: the trace has layers 0 to {}.", layer.value,
                                info.numLayers - 1));
    }
    return {};
}

} // namespace

Result<void> checkHead(const TraceInfo& info, HeadId id)
{
    if (Result<void> layer = checkLayer(info, id.layer); !layer)
        return layer;
    if (id.head.value < 0 || id.head.value >= info.numHeads) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no head {}: each layer has heads 0 to {}.", id.head.value,
                                info.numHeads - 1));
    }
    if (!info.layers[static_cast<std::size_t>(id.layer.value)].hasQueryKey) {
        return fail(
            ErrorCode::NotFound,
            fmt::format("The trace holds no queries and keys of layer {}.", id.layer.value));
    }
    return {};
}

Result<void> checkValues(const TraceInfo& info, LayerIndex layer, int keyHead)
{
    if (Result<void> found = checkLayer(info, layer); !found)
        return found;
    if (keyHead < 0 || keyHead >= info.numKvHeads) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no key head {}: each layer has key heads 0 to {}.",
                                keyHead, info.numKvHeads - 1));
    }
    if (!info.layers[static_cast<std::size_t>(layer.value)].hasValues) {
        return fail(ErrorCode::NotFound,
                    fmt::format("The trace holds no values of layer {}.", layer.value));
    }
    return {};
}

} // namespace ropescope
