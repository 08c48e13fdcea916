// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/model_config.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/model/rope_parameters.h"

namespace ropescope {

namespace {

// Far above every model there is, and low enough that no product of two overflows.
constexpr int kMostTokens = 1 << 24;
constexpr int kLargestWidth = 1 << 20;
constexpr int kMostLayers = 1 << 12;
constexpr int kMostHeads = 1 << 12;
constexpr int kLargestHeadDim = 1 << 12;

enum class BiasRule { AsConfigured, QueryKeyValueOnly };

/// All that sets one architecture apart from another.
struct Architecture {
    std::string_view name;
    BiasRule bias;
};

constexpr std::array kArchitectures {
    Architecture { "LlamaForCausalLM", BiasRule::AsConfigured },
    Architecture { "Qwen2ForCausalLM", BiasRule::QueryKeyValueOnly },
};

const Architecture* readArchitecture(JsonFields& fields)
{
    const nlohmann::json* list = fields.require("architectures");
    if (list == nullptr)
        return nullptr;
    if (!list->is_array() || list->size() != 1 || !list->front().is_string()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'architectures' must be a list of one name, found {}.",
                                  fields.where(), describeJson(*list)));
        return nullptr;
    }
    const auto name = list->front().get<std::string>();
    const auto found = std::ranges::find(kArchitectures, name, &Architecture::name);
    if (found == kArchitectures.end()) {
        std::vector<std::string_view> known;
        for (const Architecture& architecture : kArchitectures)
            known.push_back(architecture.name);
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{}: the architecture '{}' is not supported; known are {}.",
                                  fields.where(), name, fmt::join(known, ", ")));
        return nullptr;
    }
    return found;
}

void readBiases(JsonFields& fields, BiasRule rule, ModelConfig& config)
{
    const bool configured = fields.boolean("attention_bias", false);
    config.queryKeyValueBias = rule == BiasRule::QueryKeyValueOnly || configured;
    config.outputBias = rule == BiasRule::AsConfigured && configured;
}

void checkDivisibility(JsonFields& fields, const ModelConfig& config, bool headDimIsDerived)
{
    if (config.numHeads % config.numKvHeads != 0) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'num_attention_heads' ({}) must be a multiple of "
                                  "'num_key_value_heads' ({}).",
                                  fields.where(), config.numHeads, config.numKvHeads));
    }
    if (headDimIsDerived && config.hiddenSize % config.numHeads != 0) {
        fields.reject(
            ErrorCode::Malformed,
            fmt::format("{}: without 'head_dim', 'hidden_size' ({}) must be a multiple of "
                        "'num_attention_heads' ({}).",
                        fields.where(), config.hiddenSize, config.numHeads));
    }
    if (config.headDim < 2 || config.headDim % 2 != 0 || config.headDim > kLargestHeadDim) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: the head dimension must be even and from 2 to {}, found {}.",
                                  fields.where(), kLargestHeadDim, config.headDim));
    }
}

void refuse(JsonFields& fields, bool present, std::string_view what)
{
    if (present) {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{}: {} is not supported.", fields.where(), what));
    }
}

void refuseUnhandled(JsonFields& fields)
{
    const std::string activation = fields.text("hidden_act", "silu");
    refuse(fields, activation != "silu", fmt::format("the activation '{}'", activation));
    refuse(fields, fields.boolean("mlp_bias", false), "'mlp_bias'");
    refuse(fields, fields.boolean("use_sliding_window", false), "sliding-window attention");
    refuse(fields, fields.has("quantization_config"), "a quantised model");
    if (const nlohmann::json* types = fields.find("layer_types")) {
        const bool allFull
            = types->is_array() && std::ranges::all_of(*types, [](const nlohmann::json& type) {
                  return type == "full_attention";
              });
        refuse(fields, !allFull, "a layer type other than 'full_attention'");
    }
}

std::vector<long long> readEndTokens(JsonFields& fields)
{
    const nlohmann::json* value = fields.find("eos_token_id");
    if (value == nullptr)
        return {};
    const nlohmann::json list = value->is_array() ? *value : nlohmann::json::array({ *value });
    std::vector<long long> tokens;
    for (const nlohmann::json& item : list) {
        if (!item.is_number_integer()) {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: 'eos_token_id' must be one or several token ids, "
                                      "found {}.",
                                      fields.where(), describeJson(*value)));
            return {};
        }
        tokens.push_back(item.get<long long>());
    }
    return tokens;
}

std::string readName(JsonFields& fields, const std::filesystem::path& directory)
{
    const std::filesystem::path original = fields.text("_name_or_path", "");
    if (!original.empty() && original.is_relative())
        return original.string();
    if (original.has_filename())
        return original.filename().string();
    std::error_code ignored;
    const std::filesystem::path whole = std::filesystem::weakly_canonical(directory, ignored);
    return whole.has_filename() ? whole.filename().string() : directory.string();
}

} // namespace

double ModelConfig::attentionScale() const { return 1.0 / std::sqrt(headDim); }

Result<ModelConfig> readModelConfig(const std::filesystem::path& directory)
{
    const std::filesystem::path file = directory / "config.json";
    const Result<nlohmann::json> json = readJsonFile(file);
    if (!json)
        return tl::unexpected(json.error());
    JsonFields fields(*json, file.string());

    ModelConfig config;
    if (const Architecture* architecture = readArchitecture(fields)) {
        config.architecture = architecture->name;
        readBiases(fields, architecture->bias, config);
    }
    config.name = readName(fields, directory);
    config.vocabSize = fields.integer("vocab_size", 1, kMostTokens);
    config.hiddenSize = fields.integer("hidden_size", 1, kLargestWidth);
    config.intermediateSize = fields.integer("intermediate_size", 1, kLargestWidth);
    config.numLayers = fields.integer("num_hidden_layers", 1, kMostLayers);
    config.numHeads = fields.integer("num_attention_heads", 1, kMostHeads);
    config.numKvHeads = fields.integer("num_key_value_heads", 1, kMostHeads, config.numHeads);
    config.maxPositions = fields.integer("max_position_embeddings", 1, kMostTokens);
    const bool headDimIsDerived = !fields.has("head_dim");
    config.headDim
        = fields.integer("head_dim", 1, kLargestHeadDim, config.hiddenSize / config.numHeads);
    config.normEpsilon = fields.number("rms_norm_eps", 0.0, 1.0, config.normEpsilon);
    config.tiedEmbeddings = fields.boolean("tie_word_embeddings", false);
    config.endTokens = readEndTokens(fields);
    checkDivisibility(fields, config, headDimIsDerived);
    refuseUnhandled(fields);
    if (!fields.error())
        config.rope = readRopeParameters(fields, config.headDim);
    if (fields.error())
        return tl::unexpected(*fields.error());
    return config;
}

} // namespace ropescope
