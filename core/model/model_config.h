// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/rope/rope_config.h"

namespace ropescope {

/// A decoder-only model as its config.json describes it.
struct ModelConfig {
    std::string architecture; ///< "LlamaForCausalLM", "Qwen2ForCausalLM"
    std::string name;         ///< for people: _name_or_path or the directory's name
    int vocabSize = 0;
    int hiddenSize = 0;
    int intermediateSize = 0;
    int numLayers = 0;
    int numHeads = 0;
    int numKvHeads = 0;
    int headDim = 0;
    int maxPositions = 0;
    double normEpsilon = 1e-6;
    bool tiedEmbeddings = false;
    bool queryKeyValueBias = false;
    bool outputBias = false;
    RopeConfig rope;
    std::vector<long long> endTokens; ///< eos_token_id, one or several; generation stops there

    [[nodiscard]] double attentionScale() const;
};

/// Reads DIR/config.json: Llama and Qwen2 families, `rope_theta` or transformers-5
/// `rope_parameters`. Errors: NotFound, Malformed, Unsupported; each names the file, the key, the
/// expected and the found.
[[nodiscard]] Result<ModelConfig> readModelConfig(const std::filesystem::path& directory);

} // namespace ropescope
