// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"
#include "gpu/renderer_factory.h"

namespace ropescope {

/// --backend and --threads.
struct MachineOptions {
    Backend backend = Backend::Auto;
    int threads = 0; ///< 0: one for each core
};

void addMachineOptions(CommandParser& parser);
[[nodiscard]] MachineOptions readMachineOptions(OptionReader& reader);

/// --quiet, read with OptionReader::has("quiet").
void addQuietOption(CommandParser& parser);

} // namespace ropescope
