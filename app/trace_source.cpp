// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/trace_source.h"

#include <fmt/core.h>

#include "app/input_file.h"
#include "app/resource_paths.h"

namespace ropescope {
namespace {

Result<SourceRun> synthetic(const TraceSource& source)
{
    SynthesisOptions options;
    const auto kind = synthesisKindFromName(source.synthetic);
    if (!kind) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("'{}' is no kind of trace; choose sink, diagonal, periodic, "
                                "seasonal, random or massive.",
                                source.synthetic));
    }
    options.kind = *kind;
    options.base = source.syntheticBase.value_or(options.base);
    options.tokens = source.syntheticTokens.value_or(options.tokens);
    return synthesize(options).map([](TracePtr trace) {
        SourceRun run;
        run.source.trace = std::move(trace);
        return run;
    });
}

Result<std::vector<std::int64_t>> promptOf(const TraceSource& source, const LanguageModel& model)
{
    if (source.text)
        return idsOfText(*source.text, model);
    return source.idsFile ? idsFromFile(*source.idsFile, model)
                          : idsOfTextFile(*source.textFile, model);
}

} // namespace

Result<SourceRun> openTraceSource(const TraceSource& source, ThreadPool& pool,
                                  const Progress& progress, const std::stop_token& stop)
{
    if (!source.synthetic.empty())
        return synthetic(source);
    SourceRun run { .path = source.path.empty() ? resourcePath("model")
                                                : std::filesystem::path(source.path) };
    auto opened = openSource(run.path);
    if (!opened)
        return tl::unexpected(opened.error());
    run.source = std::move(*opened);
    if (run.source.trace) {
        if (source.hasPrompt()) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} is a trace, which has its tokens; a prompt is for models.",
                                    source.path));
        }
        return run;
    }
    if (!source.hasPrompt()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} is a model; give it a prompt by --text, --text-file or "
                                "--token-ids.",
                                run.path.string()));
    }
    auto ids = promptOf(source, *run.source.model);
    if (!ids)
        return tl::unexpected(ids.error());
    if (source.maxTokens && ids->size() > static_cast<std::size_t>(*source.maxTokens))
        ids->resize(static_cast<std::size_t>(*source.maxTokens));
    auto captured = run.source.model->capture(*ids, {}, pool, progress, stop);
    if (!captured)
        return tl::unexpected(captured.error());
    run.source.trace = std::move(captured->trace);
    run.nextToken = std::move(captured->nextToken);
    run.promptTokens = static_cast<int>(ids->size());
    return run;
}

QStringList sourceArguments(const TraceSource& source)
{
    QStringList words;
    const auto option = [&](const char* name, const std::optional<std::string>& value) {
        if (value)
            words << QLatin1String(name) << QString::fromStdString(*value);
    };
    if (!source.synthetic.empty()) {
        words << QStringLiteral("--synthetic") << QString::fromStdString(source.synthetic);
        if (source.syntheticTokens)
            words << QStringLiteral("--tokens") << QString::number(*source.syntheticTokens);
        if (source.syntheticBase) {
            words << QStringLiteral("--synthetic-base")
                  << QString::number(*source.syntheticBase, 'g', 17);
        }
        return words;
    }
    if (!source.path.empty())
        words << QString::fromStdString(source.path);
    option("--text", source.text);
    option("--text-file", source.textFile);
    option("--token-ids", source.idsFile);
    if (source.maxTokens)
        words << QStringLiteral("--max-tokens") << QString::number(*source.maxTokens);
    return words;
}

} // namespace ropescope
