// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"

namespace ropescope {

/// A subcommand of `ropescope`: how it introduces itself, which options it has, what it does.
struct Command {
    CommandUsage usage;
    void (*declareOptions)(CommandParser& parser);
    CommandResult<void> (*run)(OptionReader& options, const CommandContext& context);
};

/// One file each; what they write and mean is the README's "Command line".
[[nodiscard]] Command infoCommand();
[[nodiscard]] Command captureCommand();
[[nodiscard]] Command synthesizeCommand();
[[nodiscard]] Command renderCommand();
[[nodiscard]] Command animateCommand();
[[nodiscard]] Command analyzeCommand();
[[nodiscard]] Command experimentCommand();
[[nodiscard]] Command compressCommand();
[[nodiscard]] Command pruneOrderCommand();
[[nodiscard]] Command pruneCommand();
[[nodiscard]] Command benchCommand();
[[nodiscard]] Command checkLessonCommand();

} // namespace ropescope
