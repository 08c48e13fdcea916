// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_bar.h"
#include "app/cli/rope_edit_options.h"
#include "app/cli/trace_argument.h"
#include "app/figure/figure_page.h"
#include "app/input_file.h"
#include "app/report/analysis_report.h"
#include "core/base/counted.h"
#include "core/base/parse_number.h"
#include "core/io/atomic_file.h"

namespace ropescope {
namespace {

constexpr int kMostBoundRows = 1 << 20;

struct Request {
    std::vector<std::string> traces;
    AnalysisSettings settings;
    std::string output;
    bool asCsv = false;
};

void declareOptions(CommandParser& parser)
{
    parser.addValue("o,output", "FILE", "The report: .json, or .csv with a row a head.");
    addRopeEditOptions(parser);
    parser.addValue("measure", "NAME",
                    "Of similarity: cosine, dot, euclidean, l1, rbf, pearson, angular, "
                    "symmetric_kl (cosine).");
    parser.addValue("window", "A:B",
                    "Compare queries and keys of tokens A to B-1, too: the field 'window' beside "
                    "the other definitions.");
    parser.addValue("frame", "raw|rotated", "Of the window: before or after the rotation (raw).");
    parser.addValue("threshold", "PATTERN:X",
                    "Where a pattern begins, 0 to 1; repeatable (re-access:0.2, sequential:0.2, "
                    "periodic:0.2, seasonal:0.5).");
    parser.addFlag("no-bounds", "Leave the bounds of the theorems out.");
    parser.addValue("bound-rows", "N",
                    "Measure bounds on at most N queries a head, drawn at random (1024).");
    parser.addValue("bound-seed", "S", "The same seed draws the same queries (1).");
}

void readThresholds(OptionReader& reader, PatternThresholds& thresholds)
{
    for (const std::string& given : reader.texts("threshold")) {
        const std::size_t middle = given.find(':');
        const std::string name = given.substr(0, middle);
        const std::string_view number = middle == std::string::npos
            ? std::string_view()
            : std::string_view(given).substr(middle + 1);
        const double value = numberFromText<double>(number).value_or(-1.0);
        double* const threshold = name == "re-access" ? &thresholds.reAccess
            : name == "sequential"                    ? &thresholds.sequential
            : name == "periodic"                      ? &thresholds.periodic
            : name == "seasonal"                      ? &thresholds.seasonal
                                                      : nullptr;
        if (threshold == nullptr || value < 0.0 || value > 1.0) {
            reader.reject(fmt::format("--threshold: '{}' should be PATTERN:X, one of re-access, "
                                      "sequential, periodic and seasonal and a number from 0 to 1",
                                      given));
            return;
        }
        *threshold = value;
    }
}

std::optional<SimilarityWindow> readWindow(OptionReader& reader)
{
    const auto frame = reader.choice<VectorFrame>(
        "frame", { { "raw", VectorFrame::Raw }, { "rotated", VectorFrame::Rotated } });
    const auto tokens = reader.range("window");
    if (reader.has("frame") && !reader.has("window"))
        reader.reject("--frame says how a window is read; give --window A:B as well");
    if (!tokens)
        return std::nullopt;
    if (tokens->size() < 2)
        reader.reject(fmt::format("--window: {}:{} holds one token; give two or more",
                                  tokens->begin, tokens->end));
    return SimilarityWindow { *tokens, frame.value_or(VectorFrame::Raw) };
}

Request readRequest(OptionReader& reader)
{
    Request request;
    request.traces = reader.positionals("T.h5");
    request.settings.edit = readRopeEdit(reader);
    request.output = requiredOutput(reader, "output", { ".json", ".csv" });
    request.asCsv = suffixOf(request.output) == ".csv";
    TheoryOptions& theory = request.settings.theory;
    if (const auto name = reader.text("measure")) {
        const auto measure = similarityFromName(*name);
        if (!measure) {
            reader.reject(
                fmt::format("--measure: '{}' should be one of cosine, dot, euclidean, l1, "
                            "rbf, pearson, angular, symmetric_kl",
                            *name));
        }
        theory.measure = measure.value_or(theory.measure);
    }
    readThresholds(reader, theory.thresholds);
    theory.withBounds = !reader.has("no-bounds");
    theory.bounds.mostRows
        = reader.integer("bound-rows", 1, kMostBoundRows).value_or(theory.bounds.mostRows);
    theory.bounds.seed = reader.seed("bound-seed").value_or(theory.bounds.seed);
    request.settings.window = readWindow(reader);
    return request;
}

/// All traces are opened before the first is worked on, so that a wrong one costs no time.
CommandResult<std::vector<AnalyzedTrace>> openAll(const Request& request)
{
    std::vector<AnalyzedTrace> all;
    for (const std::string& path : request.traces) {
        CommandResult<TracePtr> trace = openTraceArgument(path);
        if (!trace)
            return tl::unexpected(trace.error());
        const RopeConfig& rope = (*trace)->info().rope;
        if (const auto& window = request.settings.window;
            window && window->tokens.end > (*trace)->info().tokenCount) {
            return usageError(
                fmt::format("--window: {} has {}, so {}:{} should end at {} or before", path,
                            counted((*trace)->info().tokenCount, "token"), window->tokens.begin,
                            window->tokens.end, (*trace)->info().tokenCount));
        }
        if (rope.rotates()) {
            if (const auto table = editedTable(rope, request.settings.edit); !table)
                return tl::unexpected(table.error());
        } else if (!request.settings.edit.isIdentity()) {
            return usageError(
                fmt::format("{} has no rotation that could be edited; leave the edit out.", path));
        }
        all.push_back({ path, std::move(*trace), {}, {} });
    }
    return all;
}

/// Errors of reading name the file themselves.
tl::unexpected<CommandFailure> failedTrace(const std::string& path, const Error& error)
{
    const bool named = error.message.find(path) != std::string::npos;
    return jobFailed({ error.code, named ? error.message : path + ": " + error.message });
}

CommandResult<void> analyze(std::vector<AnalyzedTrace>& traces, const Request& request,
                            const CommandContext& context)
{
    ThreadPool pool(context.machine.threads);
    ProgressBar bar(context, "Analyzing");
    const Progress progress = bar.progress();
    for (std::size_t i = 0; i < traces.size(); ++i) {
        const auto count = static_cast<double>(traces.size());
        Result<TraceTheory> theory
            = traceTheory(*traces[i].trace, request.settings.edit, request.settings.theory, pool,
                          [&](double f) { progress((static_cast<double>(i) + f) / count); });
        if (!theory)
            return failedTrace(traces[i].path, theory.error());
        traces[i].theory = std::move(*theory);
        if (!request.settings.window)
            continue;
        std::vector<HeadId> ids;
        for (const HeadTheory& head : traces[i].theory.heads)
            ids.push_back(head.id);
        auto windows
            = windowSimilarities(*traces[i].trace, ids, request.settings.edit,
                                 *request.settings.window, request.settings.theory.measure, pool);
        if (!windows)
            return failedTrace(traces[i].path, windows.error());
        traces[i].windows = std::move(*windows);
    }
    return {};
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const Request request = readRequest(options);
    if (auto read = options.finish(); !read)
        return read;
    std::vector<NamedFile> inputs;
    for (const std::string& path : request.traces)
        inputs.push_back({ "T.h5", path });
    if (auto checked = checkOutputs({ { "--output", request.output } }, inputs); !checked)
        return checked;
    auto traces = openAll(request);
    if (!traces)
        return tl::unexpected(traces.error());
    if (auto analyzed = analyze(*traces, request, context); !analyzed)
        return analyzed;
    std::vector<SimilarityAgreement> agreement;
    if (traces->size() > 1) {
        auto found = traceAgreement(namedTheories(*traces));
        if (!found)
            return jobFailed(found.error());
        agreement = std::move(*found);
    }
    const std::string text = request.asCsv
        ? analysisCsv(*traces, request.settings)
        : analysisReport(*traces, request.settings, agreement)
                .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
            + '\n';
    if (auto written = writeFile(request.output, text); !written)
        return jobFailed(written.error());
    if (!context.quiet) {
        context.out << analysisSummary(*traces, request.settings, agreement)
                    << fmt::format("Wrote {}.\n", request.output);
    }
    return {};
}

} // namespace

Command analyzeCommand()
{
    return { .usage
             = { .name = "analyze",
                 .arguments = "T.h5 [...] [rope edits] -o FILE.json|.csv",
                 .summary = "Measures every head: similarities, pattern, periods, scores and "
                            "the bounds of the theorems.\nOf several traces of one model "
                            "also how alike they rank heads and layers." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
