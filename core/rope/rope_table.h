// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <numbers>
#include <vector>

#include "core/base/matrix.h"
#include "core/rope/rope_config.h"

namespace ropescope {

/// All that position means to a head: how fast each channel pair turns and how much it counts.
struct RopeTable {
    std::vector<double> theta; ///< [r/2] radians per token of pair m (its slot's frequency)
    std::vector<double> gain;  ///< [r/2] factor on pair m's term of the logit
    RopePairing pairing = RopePairing::HalfSplit;
    double attentionFactor = 1.0; ///< on cos and sin of queries and keys alike

    [[nodiscard]] int pairCount() const { return static_cast<int>(theta.size()); }
    /// T_m = 2 pi / theta_m in tokens.
    [[nodiscard]] double wavelength(int pair) const
    {
        return 2.0 * std::numbers::pi / theta[static_cast<std::size_t>(pair)];
    }
    /// The two coordinates of pair m.
    [[nodiscard]] std::pair<int, int> coordinates(int pair) const
    {
        if (pairing == RopePairing::HalfSplit)
            return { pair, pair + pairCount() };
        return { 2 * pair, 2 * pair + 1 };
    }
    bool operator==(const RopeTable&) const = default;
};

/// cos and sin of position * theta_m times the attention factor, both (tokens, r/2).
struct RotationAngles {
    MatrixRM cosine;
    MatrixRM sine;
};

/// Positions firstPosition .. firstPosition + tokens - 1. Angles advance in double by rotation and
/// are re-anchored with sin and cos every 64 tokens: error below 1e-13 before rounding to float.
[[nodiscard]] RotationAngles rotationAngles(const RopeTable& table, int tokens,
                                            int firstPosition = 0);

/// Rotates each row of x, (n, d) with d >= r, by its position: R_t x_t. Coordinates from r on stay.
///   row t of the result belongs to position firstPosition + t
/// Gains are not applied; see prepareOperands.  Source: RoFormer, arXiv:2104.09864 section 3.2.
[[nodiscard]] MatrixRM rotate(MatrixRef raw, const RopeTable& table, int firstPosition = 0);
[[nodiscard]] MatrixRM rotate(MatrixRef raw, const RopeTable& table, const RotationAngles& angles);

} // namespace ropescope
