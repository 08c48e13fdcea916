// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/theory/pair_energy.h"

namespace ropescope {

/// A pair is massive when its energy exceeds so many times the median over the head's pairs.
inline constexpr double kMassiveTimesMedian = 5.0;

/// The massive pairs, ascending; empty where the median is 0. The paper speaks of single channels
/// that exceed the mean magnitude; a pair is what rotates as one, and the median is not moved by
/// the few that stand out.  Source: arXiv:2502.01563 section 3.
[[nodiscard]] std::vector<int> massivePairs(const PairEnergy& energy,
                                            double timesMedian = kMassiveTimesMedian);

} // namespace ropescope
