// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/figure_options.h"
#include "app/cli/figure_source.h"
#include "app/cli/output_file.h"
#include "app/cli/trace_source_options.h"
#include "app/figure/write_figure.h"
#include "app/input_file.h"

namespace ropescope {
namespace {

bool hasVisibleCell(const PanelValues& panel)
{
    return std::any_of(panel.map.values.begin(), panel.map.values.end(),
                       [](float value) { return !std::isnan(value); });
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    FigureRequest request = readFigureRequest(options);
    request.backend = context.machine.backend;
    if (auto read = options.finish(); !read)
        return read;
    if (auto checked = checkOutputs({ { "--output", request.output },
                                      { "--data", request.data },
                                      { "--caption", request.caption } },
                                    filesOf(request.source));
        !checked)
        return checked;
    const auto pool = std::make_shared<ThreadPool>(context.machine.threads);
    const CommandResult<SourceRun> run = openSourceOf(request.source, *pool, context);
    if (!run)
        return tl::unexpected(run.error());
    const Trace& trace = *run->source.trace;
    if (auto checked = checkFigureRequest(request, trace, options); !checked)
        return checked;
    const CommandResult<FigureSource> source
        = figureSource(*run, request.view, request.edits.front(), *pool, context);
    if (!source)
        return tl::unexpected(source.error());
    auto renderer = makeRenderer(context.machine.backend, pool);
    if (!renderer)
        return jobFailed(renderer.error());
    const Result<DrawnFigure> drawn = drawFigure(request, *source, **renderer, *pool, {});
    if (!drawn)
        return jobFailed(drawn.error());
    if (!std::any_of(drawn->values.begin(), drawn->values.end(), hasVisibleCell)) {
        const MapRegion& region = drawn->values.front().region;
        return usageError(fmt::format(
            "--rows, --columns: there is no visible cell in rows {}:{} and "
            "columns {}:{}; a query sees itself and earlier keys.",
            region.rows.begin, region.rows.end, region.columns.begin, region.columns.end));
    }
    if (auto written = writeFigure(request, *drawn, trace.info()); !written)
        return jobFailed(written.error());
    if (!context.quiet)
        context.out << fmt::format("Wrote {}.\n", request.output);
    return {};
}

} // namespace

Command renderCommand()
{
    return { .usage = { .name = "render",
                        .arguments = "PATH --layer L --head H -o FILE [options]",
                        .summary = "Draws the attention maps of one head or several, as a figure "
                                   "or as numbers.\nPATH is a trace, or a model with a prompt; "
                                   "with --text-file alone it is the built-in model." },
             .declareOptions = addFigureOptions,
             .run = run };
}

} // namespace ropescope
