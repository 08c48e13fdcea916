// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <Eigen/Core>

#include "core/attention/quantity.h"
#include "core/rope/rope_table.h"
#include "core/trace/head_trace.h"

namespace ropescope::vulkan {

/// How the product of a map is computed.
enum class Precision {
    Single,    ///< float32
    Half,      ///< float16 factors, float32 sums
    Double,    ///< float32 factors, float64 sums
    SplitHalf, ///< each factor as a high and a low float16, three products
};

[[nodiscard]] const char* precisionName(Precision precision);

/// Sizes of the raw vectors of one side of a head; not finite when some value is not.
struct Magnitudes {
    double norm = 0.0;        ///< of the longest vector
    Eigen::VectorXf channels; ///< [d] largest absolute value
};

[[nodiscard]] Magnitudes magnitudesOf(const MatrixRM& rows);

/// No logit of the rotated, scaled and gained head is larger: the smaller of s |q| |k| over whole
/// vectors and the sum of the same over channel pairs, each with the longest of all tokens.
[[nodiscard]] double logitBound(const Magnitudes& query, const Magnitudes& key,
                                const RopeTable& table, double attentionScale);

/// Largest absolute value that a coordinate of the rotated vectors can have, before factors.
[[nodiscard]] double coordinateBound(const Magnitudes& side, const RopeTable& table);

/// Columns that a Walsh-Hadamard transform can mix: a power of two, at most 128.
[[nodiscard]] bool canMix(int columns);

/// Up to this bound of the logits, factors rounded to float16 leave probabilities within 2e-3.
///   A probability is wrong by dp_i = p_i (dz_i - sum_j p_j dz_j), so by at most |dz_i - dz_j| / 4
///   for some j. Before rounding, both factors are multiplied with the same random signs and go
///   through a Walsh-Hadamard transform. That leaves their product as it is, and makes coordinates
///   and the errors of rounding (0.43 * 2^-11 of a coordinate on average) independent of each other
///   whatever the head: dz has a spread of 0.43 sqrt(2) 2^-11 bound / sqrt(columns). The limit
///   leaves six spreads. Without the transform errors may all point one way, and only 4 would be
///   safe.
[[nodiscard]] double halfLogits(int columns);

/// Up to this one, split factors do: 3 * 2^-22 for what is missing from the product, 2^-23 for each
/// of the float32 sums (24 at d = 128) and what the transform rounds; together 4e-6 of the bound.
inline constexpr double kSplitHalfLogits = 1024.0;

/// Up to this one, float32 sums leave probabilities within 1e-5; the processor's limit too.
inline constexpr double kSingleLogits = 64.0;

/// What a device can do beyond float32.
struct Abilities {
    bool halves = false;
    bool doubles = false;
};

/// The cheapest one that keeps probabilities within 2e-3, and all other quantities within 1e-5 of
/// their largest value, for which single float16 factors are too coarse. Where float16 cannot be
/// had or is too coarse, probabilities are within 1e-5; without float64 that grows to 2^-22 of the
/// bound.
[[nodiscard]] Precision precisionFor(double bound, int columns, const Quantity& quantity,
                                     const Abilities& abilities);

} // namespace ropescope::vulkan
