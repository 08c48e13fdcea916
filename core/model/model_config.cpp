// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/model_config.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/ranges.h>

#include "core/base/ids.h"
#include "core/formats/model_files.h"
#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/model/rope_parameters.h"

namespace ropescope {

namespace {

// Far above every model there is, and low enough that no product of two overflows.
constexpr int kMostTokens = ModelConfig::kMostTokens;
constexpr int kLargestWidth = 1 << 20;
constexpr int kMostLayers = 1 << 12;
constexpr int kMostHeads = 1 << 12;
constexpr int kLargestHeadDim = 1 << 12;

constexpr double kLargestScalar = 1e6;
constexpr int kPlainWidening = 4;   ///< width of the feed-forward part, where none is given
constexpr int kQwenFirstLayer = 28; ///< from which on layers slide, where none is given
constexpr int kGemmaInterval = 6;   ///< every so many-th layer sees all keys

struct ActivationName {
    std::string_view name;
    Activation activation;
};

constexpr std::array kActivations {
    ActivationName { "silu", Activation::Silu },
    ActivationName { "swish", Activation::Silu },
    ActivationName { "gelu", Activation::Gelu },
    ActivationName { "gelu_new", Activation::GeluTanh },
    ActivationName { "gelu_fast", Activation::GeluTanh },
    ActivationName { "gelu_pytorch_tanh", Activation::GeluTanh },
    ActivationName { "relu", Activation::Relu },
};

template <class Rows, class Column>
std::string namesOf(const Rows& rows, std::string_view Column::*name)
{
    std::vector<std::string_view> names;
    for (const auto& row : rows)
        names.push_back(row.*name);
    return fmt::format("{}", fmt::join(names, ", "));
}

Architecture readArchitecture(JsonFields& fields)
{
    const nlohmann::json* list = fields.require("architectures");
    if (list == nullptr)
        return {};
    if (!list->is_array() || list->size() != 1 || !list->front().is_string()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'architectures' must be a list of one name, found {}.",
                                  fields.where(), describeJson(*list)));
        return {};
    }
    const auto name = list->front().get<std::string>();
    if (const Architecture* const found = findArchitecture(name))
        return *found;
    fields.reject(ErrorCode::Unsupported,
                  fmt::format("{}: the architecture '{}' is not supported; known are {}.",
                              fields.where(), name, namesOf(architectures(), &Architecture::name)));
    return {};
}

Activation readActivation(JsonFields& fields, const Architecture& architecture)
{
    const std::string_view key = architecture.keys.activation;
    if (!fields.has(key))
        return architecture.activation;
    const std::string name = fields.text(key);
    const auto found = std::ranges::find(kActivations, name, &ActivationName::name);
    if (found != kActivations.end())
        return found->activation;
    fields.reject(ErrorCode::Unsupported,
                  fmt::format("{}: the activation '{}' is not supported; known are {}.",
                              fields.where(), name, namesOf(kActivations, &ActivationName::name)));
    return architecture.activation;
}

/// What config.json changes about its architecture.
void readVariations(JsonFields& fields, Architecture& architecture)
{
    architecture.activation = readActivation(fields, architecture);
    architecture.attentionBias = fields.boolean("attention_bias", architecture.attentionBias);
    architecture.mlpBias = fields.boolean("mlp_bias", architecture.mlpBias);
    architecture.tiedEmbeddings
        = fields.boolean("tie_word_embeddings", architecture.tiedEmbeddings);
    if (architecture.parallel)
        architecture.parallel = fields.boolean("use_parallel_residual", true);
    // Some files hold 1 + w already.
    if (architecture.norm == NormKind::RmsPlusOne
        && !fields.boolean("rms_norm_add_unit_offset", true))
        architecture.norm = NormKind::Rms;
}

void refuse(JsonFields& fields, bool present, std::string_view what)
{
    if (present) {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{}: {} is not supported.", fields.where(), what));
    }
}

void refuseUnhandled(JsonFields& fields, const Architecture& architecture)
{
    refuse(fields, fields.has("quantization_config"), "a quantised model");
    for (const char* key : { "attn_logit_softcapping", "final_logit_softcapping" })
        refuse(fields, fields.has(key), fmt::format("'{}'", key));
    for (const FixedSwitch& fixed : architecture.fixed) {
        refuse(fields, fields.boolean(fixed.key, fixed.value) != fixed.value,
               fmt::format("'{}' {}", fixed.key, !fixed.value));
    }
}

