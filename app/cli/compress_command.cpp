// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>

#include "app/cli/chart_option.h"
#include "app/cli/commands.h"
#include "app/cli/compress_options.h"
#include "app/cli/model_option.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_bar.h"
#include "app/cli/trace_argument.h"
#include "app/compression_chart.h"
#include "app/figure/chart_figure.h"
#include "app/input_file.h"
#include "app/report/compress_report.h"
#include "app/resource_paths.h"
#include "core/base/counted.h"
#include "core/io/atomic_file.h"

namespace ropescope {
namespace {

constexpr int kTextContinuation = 128;
constexpr int kPassageContinuation = 32;

/// A text before it is studied.
struct NamedText {
    std::string name;
    TaskTokens tokens;
};

/// A stretch of the bar for one of several texts.
Progress share(const Progress& whole, std::size_t index, std::size_t count)
{
    return [whole, index, count](double fraction) {
        whole((static_cast<double>(index) + fraction) / static_cast<double>(count));
    };
}

Error ofSource(const std::string& name, const Error& error)
{
    return { error.code, fmt::format("{}: {}", name, error.message) };
}

CommandResult<void> checkFiles(const CompressOptions& options)
{
    std::vector<NamedFile> inputs { { "--model", options.model },
                                    { "--token-ids", options.idsFile.value_or("") } };
    for (const std::string& path : options.traces)
        inputs.push_back({ "T.h5", path });
    for (const std::string& path : options.textFiles)
        inputs.push_back({ "--text-file", path });
    return checkOutputs({ { "--output", options.output },
                          { "--kept", options.kept },
                          { "--heads", options.heads },
                          { "--figure", options.figure } },
                        inputs);
}

CommandResult<void> checkKept(const CompressOptions& options, std::size_t sources)
{
    if (options.kept.empty() || sources == 1)
        return {};
    return usageError(fmt::format("--kept: the file holds the entries of one text or trace, found "
                                  "{}.",
                                  sources));
}

/// Of several traces all are opened before the first is worked on.
CommandResult<std::vector<TracePtr>> openTraces(const CompressOptions& options)
{
    std::vector<TracePtr> traces;
    for (const std::string& path : options.traces) {
        CommandResult<TracePtr> trace = openTraceArgument(path);
        if (!trace)
            return tl::unexpected(trace.error());
        const int tokens = (*trace)->info().tokenCount;
        if (options.continuation.value_or(0) >= tokens) {
            return usageError(fmt::format("--continuation: {} has {}, so the continuation "
                                          "should be shorter, found {}.",
                                          path, counted(tokens, "token"), *options.continuation));
        }
        traces.push_back(std::move(*trace));
    }
    return traces;
}

bool hasValues(const Trace& trace)
{
    return std::ranges::all_of(trace.info().layers, [](const LayerInfo& layer) {
        return layer.hasValues || !layer.hasQueryKey;
    });
}

/// "all" are those that every trace can do; the names of the others.
std::string dropMethodsWithoutValues(CompressOptions& options, const std::vector<TracePtr>& traces)
{
    if (options.namesMethods
        || std::ranges::all_of(traces, [](const TracePtr& trace) { return hasValues(*trace); }))
        return {};
    std::string dropped;
    std::erase_if(options.request.plan.methods, [&](const CacheMethod& method) {
        if (method.policy->needsValues)
            dropped += (dropped.empty() ? "" : ", ") + method.name();
        return method.policy->needsValues;
    });
    return dropped;
}

CommandResult<std::vector<StudiedText>> studyTraces(CompressOptions& options,
                                                    const CommandContext& context,
                                                    std::string& remark)
{
    const auto traces = openTraces(options);
    if (!traces)
        return tl::unexpected(traces.error());
    if (auto one = checkKept(options, traces->size()); !one)
        return tl::unexpected(one.error());
    if (const std::string dropped = dropMethodsWithoutValues(options, *traces); !dropped.empty()) {
        remark = fmt::format("Left out, since it needs values (capture --with-values): {}.\n",
                             dropped);
    }
    ThreadPool pool(context.machine.threads);
    ProgressBar bar(context, "Compressing");
    const Progress progress = bar.progress();
    std::vector<StudiedText> studied;
    for (std::size_t i = 0; i < traces->size(); ++i) {
        const Trace& trace = *(*traces)[i];
        const int prompt = trace.info().tokenCount - options.continuation.value_or(0);
        auto study = studyTrace(trace, prompt, options.request.plan, pool,
                                share(progress, i, traces->size()), {});
        if (!study)
            return jobFailed(ofSource(options.traces[i], study.error()));
        studied.push_back({ options.traces[i], std::move(*study) });
    }
    return studied;
}

/// The texts of the study that the manual tells of.
Result<std::vector<std::string>> ownTexts()
{
    const std::filesystem::path folder = resourcePath("studies") / "texts";
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".txt")
            files.push_back(entry.path().string());
    }
    if (files.empty()) {
        return fail(ErrorCode::NotFound,
                    fmt::format("{} holds no texts; give some by --text-file.", folder.string()));
    }
    std::ranges::sort(files);
    return files;
}

