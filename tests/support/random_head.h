// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

#include "core/trace/head_trace.h"

namespace ropescope::test {

struct RandomHeadOptions {
    int tokens = 40;
    int headDim = 16;
    int rotaryDim = -1; ///< -1: all of headDim
    double base = 10000.0;
    RopePairing pairing = RopePairing::HalfSplit;
    int slidingWindow = 0;
    std::uint64_t seed = 1;
};

/// Independent values with mean 0.3 and unit spread, so that means and coherent parts are not zero.
[[nodiscard]] HeadTrace randomHead(const RandomHeadOptions& options);

/// A seed that differs in every run; print it where a check fails.
[[nodiscard]] std::uint64_t freshSeed();

} // namespace ropescope::test
