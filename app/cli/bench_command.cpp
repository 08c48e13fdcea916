// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "app/cli/benchmarks.h"
#include "app/cli/commands.h"
#include "app/cli/progress_bar.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/renderer_factory.h"

namespace ropescope {
namespace {

using Report = nlohmann::ordered_json;

void declareOptions(CommandParser& parser)
{
    parser.addFlag("json", "Write JSON, for scripts.");
    parser.addValue("only", "NAME", "Run this benchmark only; repeatable.");
    parser.addFlag("full", "Also maps of 131072 tokens: minutes, and 1 GiB of memory.");
}

std::vector<Benchmark> chosenBenchmarks(OptionReader& options)
{
    const std::vector<std::string> wanted = options.texts("only");
    std::vector<Benchmark> chosen;
    std::string names;
    for (const Benchmark& benchmark : benchmarks()) {
        const bool isChosen = wanted.empty()
            ? !benchmark.onlyFull || options.has("full")
            : std::find(wanted.begin(), wanted.end(), benchmark.name) != wanted.end();
        if (isChosen)
            chosen.push_back(benchmark);
        names += (names.empty() ? "" : ", ") + benchmark.name;
    }
    for (const std::string& name : wanted) {
        if (std::none_of(chosen.begin(), chosen.end(),
                         [&](const Benchmark& benchmark) { return benchmark.name == name; }))
            options.reject(fmt::format("--only: '{}' should be one of {}", name, names));
    }
    return chosen;
}

double peakMemoryMiB()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0; // kilobytes on Linux
}

/// Since forgetPeak(), which not every system allows; else since the start.
double peakOfOneMiB()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:"))
            return std::strtod(line.c_str() + 6, nullptr) / 1024.0;
    }
    return peakMemoryMiB();
}

void forgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

/// A benchmark that cannot run here (no built-in model, say) says why and leaves the others alone.
Report measure(const Benchmark& benchmark, const BenchmarkBed& bed)
{
    Report result { { "name", benchmark.name }, { "meaning", benchmark.meaning } };
    forgetPeak();
    const Result<Measurement> measurement = benchmark.run(bed);
    if (!measurement) {
        result["error"] = measurement.error().message;
        return result;
    }
    const std::vector<double>& durations = measurement->milliseconds;
    const double median = quantile(durations, 0.5);
    result["backend"] = bed.renderer.name();
    result["runs"] = durations.size();
    result["median_ms"] = median;
    result["p95_ms"] = quantile(durations, 0.95);
    result["min_ms"] = quantile(durations, 0.0);
    result["peak_mib"] = peakOfOneMiB();
    if (benchmark.amount > 0.0)
        result["tokens_per_second"] = 1000.0 * benchmark.amount / median;
    if (measurement->flops > 0.0)
        result["gflop_per_second"] = measurement->flops / median * 1e-6;
    if (!measurement->sgemmRates.empty()) {
        std::vector<double> shares;
        for (std::size_t run = 0; run < durations.size(); ++run)
            shares.push_back(measurement->flops / (durations[run] * 1e-3)
                             / measurement->sgemmRates[run]);
        result["sgemm_gflop_per_second"] = quantile(measurement->sgemmRates, 0.5) * 1e-9;
        result["share_of_sgemm"] = quantile(shares, 0.5);
    }
    return result;
}

/// What stands beside the times: rates, where there are any.
std::string rates(const Report& result)
{
    std::string text;
    if (result.contains("tokens_per_second"))
        text += fmt::format("  {:.0f} tokens/s", result["tokens_per_second"].get<double>());
    if (result.contains("gflop_per_second"))
        text += fmt::format("  {:.0f} Gflop/s", result["gflop_per_second"].get<double>());
    if (result.contains("share_of_sgemm"))
        text += fmt::format(", {:.0f} % of sgemm", 100.0 * result["share_of_sgemm"].get<double>());
    return text;
}

std::string table(const Report& report)
{
    std::string text;
    std::string backend;
    for (const Report& result : report["results"]) {
        const std::string meaning = result["meaning"].get<std::string>();
        if (result.contains("error")) {
            text += fmt::format("{:<52}{}\n", meaning, result["error"].get<std::string>());
            continue;
        }
        if (const auto name = result["backend"].get<std::string>(); name != backend) {
            backend = name;
            text += fmt::format("{}{}\n\n{:<52}{:>13}{:>13}{:>6}{:>10}\n", text.empty() ? "" : "\n",
                                backend, "", "median", "p95", "runs", "memory");
        }
        text += fmt::format("{:<52}{:>10.2f} ms{:>10.2f} ms{:>6}{:>6.0f} MiB{}\n", meaning,
                            result["median_ms"].get<double>(), result["p95_ms"].get<double>(),
                            result["runs"].get<int>(), result["peak_mib"].get<double>(),
                            rates(result));
    }
    return text
        + fmt::format("\n{:<52}{:>10.0f} MiB\n", "peak memory",
                      report["peak_memory_mib"].get<double>());
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const std::vector<Benchmark> chosen = chosenBenchmarks(options);
    options.noPositional();
    if (auto read = options.finish(); !read)
        return read;

    const auto pool = std::make_shared<ThreadPool>(context.machine.threads);
    const auto renderer = makeRenderer(context.machine.backend, pool);
    if (!renderer)
        return jobFailed(renderer.error());
    // Where a graphics device draws, the table of maps has the processor too.
    CpuRenderer processor(pool);
    std::vector<Benchmark> comparison;
    if ((*renderer)->name() != processor.name())
        std::copy_if(chosen.begin(), chosen.end(), std::back_inserter(comparison),
                     [](const Benchmark& benchmark) { return benchmark.isMap; });
    Report report { { "format", "ropescope-bench" },
                    { "version", 1 },
                    { "program", ROPESCOPE_VERSION },
                    { "threads", pool->threadCount() },
                    { "results", Report::array() } };
    {
        ProgressBar bar(context, "Measuring");
        const Progress progress = bar.progress();
        const auto runAll = [&](Renderer& own, const std::vector<Benchmark>& chosenHere) {
            for (const Benchmark& benchmark : chosenHere) {
                progress(static_cast<double>(report["results"].size())
                         / static_cast<double>(chosen.size() + comparison.size()));
                report["results"].push_back(measure(benchmark, { own, *pool }));
            }
        };
        runAll(**renderer, chosen);
        runAll(processor, comparison);
    }
    report["backend"] = (*renderer)->name();
    report["notice"] = (*renderer)->notice();
    report["peak_memory_mib"] = peakMemoryMiB();
    context.out << (options.has("json") ? report.dump(2) + '\n' : table(report));
    return {};
}

} // namespace

Command benchCommand()
{
    return { .usage = { .name = "bench",
                        .arguments = "[--json] [--full] [--only NAME]",
                        .summary = "Times the program's own work on this machine.\n"
                                   "A picture is timed from the rotation to the image drawn in "
                                   "memory; no window takes part." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
