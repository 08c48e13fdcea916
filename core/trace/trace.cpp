// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace.h"

#include <fmt/core.h>

namespace ropescope {

namespace {

/// "layer 0 only", "layers 0 to 11"
std::string numbered(std::string_view thing, int count)
{
    return count == 1 ? fmt::format("{} 0 only", thing)
                      : fmt::format("{}s 0 to {}", thing, count - 1);
}

bool isRecorded(const LayerInfo& layer) { return layer.hasQueryKey || layer.hasMaps; }

/// The layers with something to draw, in runs: "layer 0" or "layers 0, 2 to 5 and more"; or "no
/// layer".
std::string recordedLayers(const TraceInfo& info)
{
    constexpr int kMostRuns = 8;
    std::string runs;
    int runCount = 0;
    int layerCount = 0;
    for (int first = 0; first < info.numLayers; ++first) {
        const auto has = [&](int layer) {
            return layer < info.numLayers
                && isRecorded(info.layers[static_cast<std::size_t>(layer)]);
        };
        if (!has(first))
            continue;
        if (++runCount > kMostRuns)
            return fmt::format("layers {} and more", runs);
        int last = first;
        while (has(last + 1))
            ++last;
        runs += (runs.empty() ? "" : ", ") + std::to_string(first);
        if (last > first)
            runs += fmt::format(" to {}", last);
        layerCount += last - first + 1;
        first = last;
    }
    return runs.empty() ? "no layer" : (layerCount == 1 ? "layer " : "layers ") + runs;
}

Result<void> checkLayer(const TraceInfo& info, LayerIndex layer)
{
    if (layer.value < 0 || layer.value >= info.numLayers) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no layer {}: the trace has {}.", layer.value,
                                numbered("layer", info.numLayers)));
    }
    return {};
}

} // namespace

bool hasHead(const TraceInfo& info, HeadId id)
{
    return id.layer.value >= 0 && id.layer.value < info.numLayers && id.head.value >= 0
        && id.head.value < info.numHeads
        && isRecorded(info.layers[static_cast<std::size_t>(id.layer.value)]);
}

Result<void> checkHead(const TraceInfo& info, HeadId id)
{
    if (hasHead(info, id))
        return {};
    if (Result<void> layer = checkLayer(info, id.layer); !layer)
        return layer;
    if (id.head.value < 0 || id.head.value >= info.numHeads) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no head {}: each layer has {}.", id.head.value,
                                numbered("head", info.numHeads)));
    }
    return fail(ErrorCode::NotFound,
                fmt::format("The trace holds no queries and keys of layer {}; it has those of {}.",
                            id.layer.value, recordedLayers(info)));
}

Result<void> checkValues(const TraceInfo& info, LayerIndex layer, int keyHead)
{
    if (Result<void> found = checkLayer(info, layer); !found)
        return found;
    if (keyHead < 0 || keyHead >= info.numKvHeads) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no key head {}: each layer has {}.", keyHead,
                                numbered("key head", info.numKvHeads)));
    }
    if (!info.layers[static_cast<std::size_t>(layer.value)].hasValues) {
        return fail(ErrorCode::NotFound,
                    fmt::format("The trace holds no values of layer {}.", layer.value));
    }
    return {};
}

} // namespace ropescope
