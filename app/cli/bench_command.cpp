// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "app/cli/benchmarks.h"
#include "app/cli/commands.h"
#include "app/cli/progress_bar.h"
#include "gpu/renderer_factory.h"

namespace ropescope {
namespace {

using Report = nlohmann::ordered_json;

void declareOptions(CommandParser& parser)
{
    parser.addFlag("json", "Write JSON, for scripts.");
    parser.addValue("only", "NAME", "Run this benchmark only; repeatable.");
}

std::vector<Benchmark> chosenBenchmarks(OptionReader& options)
{
    const std::vector<std::string> wanted = options.texts("only");
    if (wanted.empty())
        return benchmarks();
    std::vector<Benchmark> chosen;
    std::string names;
    for (const Benchmark& benchmark : benchmarks()) {
        if (std::find(wanted.begin(), wanted.end(), benchmark.name) != wanted.end())
            chosen.push_back(benchmark);
        names += (names.empty() ? "" : ", ") + std::string(benchmark.name);
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

/// A benchmark that cannot run here (no built-in model, say) says why and leaves the others alone.
Report measure(const Benchmark& benchmark, const BenchmarkBed& bed)
{
    Report result { { "name", benchmark.name }, { "meaning", benchmark.meaning } };
    const Result<std::vector<double>> durations = benchmark.run(bed);
    if (!durations) {
        result["error"] = durations.error().message;
        return result;
    }
    result["runs"] = durations->size();
    result["median_ms"] = quantile(*durations, 0.5);
    result["p95_ms"] = quantile(*durations, 0.95);
    result["min_ms"] = quantile(*durations, 0.0);
    if (benchmark.amount > 0.0)
        result["tokens_per_second"] = 1000.0 * benchmark.amount / quantile(*durations, 0.5);
    return result;
}

std::string table(const Report& report)
{
    std::string text
        = fmt::format("{}\n\n{:<52}{:>10}{:>10}{:>7}\n", report["backend"].get<std::string>(), "",
                      "median", "p95", "runs");
    for (const Report& result : report["results"]) {
        const std::string meaning = result["meaning"].get<std::string>();
        if (result.contains("error")) {
            text += fmt::format("{:<52}{}\n", meaning, result["error"].get<std::string>());
            continue;
        }
        text += fmt::format("{:<52}{:>7.2f} ms{:>7.2f} ms{:>7}\n", meaning,
                            result["median_ms"].get<double>(), result["p95_ms"].get<double>(),
                            result["runs"].get<int>());
        if (result.contains("tokens_per_second")) {
            text += fmt::format("{:<52}{:>7.0f} tokens/s\n", "",
                                result["tokens_per_second"].get<double>());
        }
    }
    return text
        + fmt::format("{:<52}{:>7.0f} MiB\n", "peak memory",
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
    Report report { { "format", "ropescope-bench" },
                    { "version", 1 },
                    { "program", ROPESCOPE_VERSION },
                    { "threads", pool->threadCount() },
                    { "results", Report::array() } };
    {
        ProgressBar bar(context, "Measuring");
        const Progress progress = bar.progress();
        for (const Benchmark& benchmark : chosen) {
            progress(static_cast<double>(report["results"].size())
                     / static_cast<double>(chosen.size()));
            report["results"].push_back(measure(benchmark, { **renderer, *pool }));
        }
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
                        .arguments = "[--json] [--only NAME]",
                        .summary = "Times the program's own work on this machine.\n"
                                   "A picture is timed from the rotation to the image drawn in "
                                   "memory; no window takes part." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
