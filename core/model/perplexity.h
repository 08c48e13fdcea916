// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <stop_token>

#include "core/model/language_model.h"

namespace ropescope {

/// How long texts are cut, and what the model is run without.
struct PerplexityOptions {
    int context = 0; ///< tokens of a window, 2 or more; 0: windowContext() of the model
    int stride = 0;  ///< from one window to the next, at most the context; 0: the context
    RopeEdit edit;
    std::map<HeadId, double> headGains; ///< factor on what a head adds; 0 masks it
    std::set<LayerIndex> skippedLayers; ///< replaced by the identity
};

/// How well a model predicts a text.
struct Perplexity {
    double nll = 0.0;        ///< mean negative natural log likelihood of a token, in nats
    std::int64_t tokens = 0; ///< that were predicted

    [[nodiscard]] double value() const { return std::exp(nll); }
    bool operator==(const Perplexity&) const = default;
};

/// Each token after those of its window (see textWindows()). A window begins with whatever token
/// stands there: none is put in front.
/// Errors: InvalidArgument (fewer than two tokens, a context or stride out of range, and what
/// LanguageModel::capture refuses), OutOfMemory, Cancelled.
[[nodiscard]] Result<Perplexity> perplexity(const LanguageModel& model,
                                            std::span<const std::int64_t> tokenIds,
                                            const PerplexityOptions& options, ThreadPool& pool,
                                            const Progress& progress = {},
                                            const std::stop_token& stop = {});

} // namespace ropescope
