// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"
#include "app/figure/figure_style.h"

namespace ropescope {

/// --preset, --width-mm, --font, --font-size, --ticks, --no-title, --no-colour-bar, --letters,
/// --dpi and --columns-of-panels.
void addStyleOptions(CommandParser& parser);
/// A preset gives way to what is said beside it.
[[nodiscard]] FigureStyle readStyle(OptionReader& options);

} // namespace ropescope
