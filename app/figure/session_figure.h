// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/figure/draw_figure.h"
#include "app/session.h"

namespace ropescope {

/// What the window shows, as a figure without a file. The picture must be there. A run of tokens
/// that are not its prompt's alone is asked for by ids, in a file still to be named: idsFile is
/// empty, but there.
[[nodiscard]] FigureRequest sessionFigure(const Session& session);
[[nodiscard]] FigureSource sessionFigureSource(const Session& session);

/// Names the file of token ids beside the output, where the request needs one, and writes it.
/// Errors: Unwritable.
[[nodiscard]] Result<void> writeTokenIds(FigureRequest& request, const Trace& trace);

} // namespace ropescope
