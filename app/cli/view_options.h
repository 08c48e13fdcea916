// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"
#include "app/view_state.h"
#include "core/trace/head_trace.h"
#include "core/trace/trace.h"

namespace ropescope {

/// --quantity, --pool, --colormap, --scale, --range and --leave-out-sink.
void addViewOptions(CommandParser& parser);
/// Head, edit and comparison are left as they are. isOfScores: the colours are of numbers of heads,
/// not of a quantity of cells.
[[nodiscard]] ViewState readView(OptionReader& options, bool isOfScores = false);

/// Exit code 2 for a head, and a pair of the quantity, that the trace lacks. isListed: the head was
/// named by --heads, not by --layer and --head.
[[nodiscard]] CommandResult<void> checkView(const TraceInfo& info, const ViewState& view);
[[nodiscard]] CommandResult<void> checkHeadOption(const TraceInfo& info, HeadId head,
                                                  bool isListed);

/// An edit that nothing of this head could show is an error, not ignored; so is a pair that its
/// rope lacks.
[[nodiscard]] CommandResult<void> checkEdit(const HeadTrace& head, const RopeEdit& edit);

} // namespace ropescope
