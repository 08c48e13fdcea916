// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/command_parser.h"
#include "app/cli/output_file.h"
#include "app/trace_source.h"

namespace ropescope {

/// PATH, a trace or a model, with --text, --text-file, --token-ids and --max-tokens for models, and
/// --synthetic, --tokens and --synthetic-base in their place.
void addTraceSourceOptions(CommandParser& parser);
[[nodiscard]] TraceSource readTraceSource(OptionReader& options);
/// What is read, as the command line names it.
[[nodiscard]] std::vector<NamedFile> filesOf(const TraceSource& source);

} // namespace ropescope
