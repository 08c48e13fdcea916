// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stop_token>

#include "app/source_run.h"
#include "core/theory/content_comparison.h"

namespace ropescope {

/// Runs the model of `text` on as many random tokens, and compares the patterns of all heads of the
/// two unedited runs. For worker threads. Errors: those of runRandomTokens and traceTheory.
[[nodiscard]] Result<ContentComparison> compareWithRandom(const SourceRun& text, ThreadPool& pool,
                                                          const Progress& progress,
                                                          const std::stop_token& stop);

} // namespace ropescope
