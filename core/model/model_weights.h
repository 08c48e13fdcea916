// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <vector>

#include "core/base/matrix.h"
#include "core/io/safetensors_directory.h"
#include "core/model/model_config.h"

namespace ropescope {

/// y = x W^T + b. W stays in the file, in its own precision.
struct LinearWeights {
    TensorView weight;       ///< (outputs, inputs)
    Eigen::RowVectorXf bias; ///< (outputs), or empty

    [[nodiscard]] int outputs() const { return static_cast<int>(weight.shape[0]); }
    [[nodiscard]] int inputs() const { return static_cast<int>(weight.shape[1]); }
};

struct LayerWeights {
    Eigen::RowVectorXf attentionNorm; ///< (hidden)
    LinearWeights query;              ///< (numHeads * headDim, hidden)
    LinearWeights key;                ///< (numKvHeads * headDim, hidden)
    LinearWeights value;              ///< (numKvHeads * headDim, hidden)
    LinearWeights output;             ///< (hidden, numHeads * headDim)
    Eigen::RowVectorXf mlpNorm;       ///< (hidden)
    LinearWeights gate;               ///< (intermediate, hidden)
    LinearWeights up;                 ///< (intermediate, hidden)
    LinearWeights down;               ///< (hidden, intermediate)
};

struct ModelWeights {
    SafetensorsDirectory files; ///< keeps the views below alive
    TensorView embedding;       ///< (vocabulary, hidden)
    std::vector<LayerWeights> layers;
    Eigen::RowVectorXf finalNorm; ///< (hidden)
    LinearWeights logits;         ///< (vocabulary, hidden); the embedding again when tied
};

/// Checks every shape against the config. A tensor too few is NotFound, one that the architecture
/// has no use for Unsupported (it would be left out of the sums silently), a wrong shape Malformed;
/// each names the file and the tensor.
[[nodiscard]] Result<ModelWeights> openModelWeights(const std::filesystem::path& directory,
                                                    const ModelConfig& config);

} // namespace ropescope
