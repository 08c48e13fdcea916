// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "core/base/matrix.h"
#include "core/trace/noise.h"

namespace ropescope {

/// What the kinds of synthesis share: sizes, frequencies and the two tensors while they are filled.
struct SynthesisCanvas {
    int tokens;
    int headDim;
    std::vector<double> theta;
    Noise noise;
    MatrixRM q;
    MatrixRM k;

    [[nodiscard]] int pairCount() const { return headDim / 2; }
    [[nodiscard]] double wavelength(int pair) const
    {
        return 2.0 * std::numbers::pi / theta[static_cast<std::size_t>(pair)];
    }

    void fillWithNoise(double deviation)
    {
        q = noise.matrix(tokens, headDim, deviation);
        k = noise.matrix(tokens, headDim, deviation);
    }

    /// Adds a complex number to pair m of one row; half-split pairs.
    void add(MatrixRM& x, Eigen::Index row, int pair, std::complex<double> value) const
    {
        x(row, pair) += static_cast<float>(value.real());
        x(row, pair + pairCount()) += static_cast<float>(value.imag());
    }

    void addToAll(MatrixRM& x, int pair, std::complex<double> value) const
    {
        for (Eigen::Index row = 0; row < tokens; ++row)
            add(x, row, pair, value);
    }

    /// |q^m| = |k^m| that give pair m a logit of height `logit`, since z = q^m k^m / sqrt(d).
    [[nodiscard]] double magnitude(double logit) const
    {
        return std::sqrt(logit * std::sqrt(static_cast<double>(headDim)));
    }

    /// The pair whose wavelength is nearest as a ratio.
    [[nodiscard]] int pairOfWavelength(double tokensPerTurn) const
    {
        const auto gap
            = [&](int pair) { return std::abs(std::log(wavelength(pair) / tokensPerTurn)); };
        int best = 0;
        for (int pair = 1; pair < pairCount(); ++pair) {
            if (gap(pair) < gap(best))
                best = pair;
        }
        return best;
    }
};

} // namespace ropescope
