// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command.h"
#include "core/trace/trace.h"

namespace ropescope {

/// The trace that a command works on. Exit code 1 for a path that is no trace, with what would make
/// one of it.
[[nodiscard]] CommandResult<TracePtr> openTraceArgument(const std::string& path);

} // namespace ropescope