void checkDivisibility(JsonFields& fields, const ModelConfig& config, bool headDimIsDerived)
{
    const ConfigKeys& keys = config.architecture.keys;
    if (config.numHeads % config.numKvHeads != 0) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: '{}' ({}) must be a multiple of '{}' ({}).", fields.where(),
                                  keys.numHeads, config.numHeads, keys.numKvHeads,
                                  config.numKvHeads));
    }
    if (headDimIsDerived && config.hiddenSize % config.numHeads != 0) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: without 'head_dim', '{}' ({}) must be a multiple of '{}' "
                                  "({}).",
                                  fields.where(), keys.hiddenSize, config.hiddenSize, keys.numHeads,
                                  config.numHeads));
    }
    if (config.headDim < 2 || config.headDim % 2 != 0 || config.headDim > kLargestHeadDim) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: the head dimension must be even and from 2 to {}, found {}.",
                                  fields.where(), kLargestHeadDim, config.headDim));
    }
}

void readSizes(JsonFields& fields, ModelConfig& config)
{
    const ConfigKeys& keys = config.architecture.keys;
    config.vocabSize = fields.integer("vocab_size", 1, kMostTokens);
    config.hiddenSize = fields.integer(keys.hiddenSize, 1, kLargestWidth);
    std::optional<int> widening;
    if (!config.architecture.gated && config.hiddenSize <= kLargestWidth / kPlainWidening)
        widening = kPlainWidening * config.hiddenSize;
    config.intermediateSize = fields.integer(keys.intermediateSize, 1, kLargestWidth, widening);
    config.numLayers = fields.integer(keys.numLayers, 1, kMostLayers);
    config.numHeads = fields.integer(keys.numHeads, 1, kMostHeads);
    if (config.numLayers * config.numHeads > kMostHeadsInAll) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: '{}' times '{}' is {}, expected at most {}.", fields.where(),
                                  keys.numLayers, keys.numHeads, config.numLayers * config.numHeads,
                                  kMostHeadsInAll));
    }
    config.numKvHeads = keys.numKvHeads.empty()
        ? config.numHeads
        : fields.integer(keys.numKvHeads, 1, kMostHeads, config.numHeads);
    config.maxPositions = fields.integer(keys.maxPositions, 1, kMostTokens);
    const bool headDimIsDerived = !fields.has("head_dim");
    config.headDim
        = fields.integer("head_dim", 1, kLargestHeadDim, config.hiddenSize / config.numHeads);
    config.normEpsilon = keys.normEpsilon.empty()
        ? config.architecture.normEpsilon
        : fields.number(keys.normEpsilon, 0.0, 1.0, config.architecture.normEpsilon);
    const double scalar
        = fields.number("query_pre_attn_scalar", 1e-6, kLargestScalar, config.headDim);
    config.attentionScale = 1.0 / std::sqrt(scalar);
    checkDivisibility(fields, config, headDimIsDerived);
}

/// `layer_types`, one word for each layer: true where it slides. Empty where there is no list.
std::vector<bool> readLayerTypes(JsonFields& fields, int numLayers)
{
    const nlohmann::json* types = fields.find("layer_types");
    if (types == nullptr)
        return {};
    std::vector<bool> slides;
    if (types->is_array()) {
        for (const nlohmann::json& type : *types) {
            const bool known = type == "full_attention" || type == "sliding_attention";
            refuse(fields, !known, fmt::format("the layer type {}", describeJson(type)));
            slides.push_back(type == "sliding_attention");
        }
    }
    if (!types->is_array() || slides.size() != static_cast<std::size_t>(numLayers)) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'layer_types' must be a list of {} layers, found {}.",
                                  fields.where(), numLayers, describeJson(*types)));
        return {};
    }
    return slides;
}

/// Which layers rotate: `no_rope_layers` has 1 for each that does.
std::vector<bool> readRotating(JsonFields& fields, const ModelConfig& config)
{
    const auto count = static_cast<std::size_t>(config.numLayers);
    std::vector<bool> rotating(count, true);
    if (config.architecture.unrotatedInterval == 0)
        return rotating;
    const auto interval = static_cast<std::size_t>(fields.integer(
        "no_rope_layer_interval", 1, kMostLayers, config.architecture.unrotatedInterval));
    const nlohmann::json* list = fields.find("no_rope_layers");
    for (std::size_t layer = 0; layer < count; ++layer) {
        if (list == nullptr) {
            rotating[layer] = (layer + 1) % interval != 0;
        } else if (list->is_array() && list->size() == count
                   && (*list)[layer].is_number_integer()) {
            rotating[layer] = (*list)[layer] != 0;
        } else {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: 'no_rope_layers' must be a list with 0 or 1 for each of "
                                      "{} layers, found {}.",
                                      fields.where(), count, describeJson(*list)));
        }
    }
    return rotating;
}

