// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/weight_reader.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace ropescope {

namespace {

/// What old checkpoints store although the config gives it as well: frequencies and causal masks.
constexpr std::array<std::string_view, 5> kRedundant { ".rotary_emb.inv_freq", ".attn.bias",
                                                       ".attn.masked_bias", ".attention.bias",
                                                       ".attention.masked_bias" };

bool isRedundant(std::string_view name)
{
    return std::ranges::any_of(kRedundant,
                               [name](std::string_view ending) { return name.ends_with(ending); });
}

} // namespace

WeightReader::WeightReader(const ModelTensors& tensors, const ModelConfig& config,
                           std::filesystem::path path)
    : m_tensors(tensors)
    , m_config(config)
    , m_path(std::move(path))
{
    // GPT-2's own files leave the prefix out; what the embedding does, all do.
    const std::string embedding
        = std::string(config.architecture.tensors.embedding).append(".weight");
    m_withPrefix = !tensors.byName.contains(embedding);
}

std::string WeightReader::fullName(const std::string& name) const
{
    const TensorNames& names = m_config.architecture.tensors;
    return m_withPrefix && name != names.logits ? std::string(names.prefix).append(name) : name;
}

std::filesystem::path WeightReader::place() const
{
    if (m_tensors.byName.empty())
        return m_path;
    const std::filesystem::path& first = m_tensors.byName.begin()->second.file;
    const bool one = std::ranges::all_of(
        m_tensors.byName, [&](const auto& entry) { return entry.second.file == first; });
    return one ? first : m_path;
}

void WeightReader::reject(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

ModelTensor WeightReader::tensor(const std::string& name, const std::vector<long long>& shape)
{
    m_used.insert(name);
    ModelTensor nothing { .view = { .shape = shape } };
    const auto found = m_tensors.byName.find(name);
    if (found == m_tensors.byName.end()) {
        reject(
            { ErrorCode::NotFound, fmt::format("{} has no tensor '{}'.", place().string(), name) });
        return nothing;
    }
    const ModelTensor& tensor = found->second;
    if (tensor.view.type == TensorType::Other) {
        reject({ ErrorCode::Unsupported,
                 fmt::format("{}: tensor '{}' has numbers of type {}, which is not supported.",
                             tensor.file.string(), tensor.nameInFile, tensor.view.typeName) });
        return nothing;
    }
    if (tensor.view.shape != shape) {
        reject({ ErrorCode::Malformed,
                 fmt::format("{}: tensor '{}' must have shape {}, found {}.", tensor.file.string(),
                             tensor.nameInFile, describeShape(shape),
                             describeShape(tensor.view.shape)) });
        return nothing;
    }
    return tensor;
}

Eigen::RowVectorXf WeightReader::vector(const std::string& name, int size)
{
    const ModelTensor found = tensor(name, { size });
    Eigen::RowVectorXf values = Eigen::RowVectorXf::Zero(size);
    if (!m_error)
        found.view.widen(0, { values.data(), static_cast<std::size_t>(size) });
    return values;
}

WeightMatrix WeightReader::matrix(const std::string& name, const Shape& shape)
{
    const std::string full = fullName(name) + ".weight";
    const auto stored = m_tensors.byName.find(full);
    const bool transposed
        = shape.transposed && !(stored != m_tensors.byName.end() && stored->second.transposed);
    const long long rows = shape.storedRows > 0 ? shape.storedRows : shape.outputs;
    const ModelTensor found = tensor(full,
                                     transposed ? std::vector<long long> { shape.inputs, rows }
                                                : std::vector<long long> { rows, shape.inputs });
    WeightMatrix matrix { .tensor = found.view,
                          .outputs = shape.outputs,
                          .inputs = shape.inputs,
                          .rows = shape.rows,
                          .transposed = transposed };
    if (found.gathered && shape.rows.groupRows > 0) {
        const long long part = shape.rows.first / shape.rows.groupRows;
        matrix.rows = { .first = part * shape.outputs };
    }
    matrix.rows.interleavedRows = found.interleavedRows;
    return matrix;
}

LinearWeights WeightReader::linear(const std::string& name, const Shape& shape, bool withBias)
{
    LinearWeights weights { .matrix = matrix(name, shape), .bias = {} };
    if (withBias) {
        const int rows = shape.storedRows > 0 ? shape.storedRows : shape.outputs;
        const Eigen::RowVectorXf stored = vector(fullName(name) + ".bias", rows);
        weights.bias.resize(shape.outputs);
        for (int row = 0; row < shape.outputs; ++row)
            weights.bias[row] = stored[weights.matrix.rows.storedRow(row)];
    }
    return weights;
}

NormWeights WeightReader::norm(const std::string& name, int width)
{
    if (name.empty())
        return {};
    const NormKind kind = m_config.architecture.norm;
    NormWeights weights { .gain = vector(fullName(name) + ".weight", width),
                          .bias = {},
                          .centred = kind == NormKind::Layer };
    if (kind == NormKind::Layer)
        weights.bias = vector(fullName(name) + ".bias", width);
    if (kind == NormKind::RmsPlusOne)
        weights.gain.array() += 1.0F;
    return weights;
}

MatrixRM WeightReader::table(const std::string& name, int rows, int columns)
{
    const ModelTensor found = tensor(fullName(name) + ".weight", { rows, columns });
    if (m_error)
        return {};
    MatrixRM values(rows, columns);
    found.view.widen(0, { values.data(), static_cast<std::size_t>(values.size()) });
    return values;
}

void WeightReader::refuseUnused()
{
    const std::string tied = std::string(m_config.architecture.tensors.logits).append(".weight");
    for (const auto& [name, tensor] : m_tensors.byName) {
        const bool storedTwice = m_config.architecture.tiedEmbeddings && name == tied;
        if (!storedTwice && !m_used.contains(name) && !isRedundant(name)) {
            reject({ ErrorCode::Unsupported,
                     fmt::format("{}: nothing in a {} uses tensor '{}'.", tensor.file.string(),
                                 m_config.architecture.name, tensor.nameInFile) });
        }
    }
}

} // namespace ropescope
