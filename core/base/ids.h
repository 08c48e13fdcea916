// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <compare>

namespace ropescope {

/// Strong indices: a swapped (layer, head) does not compile. All count from 0.
struct LayerIndex {
    int value = 0;
    auto operator<=>(const LayerIndex&) const = default;
};

/// A query head within its layer.
struct HeadIndex {
    int value = 0;
    auto operator<=>(const HeadIndex&) const = default;
};

/// What layers times heads may come to in a file: far more than in any model there is, and what a
/// window can still show.
inline constexpr int kMostHeadsInAll = 1 << 16;

/// One query head of one layer.
struct HeadId {
    LayerIndex layer;
    HeadIndex head;
    auto operator<=>(const HeadId&) const = default;
};

/// Half-open range of token positions, [begin, end).
struct TokenRange {
    int begin = 0;
    int end = 0;
    [[nodiscard]] int size() const { return end - begin; }
    [[nodiscard]] int middle() const { return begin + (end - begin) / 2; }
    auto operator<=>(const TokenRange&) const = default;
};

} // namespace ropescope
