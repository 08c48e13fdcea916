// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/slot_edit.h"

#include <algorithm>
#include <numeric>

namespace ropescope {

namespace {

std::vector<int> identitySlots(int pairCount)
{
    std::vector<int> held(static_cast<std::size_t>(pairCount));
    std::iota(held.begin(), held.end(), 0);
    return held;
}

/// Swaps that lead to the given slots, as few as possible: one less than each cycle has pairs.
std::vector<std::pair<int, int>> fewestSwaps(const std::vector<int>& wanted)
{
    std::vector<std::pair<int, int>> swaps;
    std::vector<int> held = identitySlots(static_cast<int>(wanted.size()));
    for (std::size_t pair = 0; pair < wanted.size(); ++pair) {
        if (held[pair] == wanted[pair])
            continue;
        const auto holder = std::ranges::find(held, wanted[pair]);
        swaps.emplace_back(static_cast<int>(pair), static_cast<int>(holder - held.begin()));
        std::iter_swap(held.begin() + static_cast<std::ptrdiff_t>(pair), holder);
    }
    return swaps;
}

} // namespace

std::vector<int> slotsOfPairs(const RopeEdit& edit, int pairCount)
{
    std::vector<int> held = identitySlots(pairCount);
    for (const auto& [a, b] : edit.relocations) {
        if (a >= 0 && a < pairCount && b >= 0 && b < pairCount)
            std::swap(held[static_cast<std::size_t>(a)], held[static_cast<std::size_t>(b)]);
    }
    return held;
}

RopeEdit movedToSlot(const RopeEdit& before, int pair, int slot, int pairCount)
{
    const std::vector<int> held = slotsOfPairs(before, pairCount);
    if (held[static_cast<std::size_t>(pair)] == slot)
        return before;
    const auto holder = static_cast<int>(std::ranges::find(held, slot) - held.begin());
    RopeEdit edit = before;
    edit.relocations.emplace_back(pair, holder);
    return simplified(std::move(edit), pairCount);
}

RopeEdit simplified(RopeEdit edit, int pairCount)
{
    auto fewest = fewestSwaps(slotsOfPairs(edit, pairCount));
    if (fewest.size() < edit.relocations.size())
        edit.relocations = std::move(fewest);
    return edit;
}

RopeEdit withGain(RopeEdit before, int pair, double gain)
{
    if (gain == 1.0)
        before.gains.erase(pair);
    else
        before.gains[pair] = gain;
    return before;
}

RopeEdit withBase(RopeEdit before, double base, double configBase)
{
    if (base == configBase)
        before.base.reset();
    else
        before.base = base;
    return before;
}

RopeEdit withTruncation(RopeEdit before, const Truncation& truncation)
{
    if (before.truncation == truncation)
        before.truncation.reset();
    else
        before.truncation = truncation;
    return before;
}

RopeEdit withMeans(RopeEdit before, const std::vector<int>& pairs)
{
    const bool all = std::ranges::all_of(
        pairs, [&before](int pair) { return before.meanPairs.contains(pair); });
    for (const int pair : pairs) {
        if (all)
            before.meanPairs.erase(pair);
        else
            before.meanPairs.insert(pair);
    }
    return before;
}

} // namespace ropescope
