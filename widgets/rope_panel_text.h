// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "widgets/pair_bars_layout.h"
#include "widgets/rope_panel_state.h"

namespace ropescope {

/// What the bars show of a state; empty when the tables do not fit the config.
[[nodiscard]] PairBarsContent barsContent(const RopePanelState& state);

/// "none", "llama3 × 8", or "custom" for words that cannot be read.
[[nodiscard]] QString scalingText(const RopeConfig& config);

} // namespace ropescope
