// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace.h"

#include <fmt/core.h>

namespace ropescope {

Result<void> checkHead(const TraceInfo& info, HeadId id)
{
    const int layer = id.layer.value;
    const int head = id.head.value;
    if (layer < 0 || layer >= info.numLayers) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no layer {}: the trace has layers 0 to {}.", layer,
                                info.numLayers - 1));
    }
    if (head < 0 || head >= info.numHeads) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no head {}: each layer has heads 0 to {}.", head,
                                info.numHeads - 1));
    }
    if (!info.layers[static_cast<std::size_t>(layer)].hasQueryKey) {
        return fail(ErrorCode::NotFound,
                    fmt::format("The trace holds no queries and keys of layer {}.", layer));
    }
    return {};
}

} // namespace ropescope
