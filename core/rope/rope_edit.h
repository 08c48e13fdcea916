// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/rope/rope_config.h"
#include "core/rope/rope_table.h"

namespace ropescope {

/// What a user changes about the rotation of one head or of a whole model. Empty means no change.
struct RopeEdit {
    std::optional<double> base; ///< the table is recomputed under the same scaling
    std::vector<std::pair<int, int>> relocations; ///< swaps of the slots of two pairs, in order
    std::map<int, double> gains;                  ///< factor on a pair's term; 0 removes it
    std::optional<RopePairing> pairing;           ///< read the coordinates the other way

    [[nodiscard]] bool isIdentity() const
    {
        return !base && relocations.empty() && gains.empty() && !pairing;
    }
    bool operator==(const RopeEdit&) const = default;
};

/// The smallest and largest RoPE base that an edit may ask for.
inline constexpr double kMinBase = 1.0001;
inline constexpr double kMaxBase = 1e12;

/// Every RoPE edit is one table: base first, then the swaps in order, then the gains.
/// Errors: InvalidArgument for a pair that does not exist, a base outside [kMinBase, kMaxBase] or a
/// gain that is not finite.
[[nodiscard]] Result<RopeTable> makeRopeTable(const RopeConfig& config, const RopeEdit& edit);

} // namespace ropescope
