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
#include "core/model/model_weights.h"
#include "core/model/prompt_cache.h"
#include "core/model/token_likelihood.h"
#include "core/rope/rope_table.h"
#include "core/trace/memory_trace.h"

namespace ropescope {

/// One sequence on its way through a model: keys, values and records grow with every call of run().
/// The model, its weights, the options and the pool must outlive it.
class ForwardPass {
public:
    /// What a pass works with; all of it must outlive the pass.
    struct Setup {
        const ModelConfig& config;
        const ModelWeights& weights;
        const CaptureOptions& options;
        std::vector<RopeTable> ropes; ///< [numLayers]
        int capacity = 0;             ///< the most tokens that run() will see, all calls together
        ThreadPool& pool;
        const Progress& progress;
        std::stop_token stop;
    };

    explicit ForwardPass(Setup setup);

    /// Begins behind a prompt of `tokens` tokens of which these entries are left. Before run().
    void resume(const std::vector<LayerCache>& cache, const KeptEntries& kept, int tokens);
    /// Appends tokens, long stretches in chunks. Errors: Cancelled, InvalidArgument (asked for the
    /// probabilities of the tokens, and logits are not finite).
    [[nodiscard]] Result<void> run(std::span<const std::int64_t> tokens);
    /// Of the last token: (vocabulary), finite. Errors: InvalidArgument (they are not), Cancelled.
    [[nodiscard]] Result<Eigen::RowVectorXf> lastLogits();

    [[nodiscard]] int tokenCount() const { return m_tokens; }
    /// What was recorded, cut to the tokens that were seen. Call once, at the end.
    [[nodiscard]] std::vector<LayerTensors> takeTensors();
    [[nodiscard]] std::vector<LayerCache> takeCache();
    [[nodiscard]] std::vector<MatrixRM> takeHiddenStates();
    [[nodiscard]] MatrixRM takeLogits();
    [[nodiscard]] const std::vector<double>& logProbabilities() const
    {
        return m_likelihoods.values();
    }
    /// Mean over tokens of 1 - cos(h_in, h_out); 0 for a skipped layer.  Source: ShortGPT,
    /// arXiv:2403.03853.
    [[nodiscard]] double blockInfluence(std::size_t layer) const;

private:
    struct Layer {
        LayerTensors raw; ///< q and k only where captured; v always, since attention needs it
        MatrixRM keys;    ///< (numKvHeads * capacity, d), rotated
        std::vector<std::vector<int>> positions; ///< [numKvHeads] of the rows, after resume()
        MatrixRM hidden;      ///< (capacity, hidden) entering the layer, if asked for
        double cosines = 0.0; ///< sum over tokens of cos(h_in, h_out)
    };

    /// What layers with the same table share.
    struct Rotation {
        RopeTable table;
        Eigen::RowVectorXf queryFactor; ///< (d): attention scale and gains, for rotated queries
        RotationAngles angles;          ///< of the current chunk
    };

    [[nodiscard]] Result<void> runChunk(std::span<const std::int64_t> tokens);
    void embed(std::span<const std::int64_t> tokens);
    void runLayer(std::size_t index);
    void attend(std::size_t index);
    void project(const LayerWeights& weights);
    void storeHeads(Layer& layer, const Rotation& rotation);
    void storeQueryHead(Layer& layer, const Rotation& rotation, int head);
    void storeKeyHead(Layer& layer, const Rotation& rotation, int head);
    void applyHeadGains(std::size_t layer);
    void feedForward(const LayerWeights& weights, const MatrixRM& input);
    [[nodiscard]] MatrixRef normed(const MatrixRM& x, const NormWeights& norm);
    /// Adds a matrix product, normed where the architecture says so, to the residual stream.
    void addToResidual(const MatrixRM& input, const LinearWeights& weights,
                       const NormWeights& norm);
    [[nodiscard]] bool isSkipped(std::size_t layer) const;
    void recordLogits();
    [[nodiscard]] Result<void> recordLogProbabilities(std::span<const std::int64_t> tokens);
    [[nodiscard]] tl::unexpected<Error> logitsNotFinite(int token) const;
    void report(std::size_t layersDone) const;

    Setup m_setup;
    std::vector<Layer> m_layers;
    MatrixRM m_logits;                          ///< (capacity, vocabulary) if asked for
    TokenLikelihoods m_likelihoods;             ///< empty unless asked for
    int m_tokens = 0;                           ///< seen before the current chunk
    std::vector<Rotation> m_rotations;          ///< the different ones
    std::vector<std::size_t> m_rotationOfLayer; ///< [numLayers] into m_rotations
    MatrixRM m_hidden;                          ///< (chunk, hidden): the residual stream
    MatrixRM m_normed;                          ///< (chunk, hidden)
    MatrixRM m_query;                           ///< (chunk, numHeads * d)
    MatrixRM m_key;                             ///< (chunk, numKvHeads * d)
    MatrixRM m_value;                           ///< (chunk, numKvHeads * d)
    MatrixRM m_context;                         ///< (chunk, numHeads * d)
    MatrixRM m_gate;                            ///< (chunk, intermediate)
    MatrixRM m_up;                              ///< (chunk, intermediate); empty without gates
    MatrixRM m_branch;                          ///< (chunk, hidden): what a part of a layer adds
};

} // namespace ropescope
