// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include <QString>

#include "core/attention/map_region.h"
#include "core/attention/value_map.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"
#include "core/trace/trace.h"

namespace ropescope {

/// What a head is compared with instead of its unedited self: another head, the head under another
/// edit, on another prompt, of another model. It stays when its source is closed.
struct Reference {
    std::shared_ptr<const HeadTrace> head;
    RopeTable rope; ///< that it is shown under
    QString name;   ///< "Layer 5 · Head 4, base 10,000"
    QString model;
    TracePtr trace; ///< that the head is of
};

/// Of two texts of different length, the tokens that both have are compared. The head cut to its
/// first `tokens`, or itself where it has no more. Exact: no query sees a later key.
[[nodiscard]] std::shared_ptr<const HeadTrace> firstTokens(
    const std::shared_ptr<const HeadTrace>& head, int tokens);

/// The head with that many tokens, those after its last being zero, so that its map has the same
/// pixels as that of a longer text; hideAfter() takes away what is of no token. Returns the head
/// itself where it has no fewer.
[[nodiscard]] std::shared_ptr<const HeadTrace> filledUp(
    const std::shared_ptr<const HeadTrace>& head, int tokens);

/// No value where a pixel shows any query or key from `tokens` on.
void hideAfter(ValueMap& map, const MapRegion& region, int tokens);

} // namespace ropescope
