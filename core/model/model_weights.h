// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <vector>

#include "core/base/matrix.h"
#include "core/formats/model_files.h"
#include "core/model/model_config.h"
#include "core/model/weight_matrix.h"

namespace ropescope {

/// A norm; an empty gain means that there is none at this place.
struct NormWeights {
    Eigen::RowVectorXf gain; ///< (width)
    Eigen::RowVectorXf bias; ///< (width), or empty
    bool centred = false;    ///< the mean is taken out first: LayerNorm rather than RMSNorm

    [[nodiscard]] bool isPresent() const { return gain.size() > 0; }
};

/// One layer. What an architecture lacks is empty, so the forward pass asks for nothing else.
struct LayerWeights {
    NormWeights attentionNorm;    ///< (hidden)
    LinearWeights query;          ///< (numHeads * headDim, hidden)
    LinearWeights key;            ///< (numKvHeads * headDim, hidden)
    LinearWeights value;          ///< (numKvHeads * headDim, hidden)
    NormWeights queryNorm;        ///< (headDim), or the whole width of query
    NormWeights keyNorm;          ///< (headDim), or the whole width of key
    LinearWeights output;         ///< (hidden, numHeads * headDim)
    NormWeights attentionOutNorm; ///< (hidden)
    NormWeights mlpNorm;          ///< (hidden)
    LinearWeights gate;           ///< (intermediate, hidden)
    LinearWeights up;             ///< (intermediate, hidden)
    LinearWeights down;           ///< (hidden, intermediate)
    NormWeights mlpOutNorm;       ///< (hidden)
};

/// All weights of a model, and the files that they are read from.
struct ModelWeights {
    ModelTensors files;     ///< keeps the views below alive
    WeightMatrix embedding; ///< (vocabulary, hidden)
    MatrixRM positions;     ///< (maxPositions, hidden) where positions are learned, else empty
    std::vector<LayerWeights> layers;
    NormWeights finalNorm; ///< (hidden)
    LinearWeights logits;  ///< (vocabulary, hidden); the embedding again when tied
};

/// Checks every shape against the config. A tensor too few is NotFound, one that the architecture
/// has no use for Unsupported (it would be left out of the sums silently), a wrong shape Malformed;
/// each names the file and the tensor.
[[nodiscard]] Result<ModelWeights> takeModelWeights(ModelTensors tensors, const ModelConfig& config,
                                                    const std::filesystem::path& path);

} // namespace ropescope