/// where: what the command line calls the text.
Result<NamedText> taskOf(const std::string& name, const std::string& where,
                         Result<std::vector<std::int64_t>> ids, const CompressOptions& options,
                         std::size_t index)
{
    if (!ids)
        return tl::unexpected(ids.error());
    if (ids->size() > static_cast<std::size_t>(options.maxTokens))
        ids->resize(static_cast<std::size_t>(options.maxTokens));
    const bool goesOn = options.request.task == ContinuationTask::Text;
    const int continuation
        = options.continuation.value_or(goesOn ? kTextContinuation : kPassageContinuation);
    auto tokens = makeTask(options.request.task, *ids, continuation, options.seed + index);
    if (!tokens) {
        std::string said = tokens.error().message;
        if (said.ends_with('.'))
            said.pop_back();
        return fail(
            tokens.error().code,
            fmt::format("{}: {}; give a longer text or a smaller --continuation.", where, said));
    }
    return NamedText { name, std::move(*tokens) };
}

Result<std::vector<NamedText>> readTexts(const CompressOptions& options, const LanguageModel& model)
{
    std::vector<NamedText> texts;
    const auto add = [&](const std::string& name, const std::string& where,
                         Result<std::vector<std::int64_t>> ids) -> Result<void> {
        auto text = taskOf(name, where, std::move(ids), options, texts.size());
        if (!text)
            return tl::unexpected(text.error());
        texts.push_back(std::move(*text));
        return {};
    };
    std::vector<std::string> files = options.textFiles;
    if (!options.hasText()) {
        auto own = ownTexts();
        if (!own)
            return tl::unexpected(own.error());
        files = std::move(*own);
    }
    Result<void> added;
    if (options.text)
        added = add("text", "--text", idsOfText(*options.text, model));
    else if (options.idsFile)
        added = add(*options.idsFile, "--token-ids: " + *options.idsFile,
                    idsFromFile(*options.idsFile, model));
    for (std::size_t i = 0; added && i < files.size(); ++i) {
        // The study's texts are known by their names, one's own by the path that was given.
        const std::string name
            = options.hasText() ? files[i] : std::filesystem::path(files[i]).filename().string();
        added = add(name, "--text-file: " + files[i], idsOfTextFile(files[i], model));
    }
    if (!added)
        return tl::unexpected(added.error());
    return texts;
}

CommandResult<std::vector<StudiedText>> studyTexts(const CompressOptions& options,
                                                   const CommandContext& context)
{
    const auto model = openModelOption(options.model);
    if (!model)
        return tl::unexpected(model.error());
    const auto texts = readTexts(options, **model);
    if (!texts)
        return jobFailed(texts.error());
    if (auto one = checkKept(options, texts->size()); !one)
        return tl::unexpected(one.error());
    ThreadPool pool(context.machine.threads);
    ProgressBar bar(context, "Compressing");
    const Progress progress = bar.progress();
    std::vector<StudiedText> studied;
    for (std::size_t i = 0; i < texts->size(); ++i) {
        const NamedText& text = (*texts)[i];
        auto study = studyModel(**model, text.tokens, options.request.plan, pool,
                                share(progress, i, texts->size()), {});
        if (!study)
            return jobFailed(ofSource(text.name, study.error()));
        studied.push_back({ text.name, std::move(*study) });
    }
    return studied;
}

CommandResult<void> run(OptionReader& reader, const CommandContext& context)
{
    CompressOptions options = readCompressOptions(reader);
    if (auto read = reader.finish(); !read)
        return read;
    if (auto checked = checkFiles(options); !checked)
        return checked;
    std::string remark;
    const auto studied = options.traces.empty() ? studyTexts(options, context)
                                                : studyTraces(options, context, remark);
    if (!studied)
        return tl::unexpected(studied.error());
    Result<void> written = writeFile(options.output, compressionCsv(*studied, options.request));
    if (written && !options.kept.empty())
        written = writeFile(options.kept, keptJson(studied->front().study));
    if (written && !options.heads.empty())
        written = writeFile(options.heads, headQualityCsv(*studied, options.request));
    if (written && !options.figure.empty()) {
        written = writeCharts({ .title = "What compressing the key-value cache costs",
                                .charts = compressionCharts(*studied, options.request.task) },
                              options.figure, commandText("compress", context));
    }
    if (!written)
        return jobFailed(written.error());
    if (!context.quiet) {
        context.out << compressionSummary(*studied, options.request) << remark
                    << fmt::format("Wrote {}.\n", options.output);
    }
    return {};
}

} // namespace

Command compressCommand()
{
    return { .usage
             = { .name = "compress",
                 .arguments = "(T.h5 [...] | [--model PATH] [--text S | --text-file F | "
                              "--token-ids F]) --methods all|NAME,.. --budgets B,.. "
                              "[--kept FILE.json] -o FILE.csv",
                 .summary = "Compresses the key-value cache of a prompt and measures what is "
                            "lost.\nOn a trace: attention and head outputs. On a model also the "
                            "next-token distribution and what the text's continuation costs." },
             .declareOptions = declareCompressOptions,
             .run = run };
}

} // namespace ropescope
