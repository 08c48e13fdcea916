// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

namespace ropescope {

/// The loops of a forward pass that are made of exponentials, for whatever vectors the processor
/// has: Eigen would stay at those that every x86-64 has, four floats wide.

/// x[i] becomes exp(x[i] - max x), for finite x that is not empty. Returns the sum of the results.
[[nodiscard]] float softmaxNumerators(std::span<float> x);

/// gate[i] becomes silu(gate[i]) * up[i], silu(g) = g / (1 + exp(-g)).
void siluTimes(std::span<float> gate, std::span<const float> up);

} // namespace ropescope
