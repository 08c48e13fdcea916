// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

#include "app/cli/benchmarks.h"

namespace ropescope {

template <class Work> double millisecondsOf(Work work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken
        = std::chrono::steady_clock::now() - start;
    return taken.count();
}

/// Times `runs` calls of work(run) after one that is not counted; work gives a Result<void>.
template <class Work> Result<Measurement> timed(int runs, Work work)
{
    Measurement measurement;
    for (int run = -1; run < runs; ++run) {
        Result<void> done;
        const double duration = millisecondsOf([&] { done = work(run); });
        if (!done)
            return tl::unexpected(done.error());
        if (run >= 0)
            measurement.milliseconds.push_back(duration);
    }
    return measurement;
}

/// A head without a pattern: no part of the work is easier than usual.
[[nodiscard]] Result<std::shared_ptr<const HeadTrace>> randomHead(int tokens, int headDim,
                                                                  std::uint64_t seed);

} // namespace ropescope
