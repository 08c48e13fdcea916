// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/model_weights.h"

#include <optional>
#include <set>

#include <fmt/core.h>

namespace ropescope {

namespace {

/// Takes tensors one by one and remembers the first that is missing or has the wrong shape.
class WeightReader {
public:
    explicit WeightReader(const SafetensorsDirectory& files)
        : m_files(files)
    {
    }

    TensorView tensor(const std::string& name, const std::vector<long long>& shape)
    {
        m_used.insert(name);
        Result<TensorView> view = m_files.tensor(name);
        if (!view) {
            reject(view.error());
            return { .shape = shape };
        }
        if (view->shape != shape) {
            reject({ ErrorCode::Malformed,
                     fmt::format("{}: tensor '{}' must have shape {}, found {}.",
                                 m_files.fileOf(name).string(), name, describeShape(shape),
                                 describeShape(view->shape)) });
            return { .shape = shape };
        }
        return *view;
    }

    /// Vectors are small, so they are widened here once and for all.
    Eigen::RowVectorXf vector(const std::string& name, int size)
    {
        const TensorView view = tensor(name, { size });
        if (m_error)
            return {};
        Eigen::RowVectorXf values(size);
        view.widen(0, { values.data(), static_cast<std::size_t>(size) });
        return values;
    }

    LinearWeights linear(const std::string& name, int outputs, int inputs, bool withBias = false)
    {
        LinearWeights weights { .weight = tensor(name + ".weight", { outputs, inputs }),
                                .bias = {} };
        if (withBias)
            weights.bias = vector(name + ".bias", outputs);
        return weights;
    }

    void refuseUnused(const ModelConfig& config)
    {
        for (const std::string_view name : m_files.names()) {
            // Old checkpoints store theta, which the config gives as well, or a tied matrix twice.
            const bool redundant = name.ends_with(".rotary_emb.inv_freq")
                || (config.tiedEmbeddings && name == "lm_head.weight");
            if (!redundant && !m_used.contains(name)) {
                reject({ ErrorCode::Unsupported,
                         fmt::format("{}: nothing in a {} uses tensor '{}'.",
                                     m_files.fileOf(name).string(), config.architecture, name) });
            }
        }
    }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    void reject(Error error)
    {
        if (!m_error)
            m_error = std::move(error);
    }

    const SafetensorsDirectory& m_files;
    std::set<std::string, std::less<>> m_used;
    std::optional<Error> m_error;
};

LayerWeights readLayer(WeightReader& reader, const ModelConfig& config, int layer)
{
    const std::string name = fmt::format("model.layers.{}.", layer);
    const std::string attention = name + "self_attn.";
    const int hidden = config.hiddenSize;
    const int queries = config.numHeads * config.headDim;
    const int keys = config.numKvHeads * config.headDim;
    const bool bias = config.queryKeyValueBias;
    return {
        .attentionNorm = reader.vector(name + "input_layernorm.weight", hidden),
        .query = reader.linear(attention + "q_proj", queries, hidden, bias),
        .key = reader.linear(attention + "k_proj", keys, hidden, bias),
        .value = reader.linear(attention + "v_proj", keys, hidden, bias),
        .output = reader.linear(attention + "o_proj", hidden, queries, config.outputBias),
        .mlpNorm = reader.vector(name + "post_attention_layernorm.weight", hidden),
        .gate = reader.linear(name + "mlp.gate_proj", config.intermediateSize, hidden),
        .up = reader.linear(name + "mlp.up_proj", config.intermediateSize, hidden),
        .down = reader.linear(name + "mlp.down_proj", hidden, config.intermediateSize),
    };
}

} // namespace

Result<ModelWeights> openModelWeights(const std::filesystem::path& directory,
                                      const ModelConfig& config)
{
    Result<SafetensorsDirectory> files = SafetensorsDirectory::open(directory);
    if (!files)
        return tl::unexpected(files.error());
    WeightReader reader(*files);
    ModelWeights weights;
    weights.embedding
        = reader.tensor("model.embed_tokens.weight", { config.vocabSize, config.hiddenSize });
    for (int layer = 0; layer < config.numLayers && !reader.error(); ++layer)
        weights.layers.push_back(readLayer(reader, config, layer));
    weights.finalNorm = reader.vector("model.norm.weight", config.hiddenSize);
    weights.logits = config.tiedEmbeddings
        ? LinearWeights { .weight = weights.embedding, .bias = {} }
        : reader.linear("lm_head", config.vocabSize, config.hiddenSize);
    reader.refuseUnused(config);
    if (reader.error())
        return tl::unexpected(*reader.error());
    weights.files = std::move(*files);
    return weights;
}

} // namespace ropescope
