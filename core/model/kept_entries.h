// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/base/ids.h"

namespace ropescope {

/// What stays in the key-value cache of one layer.
struct KeptLayer {
    LayerIndex layer;
    std::vector<std::vector<int>> keyHeads; ///< [numKvHeads] token positions, ascending

    bool operator==(const KeptLayer&) const = default;
};

/// Of each layer that has a cache, in order.
using KeptEntries = std::vector<KeptLayer>;

} // namespace ropescope
