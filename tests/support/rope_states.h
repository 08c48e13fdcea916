// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cmath>

#include "widgets/rope_panel_state.h"

namespace ropescope::test {

/// A head of a base 1e6 model with `pairs` pairs; `dominant` holds 40 % of the energy.
inline RopePanelState ropeState(const RopeEdit& edit = {}, int pairs = 32, int dominant = 14)
{
    RopePanelState state;
    state.config.base = 1e6;
    state.config.rotaryDim = 2 * pairs;
    state.config.theta = defaultTheta(1e6, 2 * pairs);
    state.edit = edit;
    state.original = *makeRopeTable(state.config, {});
    state.table = *makeRopeTable(state.config, edit);
    const auto count = static_cast<std::size_t>(pairs);
    state.energy.energy.assign(count, pairs > 1 ? 0.6 / (pairs - 1) : 0.6);
    state.energy.energy[static_cast<std::size_t>(dominant)] = 0.4;
    state.energy.share = state.energy.energy;
    state.energy.dominantPair = dominant;
    state.enabled = true;
    return state;
}

} // namespace ropescope::test
