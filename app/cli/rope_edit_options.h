// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"
#include "core/rope/rope_edit.h"

namespace ropescope {

/// --base, --relocate, --truncate, --still, --gain, --mean-pair and --pairing.
void addRopeEditOptions(CommandParser& parser);
[[nodiscard]] RopeEdit readRopeEdit(OptionReader& reader);

/// Does the rope have what the edit names? A wrong pair is the command line's fault: exit code 2.
[[nodiscard]] CommandResult<RopeTable> editedTable(const RopeConfig& rope, const RopeEdit& edit);

} // namespace ropescope
