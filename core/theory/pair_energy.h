// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope {

/// How much each channel pair of a head weighs. Source: TAPPA, arXiv:2601.21709 section 5.
struct PairEnergy {
    std::vector<double> energy; ///< [r/2] E_m = mean_t |q_t^m| * mean_i |k_i^m|
    std::vector<double> share;  ///< E_m / sum E; 0 when all is 0
    int dominantPair = -1;      ///< argmax E; -1 without RoPE and where all is 0

    [[nodiscard]] double dominantShare() const
    {
        return dominantPair < 0 ? 0.0 : share[static_cast<std::size_t>(dominantPair)];
    }
};

/// Raw q and k decide: frequencies play no part, so moving a pair leaves its energy alone.
/// Gains do count (g_m E_m); pairing decides which coordinates form a pair.
[[nodiscard]] PairEnergy pairEnergy(const HeadTrace& head, const RopeTable& table);

} // namespace ropescope
