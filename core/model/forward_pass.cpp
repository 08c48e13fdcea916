// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/forward_pass.h"

#include <algorithm>
#include <array>

#include "core/model/causal_attention.h"
#include "core/model/layer_math.h"
#include "core/model/linear.h"

namespace ropescope {

namespace {

/// Bounds the memory for activations, and how long a stop request waits.
constexpr std::size_t kChunkTokens = 2048;

/// Row block h of a (heads * capacity, d) tensor, cut down to the rows in use.
MatrixRM compacted(MatrixRM tensor, int heads, int used)
{
    const Eigen::Index capacity = tensor.rows() / heads;
    if (capacity == used)
        return tensor;
    MatrixRM result(static_cast<Eigen::Index>(heads) * used, tensor.cols());
    for (Eigen::Index head = 0; head < heads; ++head)
        result.middleRows(head * used, used) = tensor.middleRows(head * capacity, used);
    return result;
}

Eigen::RowVectorXf queryFactor(const RopeTable& rope, const ModelConfig& config)
{
    Eigen::RowVectorXd factor
        = Eigen::RowVectorXd::Constant(config.headDim, config.attentionScale());
    for (int pair = 0; pair < rope.pairCount(); ++pair) {
        const auto [first, second] = rope.coordinates(pair);
        factor[first] *= rope.gain[static_cast<std::size_t>(pair)];
        factor[second] *= rope.gain[static_cast<std::size_t>(pair)];
    }
    return factor.cast<float>();
}

} // namespace

ForwardPass::ForwardPass(Setup setup)
    : m_setup(std::move(setup))
    , m_layers(static_cast<std::size_t>(m_setup.config.numLayers))
    , m_queryFactor(queryFactor(m_setup.rope, m_setup.config))
{
    const ModelConfig& config = m_setup.config;
    const Eigen::Index capacity = m_setup.capacity;
    const int first = m_setup.options.firstLayer;
    const int end = m_setup.options.endLayer.value_or(config.numLayers);
    for (int index = 0; index < config.numLayers; ++index) {
        Layer& layer = m_layers[static_cast<std::size_t>(index)];
        if (index >= first && index < end) {
            layer.raw.q.resize(config.numHeads * capacity, config.headDim);
            layer.raw.k.resize(config.numKvHeads * capacity, config.headDim);
        }
        layer.raw.v.resize(config.numKvHeads * capacity, config.headDim);
        layer.keys.resize(config.numKvHeads * capacity, config.headDim);
        if (m_setup.options.withHiddenStates)
            layer.hidden.resize(capacity, config.hiddenSize);
    }
    if (m_setup.options.withLogits)
        m_logits.resize(capacity, config.vocabSize);
}

Result<void> ForwardPass::run(std::span<const std::int64_t> tokens)
{
    while (!tokens.empty()) {
        const std::size_t count = std::min(tokens.size(), kChunkTokens);
        if (const Result<void> done = runChunk(tokens.first(count)); !done)
            return done;
        tokens = tokens.subspan(count);
    }
    return {};
}

Result<void> ForwardPass::runChunk(std::span<const std::int64_t> tokens)
{
    embed(tokens);
    m_angles = rotationAngles(m_setup.rope, static_cast<int>(tokens.size()), m_tokens);
    for (std::size_t index = 0; index < m_layers.size(); ++index) {
        if (m_setup.stop.stop_requested())
            return cancelled();
        runLayer(index);
        report(index + 1);
    }
    if (m_setup.options.withLogits)
        recordLogits();
    m_tokens += static_cast<int>(tokens.size());
    if (m_setup.stop.stop_requested())
        return cancelled();
    return {};
}

void ForwardPass::embed(std::span<const std::int64_t> tokens)
{
    const auto width = static_cast<std::size_t>(m_setup.config.hiddenSize);
    m_hidden.resize(static_cast<Eigen::Index>(tokens.size()), m_setup.config.hiddenSize);
    for (std::size_t t = 0; t < tokens.size(); ++t) {
        m_setup.weights.embedding.widen(tokens[t] * m_setup.config.hiddenSize,
                                        { m_hidden.data() + t * width, width });
    }
}

void ForwardPass::runLayer(std::size_t index)
{
    Layer& layer = m_layers[index];
    const LayerWeights& weights = m_setup.weights.layers[index];
    const MatrixRM entering = m_hidden;
    if (m_setup.options.withHiddenStates)
        layer.hidden.middleRows(m_tokens, entering.rows()) = entering;
    attend(weights, layer);
    feedForward(weights);
    layer.cosines += sumOfRowCosines(entering, m_hidden);
}

void ForwardPass::attend(const LayerWeights& weights, Layer& layer)
{
    rmsNorm(m_hidden, weights.attentionNorm, m_setup.config.normEpsilon, m_normed, m_setup.pool);
    const std::array projections { LinearTarget { weights.query, m_query },
                                   LinearTarget { weights.key, m_key },
                                   LinearTarget { weights.value, m_value } };
    applyLinear(m_normed, projections, m_setup.pool, m_setup.stop);
    storeHeads(layer);
    causalAttention({ .queries = m_query,
                      .keys = layer.keys,
                      .values = layer.raw.v,
                      .numHeads = m_setup.config.numHeads,
                      .numKvHeads = m_setup.config.numKvHeads,
                      .firstPosition = m_tokens },
                    m_context, m_setup.pool, m_setup.stop);
    const std::array output { LinearTarget { weights.output, m_hidden, LinearMode::Add } };
    applyLinear(m_context, output, m_setup.pool, m_setup.stop);
}

void ForwardPass::storeHeads(Layer& layer)
{
    const int keyHeads = m_setup.config.numKvHeads;
    m_setup.pool.forEach(keyHeads + m_setup.config.numHeads, [&](int index, int) {
        if (index < keyHeads)
            storeKeyHead(layer, index);
        else
            storeQueryHead(layer, index - keyHeads);
    });
}

void ForwardPass::storeQueryHead(Layer& layer, int head)
{
    const Eigen::Index d = m_setup.config.headDim;
    auto query = m_query.middleCols(head * d, d);
    if (layer.raw.q.size() > 0) {
        layer.raw.q.middleRows(static_cast<Eigen::Index>(head) * m_setup.capacity + m_tokens,
                               query.rows())
            = query;
    }
    query = (rotate(query, m_setup.rope, m_angles).array().rowwise() * m_queryFactor.array())
                .matrix();
}

void ForwardPass::storeKeyHead(Layer& layer, int head)
{
    const Eigen::Index d = m_setup.config.headDim;
    const Eigen::Index row = static_cast<Eigen::Index>(head) * m_setup.capacity + m_tokens;
    const auto key = m_key.middleCols(head * d, d);
    if (layer.raw.k.size() > 0)
        layer.raw.k.middleRows(row, key.rows()) = key;
    layer.raw.v.middleRows(row, key.rows()) = m_value.middleCols(head * d, d);
    layer.keys.middleRows(row, key.rows()) = rotate(key, m_setup.rope, m_angles);
}

void ForwardPass::feedForward(const LayerWeights& weights)
{
    rmsNorm(m_hidden, weights.mlpNorm, m_setup.config.normEpsilon, m_normed, m_setup.pool);
    const std::array widening { LinearTarget { weights.gate, m_gate },
                                LinearTarget { weights.up, m_up } };
    applyLinear(m_normed, widening, m_setup.pool, m_setup.stop);
    swiGlu(m_gate, m_up, m_setup.pool);
    const std::array narrowing { LinearTarget { weights.down, m_hidden, LinearMode::Add } };
    applyLinear(m_gate, narrowing, m_setup.pool, m_setup.stop);
}

void ForwardPass::recordLogits()
{
    rmsNorm(m_hidden, m_setup.weights.finalNorm, m_setup.config.normEpsilon, m_normed,
            m_setup.pool);
    MatrixRM logits;
    const std::array target { LinearTarget { m_setup.weights.logits, logits } };
    applyLinear(m_normed, target, m_setup.pool, m_setup.stop);
    m_logits.middleRows(m_tokens, logits.rows()) = logits;
}

Result<MatrixRM> ForwardPass::lastLogits()
{
    MatrixRM logits;
    rmsNorm(m_hidden.bottomRows(1), m_setup.weights.finalNorm, m_setup.config.normEpsilon, m_normed,
            m_setup.pool);
    const std::array target { LinearTarget { m_setup.weights.logits, logits } };
    applyLinear(m_normed, target, m_setup.pool, m_setup.stop);
    if (m_setup.stop.stop_requested())
        return cancelled();
    return logits;
}

std::vector<LayerTensors> ForwardPass::takeTensors()
{
    std::vector<LayerTensors> tensors;
    for (Layer& layer : m_layers) {
        LayerTensors kept;
        if (layer.raw.q.size() > 0) {
            kept.q = compacted(std::move(layer.raw.q), m_setup.config.numHeads, m_tokens);
            kept.k = compacted(std::move(layer.raw.k), m_setup.config.numKvHeads, m_tokens);
            if (m_setup.options.withValues)
                kept.v = compacted(std::move(layer.raw.v), m_setup.config.numKvHeads, m_tokens);
        }
        layer = Layer { .cosines = layer.cosines };
        tensors.push_back(std::move(kept));
    }
    return tensors;
}

std::vector<MatrixRM> ForwardPass::takeHiddenStates()
{
    std::vector<MatrixRM> states;
    if (m_setup.options.withHiddenStates) {
        for (Layer& layer : m_layers)
            states.push_back(compacted(std::move(layer.hidden), 1, m_tokens));
    }
    return states;
}

MatrixRM ForwardPass::takeLogits()
{
    return m_setup.options.withLogits ? compacted(std::move(m_logits), 1, m_tokens) : MatrixRM();
}

double ForwardPass::blockInfluence(std::size_t layer) const
{
    return 1.0 - m_layers[layer].cosines / m_tokens;
}

void ForwardPass::report(std::size_t layersDone) const
{
    if (!m_setup.progress)
        return;
    const double share = static_cast<double>(layersDone) / static_cast<double>(m_layers.size());
    m_setup.progress((m_tokens + share * static_cast<double>(m_hidden.rows())) / m_setup.capacity);
}

} // namespace ropescope
