// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/trace_argument.h"

#include <fmt/core.h>

#include "app/open_source.h"
#include "core/trace/trace_file.h"

namespace ropescope {

CommandResult<TracePtr> openTraceArgument(const std::string& path)
{
    const Result<SourceKind> kind = sourceKind(path);
    if (!kind)
        return jobFailed(kind.error());
    if (*kind != SourceKind::Trace) {
        return jobFailed(
            { ErrorCode::Unsupported,
              fmt::format("{} is no trace; make one with 'ropescope capture'.", path) });
    }
    Result<TracePtr> trace = openTraceFile(path);
    if (!trace)
        return jobFailed(trace.error());
    return std::move(*trace);
}

} // namespace ropescope
