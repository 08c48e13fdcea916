// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/source_run.h"

#include <algorithm>
#include <random>

#include "app/next_token_text.h"
#include "app/trace_trial.h"

namespace ropescope {

namespace {

constexpr int kTokensWithoutTokenizer = 256; ///< random ones: there is nothing to make others with

void take(SourceRun& run, CaptureResult&& captured)
{
    run.source.trace = std::move(captured.trace);
    run.nextToken = std::move(captured.nextToken);
    run.likeliest = compareNextTokens(run.nextToken, run.nextToken, kComparedTokens);
}

Result<SourceRun> capture(SourceRun run, const std::vector<std::int64_t>& ids, ThreadPool& pool,
                          const Progress& progress, const std::stop_token& stop)
{
    auto captured = run.source.model->capture(ids, {}, pool, progress, stop);
    if (!captured)
        return tl::unexpected(captured.error());
    take(run, std::move(*captured));
    run.promptTokens = static_cast<int>(ids.size());
    return run;
}

Result<SourceRun> captureText(SourceRun run, ThreadPool& pool, const Progress& progress,
                              const std::stop_token& stop)
{
    const auto ids = run.source.model->tokenize(run.prompt);
    if (!ids)
        return tl::unexpected(ids.error());
    return capture(std::move(run), *ids, pool, progress, stop);
}

/// The prompt is what the trace's tokens say.
SourceRun tracedRun(const std::filesystem::path& path, OpenedSource source)
{
    SourceRun run { .path = path, .source = std::move(source), .prompt = {} };
    for (const std::string& piece : run.source.trace->tokenTexts())
        run.prompt += piece;
    return run;
}

/// As openSource(), but a trace that the HDF5 library would crash on is an error.
Result<OpenedSource> openTried(const std::filesystem::path& path, const std::stop_token& stop)
{
    const Result<SourceKind> kind = sourceKind(path);
    if (kind && *kind == SourceKind::Trace) {
        if (const Result<void> tried = tryTrace(path, stop); !tried)
            return tl::unexpected(tried.error());
    }
    return openSource(path);
}

} // namespace

Result<SourceRun> openAndRunRandom(const std::filesystem::path& path, const std::string& prompt,
                                   int count, ThreadPool& pool, const Progress& progress,
                                   const std::stop_token& stop)
{
    auto source = openTried(path, stop);
    if (!source)
        return tl::unexpected(source.error());
    if (source->trace)
        return tracedRun(path, std::move(*source));
    const SourceRun run { .path = path, .source = std::move(*source), .prompt = prompt };
    return runRandomTokens(run, count, pool, progress, stop);
}

Result<SourceRun> openAndRun(const std::filesystem::path& path, const std::string& prompt,
                             ThreadPool& pool, const Progress& progress,
                             const std::stop_token& stop)
{
    auto source = openTried(path, stop);
    if (!source)
        return tl::unexpected(source.error());
    if (source->trace)
        return tracedRun(path, std::move(*source));
    SourceRun run { .path = path, .source = std::move(*source), .prompt = prompt };
    if (run.source.model->tokenizer() == nullptr)
        return runRandomTokens(run, kTokensWithoutTokenizer, pool, progress, stop);
    return captureText(std::move(run), pool, progress, stop);
}

Result<SourceRun> runPrompt(const SourceRun& before, const std::string& prompt, ThreadPool& pool,
                            const Progress& progress, const std::stop_token& stop)
{
    return captureText({ .path = before.path, .source = before.source, .prompt = prompt }, pool,
                       progress, stop);
}

Result<SourceRun> runRandomTokens(const SourceRun& before, int count, ThreadPool& pool,
                                  const Progress& progress, const std::stop_token& stop)
{
    const LanguageModel& model = *before.source.model;
    std::vector<std::int64_t> ids;
    if (const Tokenizer* const tokenizer = model.tokenizer())
        ids = tokenizer->encode("").value_or(ids);
    const auto wanted
        = static_cast<std::size_t>(std::max(1, std::min(count, model.config().maxPositions)));
    ids.resize(std::min(ids.size(), wanted));
    std::mt19937_64 engine(1);
    const std::size_t once = (wanted - ids.size() + 1) / 2;
    for (std::size_t i = 0; i < once; ++i) {
        ids.push_back(
            static_cast<std::int64_t>(engine() % static_cast<unsigned>(model.config().vocabSize)));
    }
    while (ids.size() < wanted)
        ids.push_back(ids[ids.size() - once]);
    return capture({ .path = before.path,
                     .source = before.source,
                     .prompt = before.prompt,
                     .randomTokens = static_cast<int>(ids.size()) },
                   ids, pool, progress, stop);
}

Result<SourceRun> continueText(const SourceRun& before, const std::string& text,
                               const Continuation& continuation, const CaptureOptions& options,
                               ThreadPool& pool, const Progress& progress,
                               const std::stop_token& stop)
{
    const LanguageModel& model = *before.source.model;
    SourceRun run { .path = before.path, .source = before.source, .prompt = text };
    std::vector<std::int64_t> ids;
    if (text == before.prompt + before.continuation) {
        run.prompt = before.prompt;
        run.randomTokens = before.randomTokens;
        run.promptTokens = before.promptTokens;
        ids = before.source.trace->tokenIds();
    } else {
        auto tokens = model.tokenize(text);
        if (!tokens)
            return tl::unexpected(tokens.error());
        ids = std::move(*tokens);
        run.promptTokens = static_cast<int>(ids.size());
    }
    CaptureOptions speaking = options;
    speaking.generate = continuation.tokens;
    speaking.temperature = continuation.temperature;
    speaking.seed = continuation.seed;
    const bool isEdited = !options.edit.isIdentity() || !options.headGains.empty();
    if (isEdited)
        speaking.endLayer = 1; // only its words are wanted
    auto spoken = model.capture(ids, speaking, pool, progress, stop);
    if (!spoken)
        return tl::unexpected(spoken.error());
    if (isEdited) {
        ids = spoken->trace->tokenIds();
        spoken = model.capture(ids, {}, pool, progress, stop);
        if (!spoken)
            return tl::unexpected(spoken.error());
    }
    take(run, std::move(*spoken));
    if (model.tokenizer() != nullptr && run.randomTokens == 0) {
        const auto& all = run.source.trace->tokenIds();
        run.continuation
            = model.tokenizer()->decode({ all.begin() + run.promptTokens, all.end() }).value_or("");
    }
    return run;
}

} // namespace ropescope
