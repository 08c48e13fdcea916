// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/trace/head_trace.h"
#include "gpu/renderer.h"

namespace ropescope {

/// The program's own machinery, on which every benchmark runs.
struct BenchmarkBed {
    Renderer& renderer;
    ThreadPool& pool;
};

/// What a benchmark found, run by run.
struct Measurement {
    std::vector<double> milliseconds;
    double flops = 0.0; ///< of the product alone, 2 d a visible cell; 0 where there is none
    /// Flops a second of OpenBLAS's sgemm on the same shape and threads, measured before each run;
    /// empty where nobody compares.
    std::vector<double> sgemmRates;
};

/// What is timed; `amount` things are done in each run.
struct Benchmark {
    std::string name;      ///< a key that scripts use
    std::string meaning;   ///< for people
    double amount = 0.0;   ///< tokens, say, for a rate beside the time; 0: none
    bool isMap = false;    ///< belongs to the table that compares backends
    bool onlyFull = false; ///< takes many seconds: run with --full or by name
    std::function<Result<Measurement>(const BenchmarkBed& bed)> run;
};

[[nodiscard]] const std::vector<Benchmark>& benchmarks();

/// The value that `share` (0..1) of the durations do not exceed. Needs at least one.
[[nodiscard]] double quantile(std::vector<double> durations, double share);

} // namespace ropescope
