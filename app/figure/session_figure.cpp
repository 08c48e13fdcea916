// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/session_figure.h"

#include <fmt/format.h>

#include "app/resource_paths.h"
#include "core/io/atomic_file.h"

namespace ropescope {
namespace {

TraceSource sourceOf(const SourceRun& run)
{
    TraceSource source;
    if (!run.source.model) {
        source.path = run.path.string();
        return source;
    }
    if (run.path != resourcePath("model"))
        source.path = run.path.string();
    const bool isPrompt = run.randomTokens == 0 && run.continuation.empty()
        && run.source.model->tokenizer() != nullptr;
    if (isPrompt)
        source.text = run.prompt;
    else
        source.idsFile = std::string();
    return source;
}

/// Nothing for all of them.
std::optional<TokenRange> part(TokenRange shown, int tokens)
{
    return shown == TokenRange { 0, tokens } ? std::nullopt : std::optional(shown);
}

} // namespace

FigureRequest sessionFigure(const Session& session)
{
    const ViewState& view = session.view();
    const MapRegion& region = session.picture()->values->region;
    const int tokens = session.trace()->info().tokenCount;
    FigureRequest request;
    request.source = sourceOf(session.source());
    request.heads = { view.head };
    request.edits = { view.edit };
    request.comparisons = { view.comparison };
    request.view = view;
    request.view.head = {};
    request.view.edit = {};
    request.view.comparison = {};
    if (!session.editedRun()) {
        request.view.depth = EditDepth::ThisHead;
        request.view.headGains.clear();
    }
    request.rows = part(region.rows, tokens);
    request.columns = part(region.columns, tokens);
    return request;
}

FigureSource sessionFigureSource(const Session& session)
{
    return { session.trace(), session.editedRun() };
}

Result<void> writeTokenIds(FigureRequest& request, const Trace& trace)
{
    if (!request.source.idsFile || !request.source.idsFile->empty())
        return {};
    std::filesystem::path file = request.output;
    file.replace_extension(".tokens.txt");
    request.source.idsFile = file.string();
    return writeFile(file, fmt::format("{}\n", fmt::join(trace.tokenIds(), " ")));
}

} // namespace ropescope
