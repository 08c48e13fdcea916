// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

namespace ropescope {

/// The loops of a forward pass that are made of exponentials, for whatever vectors the processor
/// has: Eigen would stay at those that every x86-64 has, four floats wide.

/// x[i] becomes exp(x[i] - max x), for finite x that is not empty. Returns the sum of the results.
[[nodiscard]] float softmaxNumerators(std::span<float> x);

/// x[i] becomes x[i] / (1 + exp(-x[i])), times up[i] unless `up` is empty.
void silu(std::span<float> x, std::span<const float> up);

/// x[i] becomes x[i] * (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3), times up[i]
/// unless `up` is empty.
void geluTanh(std::span<float> x, std::span<const float> up);

} // namespace ropescope
