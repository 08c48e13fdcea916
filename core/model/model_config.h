// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/architecture.h"
#include "core/rope/rope_config.h"

namespace ropescope {

struct ModelDescription;

/// How the queries of one layer see its keys.
struct LayerConfig {
    RopeConfig rope;       ///< all frequencies 0 in a layer without rotation
    int slidingWindow = 0; ///< query t sees keys t-w+1 .. t; 0: all keys up to t
};

/// A decoder-only model as its config.json describes it.
struct ModelConfig {
    Architecture architecture; ///< with what config.json changes about it
    std::string name;          ///< for people: _name_or_path, or what the files are called
    int vocabSize = 0;
    int hiddenSize = 0;
    int intermediateSize = 0;
    int numLayers = 0;
    int numHeads = 0;
    int numKvHeads = 0;
    int headDim = 0;
    int maxPositions = 0; ///< the context that it was trained for
    double normEpsilon = 0.0;
    double attentionScale = 0.0;      ///< s
    RopeConfig rope;                  ///< of the layers that see all keys; rotaryDim 0: no RoPE
    std::vector<LayerConfig> layers;  ///< [numLayers]
    std::vector<long long> endTokens; ///< eos_token_id, one or several; generation stops there

    /// A rotation reaches any position, even if nobody trained for it; a table of positions ends.
    [[nodiscard]] int mostTokens() const
    {
        return architecture.positions == Positions::Learned ? maxPositions : kMostTokens;
    }
    static constexpr int kMostTokens = 1 << 24; ///< far above every prompt there is
};

/// Errors: Malformed, Unsupported; each names the file, the key, the expected and the found.
[[nodiscard]] Result<ModelConfig> readModelConfig(const ModelDescription& description);

} // namespace ropescope
