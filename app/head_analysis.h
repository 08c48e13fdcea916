// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/theory/lag_profile.h"
#include "core/theory/pair_energy.h"
#include "core/theory/period.h"

namespace ropescope {

/// What is computed once for a head, however often its rotation is edited.
struct HeadData {
    std::shared_ptr<const HeadTrace> head;
    std::shared_ptr<const LagCorrelation> correlation; ///< under the config's own pairing
};

/// What a rotation does to a head: all curves and numbers beside the map.
struct HeadAnalysis {
    RopeTable original;
    RopeTable edited;
    PairEnergy energy;             ///< under the edited table
    std::vector<double> measured;  ///< lag profile
    std::vector<double> predicted; ///< lag profile from mean q and mean k
    std::optional<Period> measuredPeriod;
    double predictedPeriod = 0.0; ///< 2 pi / theta of the dominant pair; 0 where it does not turn
};

[[nodiscard]] HeadData headData(std::shared_ptr<const HeadTrace> head);

/// original and edited come from makeRopeTable on the head's config.
[[nodiscard]] HeadAnalysis analyseHead(const HeadData& data, const RopeTable& original,
                                       const RopeTable& edited);

} // namespace ropescope
