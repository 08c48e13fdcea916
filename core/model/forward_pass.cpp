// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/forward_pass.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

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
    Eigen::RowVectorXd factor = Eigen::RowVectorXd::Constant(config.headDim, config.attentionScale);
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
{
    for (const RopeTable& table : m_setup.ropes) {
        const auto same = std::ranges::find(m_rotations, table, &Rotation::table);
        m_rotationOfLayer.push_back(static_cast<std::size_t>(same - m_rotations.begin()));
        if (same == m_rotations.end())
            m_rotations.push_back({ table, queryFactor(table, m_setup.config), {} });
    }
    const ModelConfig& config = m_setup.config;
    const Eigen::Index capacity = m_setup.capacity;
    const int first = m_setup.options.firstLayer;
    const int end = m_setup.options.endLayer.value_or(config.numLayers);
    for (int index = 0; index < config.numLayers; ++index) {
        if (isSkipped(static_cast<std::size_t>(index)))
            continue;
        Layer& layer = m_layers[static_cast<std::size_t>(index)];
        if (index >= first && index < end) {
            layer.raw.q.resize(config.numHeads * capacity, config.headDim);
            layer.raw.k.resize(config.numKvHeads * capacity, config.headDim);
        }
        layer.raw.v.resize(config.numKvHeads * capacity, config.headDim);
        layer.keys.resize(config.numKvHeads * capacity, config.headDim);
    }
    if (m_setup.options.withHiddenStates) {
        for (Layer& layer : m_layers)
            layer.hidden.resize(capacity, config.hiddenSize);
    }
    if (m_setup.options.withLogits)
        m_logits.resize(capacity, config.vocabSize);
}

void ForwardPass::resume(const std::vector<LayerCache>& cache, const KeptEntries& kept, int tokens)
{
    for (std::size_t index = 0; index < m_layers.size(); ++index) {
        Layer& layer = m_layers[index];
        layer.positions = kept[index].keyHeads;
        for (std::size_t head = 0; head < layer.positions.size(); ++head) {
            const auto from = static_cast<Eigen::Index>(head) * tokens;
            auto row = static_cast<Eigen::Index>(head) * m_setup.capacity;
            for (const int position : layer.positions[head]) {
                layer.keys.row(row) = cache[index].keys.row(from + position);
                layer.raw.v.row(row) = cache[index].values.row(from + position);
                ++row;
            }
        }
    }
    m_tokens = tokens;
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
    for (Rotation& rotation : m_rotations) {
        rotation.angles = rotationAngles(rotation.table, static_cast<int>(tokens.size()), m_tokens);
    }
    for (std::size_t index = 0; index < m_layers.size(); ++index) {
        if (m_setup.stop.stop_requested())
            return cancelled();
        runLayer(index);
        report(index + 1);
    }
    if (m_setup.options.withLogits)
        recordLogits();
    if (m_setup.options.withLogProbabilities) {
        if (const Result<void> recorded = recordLogProbabilities(tokens); !recorded)
            return recorded;
    }
    m_tokens += static_cast<int>(tokens.size());
    if (m_setup.stop.stop_requested())
        return cancelled();
    return {};
}

void ForwardPass::embed(std::span<const std::int64_t> tokens)
{
    const ModelConfig& config = m_setup.config;
    const MatrixRM& positions = m_setup.weights.positions;
    const auto width = static_cast<std::size_t>(config.hiddenSize);
    m_hidden.resize(static_cast<Eigen::Index>(tokens.size()), config.hiddenSize);
    for (std::size_t t = 0; t < tokens.size(); ++t) {
        m_setup.weights.embedding.widenRows(static_cast<int>(tokens[t]), 1,
                                            { m_hidden.data() + t * width, width });
    }
    if (config.architecture.scaledEmbeddings)
        m_hidden *= std::sqrt(static_cast<float>(config.hiddenSize));
    if (positions.size() > 0) {
        m_hidden
            += positions.middleRows(config.architecture.firstPosition + m_tokens, m_hidden.rows());
    }
}

