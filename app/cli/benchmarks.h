// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/thread_pool.h"
#include "gpu/renderer.h"

namespace ropescope {

/// The program's own machinery, on which every benchmark runs.
struct BenchmarkBed {
    Renderer& renderer;
    ThreadPool& pool;
};

/// What is timed: `runs` durations in milliseconds; `amount` things are done in each.
struct Benchmark {
    std::string_view name;    ///< a key that scripts use
    std::string_view meaning; ///< for people
    double amount = 0.0;      ///< tokens, say, for a rate beside the time; 0: none
    Result<std::vector<double>> (*run)(const BenchmarkBed& bed);
};

[[nodiscard]] const std::vector<Benchmark>& benchmarks();

/// The value that `share` (0..1) of the durations do not exceed. Needs at least one.
[[nodiscard]] double quantile(std::vector<double> durations, double share);

} // namespace ropescope
