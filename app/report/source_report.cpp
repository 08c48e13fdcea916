// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/report/source_report.h"

#include <numbers>

#include <fmt/core.h>

#include "core/base/counted.h"
#include "core/base/utf8.h"
#include "core/formats/model_files.h"
#include "core/model/language_model.h"
#include "core/tokenizer/tokenizer.h"

namespace ropescope {
namespace {

const char* pairingName(RopePairing pairing)
{
    return pairing == RopePairing::HalfSplit ? "half" : "interleaved";
}

void addRope(Report& report, const RopeConfig& rope)
{
    report["rotary_dim"] = rope.rotaryDim;
    if (rope.rotaryDim == 0)
        return;
    report["rope_base"] = rope.base;
    report["rope_pairing"] = pairingName(rope.pairing);
    report["rope_attention_factor"] = rope.attentionFactor;
    report["rope_scaling"] = Report(nullptr);
    if (!rope.scalingJson.empty())
        report["rope_scaling"] = Report::parse(rope.scalingJson, nullptr, false);
    report["inv_freq"] = rope.theta;
}

Report layerReport(int index, const LayerInfo& layer)
{
    Report report { { "layer", index },
                    { "has_q_k", layer.hasQueryKey },
                    { "has_v", layer.hasValues },
                    { "has_attention", layer.hasMaps },
                    { "rope_base", layer.rope.base },
                    { "sliding_window", layer.slidingWindow },
                    { "block_influence", nullptr } };
    if (layer.blockInfluence)
        report["block_influence"] = *layer.blockInfluence;
    return report;
}

void addConfig(Report& report, const ModelConfig& config)
{
    report["model"] = config.name;
    report["architecture"] = config.architecture.name;
    report["num_layers"] = config.numLayers;
    report["num_heads"] = config.numHeads;
    report["num_kv_heads"] = config.numKvHeads;
    report["head_dim"] = config.headDim;
    report["hidden_size"] = config.hiddenSize;
    report["intermediate_size"] = config.intermediateSize;
    report["vocab_size"] = config.vocabSize;
    report["max_positions"] = config.maxPositions;
    report["attention_scale"] = config.attentionScale;
    report["tied_embeddings"] = config.architecture.tiedEmbeddings;
    addRope(report, config.rope);
    report["layers"] = Report::array();
    for (const LayerConfig& layer : config.layers) {
        report["layers"].push_back({ { "layer", report["layers"].size() },
                                     { "rotates", layer.rope.rotates() },
                                     { "rope_base", layer.rope.base },
                                     { "sliding_window", layer.slidingWindow } });
    }
}

/// Unsupported or absent parts are facts to report; broken ones are errors.
bool isReported(const Error& error)
{
    return error.code == ErrorCode::Unsupported || error.code == ErrorCode::NotFound
        || error.code == ErrorCode::OutOfMemory;
}

constexpr std::size_t kMostItems = 24; ///< of a list that is written out
constexpr std::size_t kFirstItems = 8;
constexpr std::size_t kLastItems = 4;

std::string jsonText(const Report& value)
{
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// The begin and the end of a long list, and how long it is.
std::string shortened(const Report& list)
{
    std::string text;
    for (std::size_t i = 0; i < kFirstItems; ++i)
        text += jsonText(list[i]) + ',';
    text += "...";
    for (std::size_t i = list.size() - kLastItems; i < list.size(); ++i)
        text += ',' + jsonText(list[i]);
    return fmt::format("[{}], {} in all (--json has them)", text, list.size());
}

std::string valueText(const Report& value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.is_array() && value.size() > kMostItems ? shortened(value) : jsonText(value);
}

std::string modelLayersText(const Report& layers)
{
    std::string sliding;
    std::string unrotated;
    bool anyRotates = false;
    for (const Report& layer : layers)
        anyRotates = anyRotates || layer["rotates"].get<bool>();
    for (const Report& layer : layers) {
        const int index = layer["layer"].get<int>();
        if (const int window = layer["sliding_window"].get<int>(); window > 0)
            sliding += fmt::format(" {} ({})", index, window);
        if (anyRotates && !layer["rotates"].get<bool>())
            unrotated += fmt::format(" {}", index);
    }
    return (sliding.empty() ? "no sliding window" : "sliding window in layers" + sliding)
        + (unrotated.empty() ? "" : "; no rotation in layers" + unrotated);
}

std::string layersText(const Report& layers)
{
    if (layers.front().contains("rotates"))
        return modelLayersText(layers);
    std::string absent;
    std::string mapsOnly;
    for (const Report& layer : layers) {
        if (!layer["has_q_k"].get<bool>()) {
            std::string& list = layer["has_attention"].get<bool>() ? mapsOnly : absent;
            list += fmt::format(" {}", layer["layer"].get<int>());
        }
    }
    std::string text = mapsOnly.empty() ? "" : "only finished maps in layers" + mapsOnly;
    if (!absent.empty())
        text += (text.empty() ? "" : "; ") + ("no q and k in layers" + absent);
    return text.empty() ? "all layers hold q and k" : text;
}

std::string wavelengthsText(const Report& theta)
{
    const auto wavelength
        = [](const Report& frequency) { return 2.0 * std::numbers::pi / frequency.get<double>(); };
    return fmt::format("{}, wavelengths {:.4g} to {:.6g} tokens",
                       counted(static_cast<std::int64_t>(theta.size()), "pair"),
                       wavelength(theta.front()), wavelength(theta.back()));
}

} // namespace

Report traceReport(const Trace& trace)
{
    const TraceInfo& info = trace.info();
    Report report { { "kind", "trace" },
                    { "format", "ropescope-trace" },
                    { "model", info.model },
                    { "creator", info.creator },
                    { "num_tokens", info.tokenCount },
                    { "num_layers", info.numLayers },
                    { "num_heads", info.numHeads },
                    { "num_kv_heads", info.numKvHeads },
                    { "head_dim", info.headDim },
                    { "attention_scale", info.attentionScale } };
    addRope(report, info.rope);
    report["layers"] = Report::array();
    for (int index = 0; index < info.numLayers; ++index)
        report["layers"].push_back(
            layerReport(index, info.layers[static_cast<std::size_t>(index)]));
    report["unsupported"] = Report::array();
    if (info.rope.rotaryDim == 0)
        report["unsupported"].push_back("The trace has no RoPE: maps can be seen, not edited.");
    if (!trace.tokenIds().empty())
        report["token_ids"] = trace.tokenIds();
    if (!trace.tokenTexts().empty())
        report["tokens"] = trace.tokenTexts();
    return report;
}

Result<Report> modelReport(const std::filesystem::path& path)
{
    const Result<ModelDescription> description = readModelDescription(path);
    if (!description)
        return tl::unexpected(description.error());
    Report report { { "kind", "model" } };
    Report unsupported = Report::array();
    const Result<ModelConfig> config = readModelConfig(*description);
    if (config) {
        addConfig(report, *config);
        const auto model = LanguageModel::open(path);
        if (!model && !isReported(model.error()))
            return tl::unexpected(model.error());
        if (!model)
            unsupported.push_back(model.error().message);
    } else if (config.error().code == ErrorCode::Unsupported) {
        unsupported.push_back(config.error().message);
    } else {
        return tl::unexpected(config.error());
    }
    const auto tokenizer = openTokenizer(*description);
    report["has_tokenizer"] = tokenizer.has_value();
    if (!tokenizer && !isReported(tokenizer.error()))
        return tl::unexpected(tokenizer.error());
    report["supported"] = unsupported.empty();
    // Token ids go through a model without a tokenizer.
    report["notes"] = Report::array();
    if (!tokenizer) {
        report["notes"].push_back(
            fmt::format("{} Token ids can be given; text needs a tokenizer that is supported.",
                        tokenizer.error().message));
    }
    report["unsupported"] = std::move(unsupported);
    return report;
}

std::string reportText(const Report& report)
{
    std::string text;
    const auto line = [&](std::string_view name, std::string_view value) {
        text += fmt::format("{:<22} {}\n", name, replaceControls(value));
    };
    for (const auto& [key, value] : report.items()) {
        if (key == "layers") {
            line(key, layersText(value));
        } else if (key == "inv_freq") {
            line(key, wavelengthsText(value));
        } else if (key == "unsupported" || key == "notes") {
            for (const Report& reason : value)
                line(key, reason.get<std::string>());
        } else if (!value.is_null()) {
            line(key, valueText(value));
        }
    }
    return text;
}

} // namespace ropescope
