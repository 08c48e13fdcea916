// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

namespace ropescope {

/// The nonlinear function between the two matrices of a feed-forward part.
enum class Activation {
    Silu,     ///< x / (1 + exp(-x))
    Gelu,     ///< x * (1 + erf(x / sqrt 2)) / 2, arXiv:1606.08415
    GeluTanh, ///< the same with tanh for erf
    Relu,     ///< max(x, 0)
};

/// x[i] becomes activation(x[i]), times up[i] unless `up` is empty.
void applyActivation(Activation activation, std::span<float> x, std::span<const float> up);

} // namespace ropescope
