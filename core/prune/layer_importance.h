// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/model/language_model.h"
#include "core/trace/trace.h"

namespace ropescope {

/// What decides which layers and heads a model can do without.
struct LayerImportance {
    std::vector<double> blockInfluence;  ///< [numLayers] 1 - mean cos(h_in, h_out)
    std::vector<double> qSimilarity;     ///< [numLayers] `pairwise`, the mean of the layer's heads
    std::vector<double> headQSimilarity; ///< [numLayers * numHeads], layer by layer
};

/// Of one prompt. Errors: NotFound for a layer without queries or block influence,
/// InvalidArgument for fewer than two tokens, those of Trace::head(), Cancelled.
[[nodiscard]] Result<LayerImportance> layerImportance(const Trace& trace, ThreadPool& pool,
                                                      const std::stop_token& stop = {});

/// Of a text in disjoint windows of `context` tokens (0: windowContext() of the model), weighted by
/// their lengths. Errors: those of LanguageModel::capture; InvalidArgument for fewer than two
/// tokens.
[[nodiscard]] Result<LayerImportance> layerImportance(const LanguageModel& model,
                                                      std::span<const std::int64_t> tokenIds,
                                                      int context, ThreadPool& pool,
                                                      const Progress& progress = {},
                                                      const std::stop_token& stop = {});

} // namespace ropescope
