// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/io/hdf5_source.h"
#include "core/trace/trace.h"

namespace ropescope {

/// What no honest trace exceeds; keeps every product of sizes within 64 bits.
inline constexpr int kMaxLayers = 4096;
inline constexpr int kMaxHeads = 4096;
inline constexpr int kMaxHeadDim = 4096;
inline constexpr int kMaxTokens = 16'777'216;

inline constexpr int kTraceVersion = 1;

/// The root attributes and frequencies of a trace file, and those of each layer. tokenCount and
/// what the layers hold stay open: they follow from the shapes of the datasets. Errors: Malformed,
/// Unsupported (a newer version).
[[nodiscard]] Result<TraceInfo> readTraceHeader(const Hdf5Source& source);

/// "/layers/L"
[[nodiscard]] std::string layerPath(int layer);

} // namespace ropescope