void ForwardPass::runLayer(std::size_t index)
{
    Layer& layer = m_layers[index];
    const LayerWeights& weights = m_setup.weights.layers[index];
    if (m_setup.options.withHiddenStates)
        layer.hidden.middleRows(m_tokens, m_hidden.rows()) = m_hidden;
    if (isSkipped(index)) {
        layer.cosines += static_cast<double>(m_hidden.rows());
        return;
    }
    const MatrixRM entering = m_hidden;
    attend(index);
    feedForward(weights, m_setup.config.architecture.parallel ? entering : m_hidden);
    layer.cosines += sumOfRowCosines(entering, m_hidden);
}

MatrixRef ForwardPass::normed(const MatrixRM& x, const NormWeights& norm)
{
    if (!norm.isPresent())
        return x;
    applyNorm(x, norm, m_setup.config.normEpsilon, m_normed, m_setup.pool);
    return m_normed;
}

void ForwardPass::attend(std::size_t index)
{
    Layer& layer = m_layers[index];
    const LayerWeights& weights = m_setup.weights.layers[index];
    project(weights);
    storeHeads(layer, m_rotations[m_rotationOfLayer[index]]);
    causalAttention({ .queries = m_query,
                      .keys = layer.keys,
                      .values = layer.raw.v,
                      .numHeads = m_setup.config.numHeads,
                      .numKvHeads = m_setup.config.numKvHeads,
                      .firstPosition = m_tokens,
                      .slidingWindow = m_setup.config.layers[index].slidingWindow,
                      .positions = layer.positions },
                    m_context, m_setup.pool, m_setup.stop);
    applyHeadGains(index);
    addToResidual(m_context, weights.output, weights.attentionOutNorm);
}

/// Queries and keys as they are before rotation, and values.
void ForwardPass::project(const LayerWeights& weights)
{
    const std::array projections { LinearTarget { weights.query, m_query },
                                   LinearTarget { weights.key, m_key },
                                   LinearTarget { weights.value, m_value } };
    applyLinear(normed(m_hidden, weights.attentionNorm), projections, m_setup.pool, m_setup.stop);
    for (const auto& [norm, x] :
         { std::pair { &weights.queryNorm, &m_query }, { &weights.keyNorm, &m_key } }) {
        if (norm->isPresent())
            applyHeadNorm(*x, *norm, m_setup.config.normEpsilon, m_setup.pool);
    }
}

void ForwardPass::storeHeads(Layer& layer, const Rotation& rotation)
{
    const int keyHeads = m_setup.config.numKvHeads;
    m_setup.pool.forEach(keyHeads + m_setup.config.numHeads, [&](int index, int) {
        if (index < keyHeads)
            storeKeyHead(layer, rotation, index);
        else
            storeQueryHead(layer, rotation, index - keyHeads);
    });
}

void ForwardPass::storeQueryHead(Layer& layer, const Rotation& rotation, int head)
{
    const Eigen::Index d = m_setup.config.headDim;
    auto query = m_query.middleCols(head * d, d);
    if (layer.raw.q.size() > 0) {
        layer.raw.q.middleRows(static_cast<Eigen::Index>(head) * m_setup.capacity + m_tokens,
                               query.rows())
            = query;
    }
    query = (rotate(query, rotation.table, rotation.angles).array().rowwise()
             * rotation.queryFactor.array())
                .matrix();
}

void ForwardPass::storeKeyHead(Layer& layer, const Rotation& rotation, int head)
{
    const Eigen::Index d = m_setup.config.headDim;
    const auto key = m_key.middleCols(head * d, d);
    Eigen::Index used = m_tokens;
    if (!layer.positions.empty()) {
        std::vector<int>& positions = layer.positions[static_cast<std::size_t>(head)];
        used = static_cast<Eigen::Index>(positions.size());
        for (int t = 0; t < static_cast<int>(key.rows()); ++t)
            positions.push_back(m_tokens + t);
    }
    const Eigen::Index row = static_cast<Eigen::Index>(head) * m_setup.capacity + used;
    if (layer.raw.k.size() > 0)
        layer.raw.k.middleRows(row, key.rows()) = key;
    layer.raw.v.middleRows(row, key.rows()) = m_value.middleCols(head * d, d);
    layer.keys.middleRows(row, key.rows()) = rotate(key, rotation.table, rotation.angles);
}