/// Which layers slide, where `layer_types` does not say it.
std::vector<bool> slidingByRule(JsonFields& fields, WindowRule rule,
                                const std::vector<bool>& rotating)
{
    std::vector<bool> slides(rotating.size(), rule == WindowRule::Everywhere);
    if (rule == WindowRule::UpperLayers) {
        const int first = fields.integer("max_window_layers", 0, kMostLayers, kQwenFirstLayer);
        for (auto layer = static_cast<std::size_t>(first); layer < slides.size(); ++layer)
            slides[layer] = true;
    } else if (rule == WindowRule::MostLayers) {
        const auto interval = static_cast<std::size_t>(
            fields.integer("sliding_window_pattern", 1, kMostLayers, kGemmaInterval));
        for (std::size_t layer = 0; layer < slides.size(); ++layer)
            slides[layer] = (layer + 1) % interval != 0;
    } else if (rule == WindowRule::UnrotatedLayers) {
        for (std::size_t layer = 0; layer < slides.size(); ++layer)
            slides[layer] = !rotating[layer];
    }
    return slides;
}

/// The window of each layer, 0 for none.
std::vector<int> readWindows(JsonFields& fields, const ModelConfig& config,
                             const std::vector<bool>& rotating)
{
    const Architecture& architecture = config.architecture;
    const WindowRule rule = architecture.window;
    const bool isSwitch = rule == WindowRule::UpperLayers || rule == WindowRule::UnrotatedLayers;
    const bool isGiven = fields.has("sliding_window")
        || (architecture.absentWindow > 0 && !fields.mentions("sliding_window"));
    const bool on = rule != WindowRule::Nowhere && isGiven
        && (!isSwitch || fields.boolean("use_sliding_window", false));
    std::vector<bool> slides = readLayerTypes(fields, config.numLayers);
    refuse(fields, !on && std::ranges::find(slides, true) != slides.end(),
           "a layer of type 'sliding_attention' without a sliding window");
    if (on && slides.empty())
        slides = slidingByRule(fields, rule, rotating);
    std::vector<int> windows(rotating.size(), 0);
    if (!on || std::ranges::find(slides, true) == slides.end())
        return windows;
    std::optional<int> absent;
    if (architecture.absentWindow > 0)
        absent = architecture.absentWindow;
    const int window = fields.integer("sliding_window", 1, kMostTokens, absent);
    for (std::size_t layer = 0; layer < windows.size(); ++layer)
        windows[layer] = slides[layer] ? window : 0;
    return windows;
}

void readLayers(JsonFields& fields, ModelConfig& config)
{
    ModelRope rope;
    if (config.architecture.positions == Positions::Rotary)
        rope = readRopeParameters(fields, config.architecture, config.headDim, config.maxPositions);
    config.rope = rope.full;
    const std::vector<bool> rotating = readRotating(fields, config);
    const std::vector<int> windows = readWindows(fields, config, rotating);
    if (fields.error())
        return;
    for (std::size_t layer = 0; layer < windows.size(); ++layer) {
        LayerConfig& entry = config.layers.emplace_back();
        entry.rope = windows[layer] > 0 ? rope.sliding : rope.full;
        entry.slidingWindow = windows[layer];
        if (!rotating[layer])
            std::ranges::fill(entry.rope.theta, 0.0);
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

/// Where the weights came from, unless that is a place on somebody's disk.
std::string readName(JsonFields& fields, const std::string& nameOfFiles)
{
    const std::filesystem::path original = fields.text("_name_or_path", "");
    if (!original.empty() && original.is_relative())
        return original.string();
    return original.has_filename() ? original.filename().string() : nameOfFiles;
}

} // namespace

Result<ModelConfig> readModelConfig(const ModelDescription& description)
{
    JsonFields fields(description.config, description.configName);
    ModelConfig config;
    config.architecture = readArchitecture(fields);
    config.name = readName(fields, description.name);
    readVariations(fields, config.architecture);
    readSizes(fields, config);
    config.endTokens = readEndTokens(fields);
    refuseUnhandled(fields, config.architecture);
    if (!fields.error())
        readLayers(fields, config);
    if (fields.error())
        return tl::unexpected(*fields.error());
    return config;
}

} // namespace ropescope
