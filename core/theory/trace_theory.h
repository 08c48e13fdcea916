// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/rope/rope_edit.h"
#include "core/theory/head_theory.h"
#include "core/trace/trace.h"

namespace ropescope {

/// A layer is the mean of its heads.
struct LayerTheory {
    LayerIndex layer;
    TokenSimilarity query;
    TokenSimilarity key;
    std::optional<double> blockInfluence; ///< as the trace says
};

/// The theory of all heads of a trace, and what its layers have in common.
struct TraceTheory {
    std::vector<HeadTheory> heads;   ///< of all layers that the trace holds, in order
    std::vector<LayerTheory> layers; ///< the same layers
    TokenSimilarity query;           ///< the model: mean over layers
    TokenSimilarity key;
    std::optional<TokenRepeat> repeat;
};

/// Every head of a trace, one a thread at a time. The edit is each layer's own rotation, edited; a
/// layer that does not rotate is left as it is. Progress comes from any thread, one at a time.
/// Errors: InvalidArgument for an edit that a layer's rotation does not allow, those of
/// Trace::head(), Cancelled.
[[nodiscard]] Result<TraceTheory> traceTheory(const Trace& trace, const RopeEdit& edit,
                                              const TheoryOptions& options, ThreadPool& pool,
                                              const Progress& progress = {},
                                              const std::stop_token& stop = {});

} // namespace ropescope
