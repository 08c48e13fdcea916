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

/// A probability is wrong by at most half the error of the logits, since dp_i = p_i (dz_i - sum_j
/// p_j dz_j) and p_i (1 - p_i) <= 1/4. With factors rounded to float16 a logit is wrong by at most
/// 2^-10 of the bound, so that this one leaves 2e-3.
inline constexpr double kHalfLogits = 4.0;
/// With split factors: 3 * 2^-22 for what is missing from the product, and 2^-23 for each of the
/// float32 sums, 24 at d = 128; together 3.6e-6 of the bound.
inline constexpr double kSplitHalfLogits = 1024.0;

/// The cheapest one that keeps probabilities within 2e-3, and all other quantities within 1e-5 of
/// their largest value, for which single float16 factors are too coarse.
[[nodiscard]] Precision precisionFor(double bound, const Quantity& quantity);

} // namespace ropescope::vulkan
