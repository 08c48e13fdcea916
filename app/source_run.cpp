// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/source_run.h"

#include <algorithm>
#include <random>

namespace ropescope {

namespace {

Result<SourceRun> capture(SourceRun run, const std::vector<std::int64_t>& ids, ThreadPool& pool,
                          const Progress& progress, const std::stop_token& stop)
{
    auto captured = run.source.model->capture(ids, {}, pool, progress, stop);
    if (!captured)
        return tl::unexpected(captured.error());
    run.source.trace = std::move(captured->trace);
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

} // namespace

Result<SourceRun> openAndRun(const std::filesystem::path& path, const std::string& prompt,
                             ThreadPool& pool, const Progress& progress,
                             const std::stop_token& stop)
{
    auto source = openSource(path);
    if (!source)
        return tl::unexpected(source.error());
    SourceRun run { path, std::move(*source), prompt };
    if (run.source.trace) {
        run.prompt.clear();
        for (const std::string& piece : run.source.trace->tokenTexts())
            run.prompt += piece;
        return run;
    }
    return captureText(std::move(run), pool, progress, stop);
}

Result<SourceRun> runPrompt(const SourceRun& before, const std::string& prompt, ThreadPool& pool,
                            const Progress& progress, const std::stop_token& stop)
{
    return captureText({ before.path, before.source, prompt }, pool, progress, stop);
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
    std::mt19937_64 engine(1);
    while (ids.size() < wanted) {
        ids.push_back(
            static_cast<std::int64_t>(engine() % static_cast<unsigned>(model.config().vocabSize)));
    }
    return capture({ before.path, before.source, before.prompt, static_cast<int>(ids.size()) }, ids,
                   pool, progress, stop);
}

} // namespace ropescope
