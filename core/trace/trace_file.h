// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include "core/trace/trace.h"

namespace ropescope {

/// Opens an HDF5 trace (format in README, "Trace files"). Only attributes, tokens and shapes are
/// read here; head slices follow on demand.
/// Files are untrusted: external links, external storage, virtual datasets, shapes that disagree
/// and sizes beyond the file are refused with the dataset's name; NaN and inf when the slice is
/// read.
[[nodiscard]] Result<TracePtr> openTraceFile(const std::filesystem::path& path);

enum class TracePrecision { Float16, Float32 };

/// How a trace is stored.
struct TraceWriteOptions {
    TracePrecision precision = TracePrecision::Float32;
    int compression = 0; ///< gzip level 0 (none) to 9, with the shuffle filter
};

/// Writes the whole trace to a temporary file beside `path`, then renames it into place: the
/// earlier file or the new one is whole, whatever happens. Errors: Unwritable with the path and the
/// reason; InvalidArgument for values beyond float16.
[[nodiscard]] Result<void> writeTraceFile(const Trace& trace, const std::filesystem::path& path,
                                          const TraceWriteOptions& options = {});

} // namespace ropescope
