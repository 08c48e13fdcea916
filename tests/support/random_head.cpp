// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/random_head.h"

#include <cmath>
#include <random>

namespace ropescope::test {

HeadTrace randomHead(const RandomHeadOptions& options)
{
    std::mt19937_64 engine(options.seed);
    std::normal_distribution<float> normal(0.3F, 1.0F);
    const auto fill = [&] {
        MatrixRM matrix(options.tokens, options.headDim);
        for (float& value : matrix.reshaped<Eigen::RowMajor>())
            value = normal(engine);
        return matrix;
    };
    HeadTrace head;
    head.q = fill();
    head.k = fill();
    head.rope.base = options.base;
    head.rope.rotaryDim = options.rotaryDim < 0 ? options.headDim : options.rotaryDim;
    head.rope.pairing = options.pairing;
    head.rope.theta = defaultTheta(options.base, head.rope.rotaryDim);
    head.attentionScale = 1.0 / std::sqrt(static_cast<double>(options.headDim));
    head.slidingWindow = options.slidingWindow;
    return head;
}

std::uint64_t freshSeed()
{
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

} // namespace ropescope::test
