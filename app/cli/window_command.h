// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>

#include "app/cli/command_parser.h"
#include "app/cli/commands.h"
#include "app/run_window.h"

namespace ropescope {

/// The options of the window itself: `ropescope [PATH] ...`.
void declareWindowOptions(CommandParser& parser);

/// Neither a file that is there nor what looks like one: a command that does not exist, most
/// likely.
[[nodiscard]] bool isUnknownWord(const std::string& path);

/// Exit code 2 for wrong values and for a PATH that isUnknownWord(), 1 for a file that is missing.
[[nodiscard]] CommandResult<WindowOptions> readWindowOptions(OptionReader& options,
                                                             std::span<const Command> commands);

} // namespace ropescope
