// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/figure_source.h"

#include "app/cli/head_gain_options.h"
#include "app/cli/progress_bar.h"
#include "app/cli/rope_edit_options.h"

namespace ropescope {

CommandResult<SourceRun> openSourceOf(const TraceSource& source, ThreadPool& pool,
                                      const CommandContext& context)
{
    ProgressBar bar(context, "Running the model");
    auto run = openTraceSource(source, pool, bar.progress(), {});
    if (!run)
        return jobFailed(run.error());
    return std::move(*run);
}

CommandResult<FigureSource> figureSource(const SourceRun& run, const ViewState& view,
                                         const RopeEdit& edit, ThreadPool& pool,
                                         const CommandContext& context)
{
    FigureSource source { run.source.trace, nullptr };
    if (view.depth == EditDepth::ThisHead)
        return source;
    if (!run.source.model) {
        return usageError("--whole-model: a trace is no model that could run again; give a model "
                          "and a prompt.");
    }
    const ModelConfig& config = run.source.model->config();
    if (auto there = checkHeadGains(view.headGains, config); !there)
        return tl::unexpected(there.error());
    if (const auto table = editedTable(config.rope, edit); !table)
        return tl::unexpected(table.error());
    ProgressBar bar(context, "Running the edited model");
    auto edited = runEdited(run, { edit, view.headGains }, pool, bar.progress(), {});
    if (!edited)
        return jobFailed(edited.error());
    source.run = std::move(*edited);
    return source;
}

} // namespace ropescope
