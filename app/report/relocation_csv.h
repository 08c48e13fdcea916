// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "core/theory/relocation_experiment.h"

namespace ropescope {

/// The table that `experiment` writes, one row a relocation: layer, head, from_pair, energy_share,
/// pair, base, predicted_period, measured_period, relative_error, period_strength. Empty cells
/// where there is no period.
[[nodiscard]] std::string relocationCsv(const std::vector<HeadRelocations>& heads);

} // namespace ropescope
