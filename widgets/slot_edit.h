// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/rope/rope_edit.h"

namespace ropescope {

/// Slot m is the place on the frequency axis that pair m has without relocations.
///   returns  [pairCount] the slot that each pair holds after the edit's relocations
[[nodiscard]] std::vector<int> slotsOfPairs(const RopeEdit& edit, int pairCount);

/// `before` with `pair` swapped onto `slot`, simplified.
[[nodiscard]] RopeEdit movedToSlot(const RopeEdit& before, int pair, int slot, int pairCount);

/// The same table from fewer swaps: the list stays as written unless swaps cancel out.
[[nodiscard]] RopeEdit simplified(RopeEdit edit, int pairCount);

/// `before` with the gain of `pair`; a gain of 1 leaves no entry.
[[nodiscard]] RopeEdit withGain(RopeEdit before, int pair, double gain);

/// `before` with another base; the config's own base leaves no entry.
[[nodiscard]] RopeEdit withBase(RopeEdit before, double base, double configBase);

/// `before` with the slow slots removed or stopped; the same truncation once more takes it back.
[[nodiscard]] RopeEdit withTruncation(RopeEdit before, const Truncation& truncation);

/// `before` with those pairs replaced by their mean; where all of them are already, none of them.
[[nodiscard]] RopeEdit withMeans(RopeEdit before, const std::vector<int>& pairs);

} // namespace ropescope
