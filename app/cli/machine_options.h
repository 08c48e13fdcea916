// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gpu/renderer_factory.h"

namespace ropescope {

class CommandParser;
class OptionReader;

/// --backend and --threads.
struct MachineOptions {
    Backend backend = Backend::Auto;
    int threads = 0; ///< 0: one for each core
};

void addMachineOptions(CommandParser& parser);
[[nodiscard]] MachineOptions readMachineOptions(OptionReader& reader);

} // namespace ropescope
