// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/figure_options.h"
#include "app/cli/figure_source.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_bar.h"
#include "app/cli/trace_source_options.h"
#include "app/figure/animation.h"
#include "app/figure/animation_encoder.h"
#include "app/input_file.h"
#include "core/base/counted.h"

namespace ropescope {
namespace {

constexpr double kMaxFramesPerSecond = 120.0;

void declareOptions(CommandParser& parser)
{
    addFigureOptions(parser);
    parser.addValue("sweep", "WHAT",
                    "base:FROM:TO, or pair:M:FROM:TO for pair M in slots FROM to TO.");
    parser.addValue("frames", "N", "Frames (48; of a pair, one for each slot).");
    parser.addValue("fps", "F", "Frames a second (12).");
}

AnimationRequest readRequest(OptionReader& options)
{
    AnimationRequest request;
    request.figure = readFigureRequest(options, FigureKind::Film);
    if (!options.has("dpi"))
        request.figure.style.dotsPerInch = kFilmDotsPerInch;
    if (request.figure.panelCount() > 1 || !request.figure.scores.empty())
        options.reject("An animation shows one head; leave --heads, --panel, --show LIST and "
                       "--scores out");
    if (request.figure.view.depth == EditDepth::WholeModel)
        options.reject("--whole-model: an animation edits the head alone");
    const std::string what = options.required("sweep", "base:FROM:TO or pair:M:FROM:TO");
    const auto sweep = sweepFromText(what);
    if (!sweep) {
        options.reject(fmt::format("--sweep: '{}' should be base:FROM:TO, two bases, or "
                                   "pair:M:FROM:TO, a pair and two slots",
                                   what));
    }
    request.sweep = sweep.value_or(request.sweep);
    request.frames = options.integer("frames", 1, kMaxFrames).value_or(usualFrames(request.sweep));
    request.framesPerSecond = options.number("fps", 0.1, kMaxFramesPerSecond).value_or(12.0);
    return request;
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    AnimationRequest request = readRequest(options);
    request.figure.backend = context.machine.backend;
    if (auto read = options.finish(); !read)
        return read;
    if (auto checked
        = checkOutputs({ { "--output", request.figure.output } }, filesOf(request.figure.source));
        !checked)
        return checked;
    const auto pool = std::make_shared<ThreadPool>(context.machine.threads);
    const CommandResult<SourceRun> run = openSourceOf(request.figure.source, *pool, context);
    if (!run)
        return tl::unexpected(run.error());
    FigureRequest all = request.figure; // the sweep ends inside the rope when all its edits do
    all.edits = sweepEdits(request.sweep, request.figure.edits.front(), request.frames);
    if (auto checked = checkFigureRequest(all, *run->source.trace, options); !checked)
        return checked;
    auto renderer = makeRenderer(context.machine.backend, pool);
    if (!renderer)
        return jobFailed(renderer.error());
    {
        ProgressBar bar(context, "Drawing");
        const FigureSource source { run->source.trace, nullptr };
        if (auto written = writeAnimation(request, source, **renderer, *pool, bar.progress(), {});
            !written)
            return jobFailed(written.error());
    }
    if (!context.quiet) {
        context.out << fmt::format("Wrote {}: {}.\n", request.figure.output,
                                   counted(request.frames, "frame"));
    }
    return {};
}

} // namespace

Command animateCommand()
{
    return { .usage = { .name = "animate",
                        .arguments = "PATH --layer L --head H --sweep WHAT -o FILE [options]",
                        .summary = "Draws an attention map while an edit of the rotation sweeps, "
                                   "as .gif, .webm or .mp4.\nThe program ffmpeg encodes it." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
