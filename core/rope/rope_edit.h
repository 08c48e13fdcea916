// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/rope/rope_config.h"
#include "core/rope/rope_table.h"

namespace ropescope {

/// p-RoPE: what becomes of the slow slots, those from `firstSlot` on, whichever pairs hold them.
/// Source: arXiv:2410.06205 section 6.
struct Truncation {
    enum class Kind {
        Remove, ///< gain 0: their terms leave the logit
        Still,  ///< theta 0: they stay, but do not know where they are; the paper's own
    };
    int firstSlot = 0;
    Kind kind = Kind::Still;
    bool operator==(const Truncation&) const = default;
};

/// What a user changes about the rotation of one head or of a whole model. Empty means no change.
struct RopeEdit {
    std::optional<double> base; ///< the table is recomputed under the same scaling
    std::vector<std::pair<int, int>> relocations; ///< swaps of the slots of two pairs, in order
    std::optional<Truncation> truncation;         ///< of the slow slots, before the swaps
    std::map<int, double> gains;                  ///< factor on a pair's term; 0 removes it
    std::optional<RopePairing> pairing;           ///< read the coordinates the other way
    /// Pairs whose raw queries and keys are replaced by their mean over all tokens. The one edit of
    /// content: no part of the table, see withMeanPairs(). Source: arXiv:2502.01563.
    std::set<int> meanPairs;

    [[nodiscard]] bool isIdentity() const
    {
        return !base && relocations.empty() && !truncation && gains.empty() && !pairing
            && meanPairs.empty();
    }
    bool operator==(const RopeEdit&) const = default;
};

/// The smallest and largest RoPE base that an edit may ask for.
inline constexpr double kMinBase = 1.0001;
inline constexpr double kMaxBase = 1e12;

/// Every RoPE edit is one table: base first, then the truncation, then the swaps in order (a pair
/// takes over what became of its new slot), then the gains, which overrule a truncation.
/// Errors: InvalidArgument for a pair that does not exist (also among meanPairs), a base outside
/// [kMinBase, kMaxBase] or a gain that is not finite.
[[nodiscard]] Result<RopeTable> makeRopeTable(const RopeConfig& config, const RopeEdit& edit);

/// What is left to do to a run that has the edit's frequencies already: its gains alone, those of a
/// truncation among them.
[[nodiscard]] RopeEdit gainsOf(const RopeEdit& edit, int pairCount);

} // namespace ropescope