void ForwardPass::applyHeadGains(std::size_t layer)
{
    const Eigen::Index d = m_setup.config.headDim;
    for (const auto& [id, gain] : m_setup.options.headGains) {
        if (id.layer.value == static_cast<int>(layer))
            m_context.middleCols(id.head.value * d, d) *= static_cast<float>(gain);
    }
}

void ForwardPass::feedForward(const LayerWeights& weights, const MatrixRM& input)
{
    std::vector<LinearTarget> widening { { weights.up, m_up } };
    if (weights.gate.isPresent())
        widening.push_back({ weights.gate, m_gate });
    applyLinear(normed(input, weights.mlpNorm), widening, m_setup.pool, m_setup.stop);
    MatrixRM& inner = weights.gate.isPresent() ? m_gate : m_up;
    applyActivation(m_setup.config.architecture.activation, inner,
                    weights.gate.isPresent() ? m_up : MatrixRM(), m_setup.pool);
    addToResidual(inner, weights.down, weights.mlpOutNorm);
}

void ForwardPass::addToResidual(const MatrixRM& input, const LinearWeights& weights,
                                const NormWeights& norm)
{
    if (!norm.isPresent()) {
        const std::array sum { LinearTarget { weights, m_hidden, LinearMode::Add } };
        applyLinear(input, sum, m_setup.pool, m_setup.stop);
        return;
    }
    const std::array product { LinearTarget { weights, m_branch } };
    applyLinear(input, product, m_setup.pool, m_setup.stop);
    applyNorm(m_branch, norm, m_setup.config.normEpsilon, m_branch, m_setup.pool);
    m_hidden += m_branch;
}

void ForwardPass::recordLogits()
{
    MatrixRM logits;
    const std::array target { LinearTarget { m_setup.weights.logits, logits } };
    applyLinear(normed(m_hidden, m_setup.weights.finalNorm), target, m_setup.pool, m_setup.stop);
    m_logits.middleRows(m_tokens, logits.rows()) = logits;
}

Result<void> ForwardPass::recordLogProbabilities(std::span<const std::int64_t> tokens)
{
    m_likelihoods.add(normed(m_hidden, m_setup.weights.finalNorm), m_setup.weights.logits, tokens,
                      m_setup.pool, m_setup.stop);
    if (m_setup.stop.stop_requested())
        return cancelled();
    const std::vector<double>& values = m_likelihoods.values();
    const auto wrong
        = std::ranges::find_if(values, [](double value) { return !std::isfinite(value); });
    if (wrong != values.end())
        return logitsNotFinite(static_cast<int>(wrong - values.begin()));
    return {};
}

tl::unexpected<Error> ForwardPass::logitsNotFinite(int token) const
{
    return fail(ErrorCode::InvalidArgument,
                fmt::format("The logits of {} after token {} hold NaN or infinity, so there is no "
                            "next token; a weight is not finite or a gain is too large.",
                            m_setup.config.name, token));
}

Result<Eigen::RowVectorXf> ForwardPass::lastLogits()
{
    MatrixRM logits;
    const MatrixRM last = m_hidden.bottomRows(1);
    const std::array target { LinearTarget { m_setup.weights.logits, logits } };
    applyLinear(normed(last, m_setup.weights.finalNorm), target, m_setup.pool, m_setup.stop);
    if (m_setup.stop.stop_requested())
        return cancelled();
    if (!logits.allFinite())
        return logitsNotFinite(m_tokens - 1);
    return Eigen::RowVectorXf(logits.row(0));
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

std::vector<LayerCache> ForwardPass::takeCache()
{
    std::vector<LayerCache> cache;
    for (Layer& layer : m_layers) {
        const int heads = m_setup.config.numKvHeads;
        cache.push_back({ compacted(std::move(layer.keys), heads, m_tokens),
                          compacted(std::move(layer.raw.v), heads, m_tokens) });
    }
    return cache;
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

bool ForwardPass::isSkipped(std::size_t layer) const
{
    return m_setup.options.skippedLayers.contains({ static_cast<int>(layer) });
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
