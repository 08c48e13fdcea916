// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command.h"
#include "app/figure/draw_figure.h"

namespace ropescope {

/// The trace that a command works on, from a file or of a model that runs now. Exit code 1.
[[nodiscard]] CommandResult<SourceRun> openSourceOf(const TraceSource& source, ThreadPool& pool,
                                                    const CommandContext& context);

/// The run itself, with the edited run where the view asks for the whole model. Exit code 2 where
/// there is no model to edit, or no such head or pair in it.
[[nodiscard]] CommandResult<FigureSource> figureSource(const SourceRun& run, const ViewState& view,
                                                       const RopeEdit& edit, ThreadPool& pool,
                                                       const CommandContext& context);

} // namespace ropescope
