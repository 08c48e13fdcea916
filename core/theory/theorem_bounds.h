// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include "core/theory/jump_bound.h"
#include "core/theory/season.h"
#include "core/theory/shift_bound.h"

namespace ropescope {

/// What TAPPA (arXiv:2601.21709) says of a head, each claim beside what is measured.
struct TheoremBounds {
    int rows = 0;                            ///< queries looked at
    int tokens = 0;                          ///< of so many
    ShiftBound reAccess;                     ///< Theorem 5.1, shift (1, 0)
    ShiftBound sequential;                   ///< Theorem 5.2, shift (1, 1)
    std::optional<int> period;               ///< T of the dominant pair, rounded to whole tokens
    std::optional<ShiftBound> periodicKey;   ///< Theorem 5.3, (0, -T)
    std::optional<ShiftBound> periodicQuery; ///< Theorem 5.3, (T, 0)
    std::optional<ShiftBound> seasonalQuery; ///< Theorem 5.4, (L, 0)
    std::optional<ShiftBound> seasonalKey;   ///< Theorem 5.4, (0, L)
    std::optional<ShiftBound> seasonalBoth;  ///< Theorem 5.4, (L, L)
    JumpBound jump;                          ///< Proposition 4.1

    [[nodiscard]] std::int64_t violations() const;
};

/// Which queries of a head are looked at.
struct BoundOptions {
    int mostRows = 1024; ///< longer heads are sampled
    std::uint64_t seed = 1;
};

/// dominantPair: whose wavelength T is; -1: none. T and L without a place in the map (T below 1
/// token, or not shorter than the prompt) have no bound.
[[nodiscard]] TheoremBounds theoremBounds(const ExactHead& head, int dominantPair,
                                          const std::optional<Season>& season,
                                          const BoundOptions& options = {},
                                          const std::stop_token& stop = {});

} // namespace ropescope
