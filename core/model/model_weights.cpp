// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/model_weights.h"

#include "core/model/weight_reader.h"

namespace ropescope {

namespace {

/// One layer's tensors, however the architecture groups them.
class LayerReader {
public:
    LayerReader(WeightReader& reader, const ModelConfig& config, int layer)
        : m_reader(reader)
        , m_config(config)
        , m_architecture(config.architecture)
        , m_prefix(std::string(config.architecture.tensors.layer)
                       .append(std::to_string(layer))
                       .append("."))
    {
    }

    LayerWeights read()
    {
        const TensorNames& names = m_architecture.tensors;
        LayerWeights layer;
        layer.attentionNorm = norm(names.attentionNorm, m_config.hiddenSize);
        readQueryKeyValue(layer);
        readQueryKeyNorms(layer);
        layer.output = linear(names.output, { m_config.hiddenSize, queryWidth() },
                              m_architecture.attentionBias && m_architecture.outputBias);
        layer.attentionOutNorm = norm(names.attentionOutNorm, m_config.hiddenSize);
        layer.mlpNorm = norm(names.mlpNorm, m_config.hiddenSize);
        readFeedForward(layer);
        layer.mlpOutNorm = norm(names.mlpOutNorm, m_config.hiddenSize);
        return layer;
    }

private:
    int queryWidth() const { return m_config.numHeads * m_config.headDim; }
    int keyWidth() const { return m_config.numKvHeads * m_config.headDim; }

    NormWeights norm(std::string_view name, int width)
    {
        return m_reader.norm(name.empty() ? std::string() : m_prefix + std::string(name), width);
    }

    LinearWeights linear(std::string_view name, WeightReader::Shape shape, bool withBias)
    {
        shape.transposed = m_architecture.transposedMatrices;
        return m_reader.linear(m_prefix + std::string(name), shape, withBias);
    }

    void readQueryKeyValue(LayerWeights& layer)
    {
        const TensorNames& names = m_architecture.tensors;
        const int hidden = m_config.hiddenSize;
        const int d = m_config.headDim;
        const bool bias = m_architecture.attentionBias;
        if (!names.stackedQueryKeyValue.empty()) {
            const int all = queryWidth() + 2 * keyWidth();
            const auto part = [&](int first, int width) {
                return linear(names.stackedQueryKeyValue,
                              { width, hidden, all, { .first = first } }, bias);
            };
            layer.query = part(0, queryWidth());
            layer.key = part(queryWidth(), keyWidth());
            layer.value = part(queryWidth() + keyWidth(), keyWidth());
        } else if (!names.headwiseQueryKeyValue.empty()) {
            const auto part = [&](int index) {
                return linear(names.headwiseQueryKeyValue,
                              { queryWidth(),
                                hidden,
                                3 * queryWidth(),
                                { .first = index * d, .groupRows = d, .groupStride = 3 * d } },
                              bias);
            };
            layer.query = part(0);
            layer.key = part(1);
            layer.value = part(2);
        } else {
            layer.query = linear(names.query, { queryWidth(), hidden }, bias);
            layer.key = linear(names.key, { keyWidth(), hidden }, bias);
            layer.value = linear(names.value, { keyWidth(), hidden }, bias);
        }
    }

    void readQueryKeyNorms(LayerWeights& layer)
    {
        const TensorNames& names = m_architecture.tensors;
        if (m_architecture.queryKeyNorm == QueryKeyNorm::None)
            return;
        const bool each = m_architecture.queryKeyNorm == QueryKeyNorm::EachHead;
        layer.queryNorm = norm(names.queryNorm, each ? m_config.headDim : queryWidth());
        layer.keyNorm = norm(names.keyNorm, each ? m_config.headDim : keyWidth());
    }

    void readFeedForward(LayerWeights& layer)
    {
        const TensorNames& names = m_architecture.tensors;
        const int hidden = m_config.hiddenSize;
        const int width = m_config.intermediateSize;
        const bool bias = m_architecture.mlpBias;
        if (!names.stackedGateUp.empty()) {
            layer.gate = linear(names.stackedGateUp, { width, hidden, 2 * width }, bias);
            layer.up = linear(names.stackedGateUp, { width, hidden, 2 * width, { .first = width } },
                              bias);
        } else {
            if (m_architecture.gated)
                layer.gate = linear(names.gate, { width, hidden }, bias);
            layer.up = linear(names.up, { width, hidden }, bias);
        }
        layer.down = linear(names.down, { hidden, width }, bias);
    }

    WeightReader& m_reader;
    const ModelConfig& m_config;
    const Architecture& m_architecture;
    std::string m_prefix;
};

} // namespace

Result<ModelWeights> takeModelWeights(ModelTensors tensors, const ModelConfig& config,
                                      const std::filesystem::path& path)
{
    const Architecture& architecture = config.architecture;
    const TensorNames& names = architecture.tensors;
    WeightReader reader(tensors, config, path);
    ModelWeights weights;
    weights.embedding
        = reader.matrix(std::string(names.embedding), { config.vocabSize, config.hiddenSize });
    if (architecture.positions == Positions::Learned) {
        weights.positions
            = reader.table(std::string(names.positions),
                           config.maxPositions + architecture.firstPosition, config.hiddenSize);
    }
    for (int layer = 0; layer < config.numLayers && !reader.error(); ++layer)
        weights.layers.push_back(LayerReader(reader, config, layer).read());
    weights.finalNorm = reader.norm(std::string(names.finalNorm), config.hiddenSize);
    weights.logits = architecture.tiedEmbeddings
        ? LinearWeights { .matrix = weights.embedding, .bias = {} }
        : reader.linear(std::string(names.logits), { config.vocabSize, config.hiddenSize }, false);
    reader.refuseUnused();
    if (reader.error())
        return tl::unexpected(*reader.error());
    weights.files = std::move(tensors);
    return weights;
}

} // namespace ropescope
