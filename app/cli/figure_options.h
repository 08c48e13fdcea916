// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"
#include "app/figure/draw_figure.h"

namespace ropescope {

enum class FigureKind {
    Still, ///< .png, .svg, .pdf or .npy
    Film,  ///< .gif, .webm or .mp4
};

/// The options of `render`, which `animate` has, too.
void addFigureOptions(CommandParser& parser);
[[nodiscard]] FigureRequest readFigureRequest(OptionReader& options,
                                              FigureKind kind = FigureKind::Still);

/// Exit code 2 for layers, heads, tokens and pairs that the command line names but the trace lacks,
/// and for an edit that its heads could not show; 1 for heads that cannot be read. options: those
/// that the request was read from.
[[nodiscard]] CommandResult<void> checkFigureRequest(const FigureRequest& request,
                                                     const Trace& trace,
                                                     const OptionReader& options);

} // namespace ropescope
