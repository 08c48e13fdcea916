// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/theory/exact_head.h"

namespace ropescope {

/// The first tokens are never dropped and their queries are not counted: they are outliers.
inline constexpr int kExpectedSinks = 4;
/// Positions behind the prompt over which the rotation is averaged.
inline constexpr int kExpectedPositions = 512;

/// How much attention coming queries are expected to pay to each key of a prompt of n tokens:
///   x_i = mu^T k_i s + k_i^T Sigma k_i s^2 / 2,   softmax of x over keys kExpectedSinks .. n-1
/// with mu, Sigma the mean and covariance (divided by the number of queries) of raw queries
/// kExpectedSinks .. n-1 under R, the mean of the rotations R_n .. R_{n+511}.
/// (n); 0 for the first kExpectedSinks keys. n must be larger than that.
/// Source: Expected Attention, arXiv:2510.00636; the constants, the softmax of each head before
/// heads are averaged and the queries that are left out are those of its authors' program
/// (NVIDIA/kvpress, ExpectedAttentionPress).
[[nodiscard]] Eigen::VectorXd expectedAttention(const ExactHead& head, int tokens);

} // namespace ropescope
