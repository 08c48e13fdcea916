// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/benchmarks.h"

namespace ropescope {

/// The table of maps: every length and head dimension; values alone, without colours.
[[nodiscard]] std::vector<Benchmark> mapBenchmarks();

} // namespace ropescope
