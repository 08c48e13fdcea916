// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_header.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/hdf5_attributes.h"
#include "core/io/hdf5_read.h"
#include "core/io/json_file.h"
#include "core/rope/rope_edit.h"
#include "core/rope/rope_scaling_json.h"

namespace ropescope {

namespace {

constexpr Between<double> kBases { kMinBase, kMaxBase };
constexpr Between<double> kFactors { 1e-6, 1e6 };
constexpr Between<int> kWindows { 0, std::numeric_limits<int>::max() };

/// The model's words on scaling, or nothing where they say that there is none.
std::string scalingOf(Hdf5Attributes& attributes)
{
    const std::string text = attributes.text("rope_scaling");
    if (text.empty())
        return {};
    if (text.size() > kMaxScalingJson) {
        attributes.refuse(ErrorCode::Malformed,
                          fmt::format("the attribute rope_scaling has {} characters, expected at "
                                      "most {}.",
                                      text.size(), kMaxScalingJson));
        return {};
    }
    const auto parsed
        = parseJson(text, "rope_scaling"); // refuses what is nested too deep to be read
    const nlohmann::json json
        = parsed ? *parsed : nlohmann::json(nlohmann::json::value_t::discarded);
    if (json.is_discarded() || !(json.is_object() || json.is_null())) {
        attributes.refuse(ErrorCode::Malformed, "the attribute rope_scaling is no JSON object.");
        return {};
    }
    for (const char* key : { "rope_type", "type" }) {
        if (json.contains(key) && json[key] == "default")
            return {};
    }
    return json.empty() ? std::string() : text;
}

/// What the words mean to another base. A type that is unknown, or words that leave out what only
/// the model knew, mean nothing: the frequencies are in the file, and each pair keeps its factor.
RopeScaling scalingMeant(const RopeConfig& rope)
{
    if (rope.scalingJson.empty())
        return {};
    const nlohmann::json words = nlohmann::json::parse(rope.scalingJson, nullptr, false);
    JsonFields fields(words, "rope_scaling");
    const RopeScaling scaling = readRopeScaling(fields, { .pairCount = rope.pairCount() });
    return fields.error() ? RopeScaling {} : scaling;
}

Result<std::vector<double>> checkFrequencies(std::vector<double> theta, const std::string& name)
{
    for (std::size_t m = 0; m < theta.size(); ++m) {
        if (!std::isfinite(theta[m]) || theta[m] < 0.0) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: the frequency of pair {} is {}, expected a finite number "
                                    "of at least 0.",
                                    name, m, theta[m]));
        }
    }
    return theta;
}

Result<std::vector<double>> frequencyDataset(const Hdf5Source& source, const std::string& path,
                                             int pairCount)
{
    const Result<Hdf5Array> array = source.array(path);
    if (!array)
        return tl::unexpected(array.error());
    const std::vector<std::uint64_t> expected { static_cast<std::uint64_t>(pairCount) };
    if (array->shape != expected || array->typeClass != H5T_FLOAT) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: shape {}{}, expected floats of shape {}.", array->name,
                                shapeText(array->shape),
                                array->typeClass == H5T_FLOAT ? "" : " of another type",
                                shapeText(expected)));
    }
    if (const Result<void> stored = source.checkStorage(*array); !stored)
        return tl::unexpected(stored.error());
    Result<std::vector<double>> theta = readReals(*array);
    return theta ? checkFrequencies(std::move(*theta), array->name) : theta;
}

/// Frequencies that the file does not spell out: only an unscaled base leaves no doubt.
Result<std::vector<double>> derivedFrequencies(const RopeConfig& rope, const std::string& missing)
{
    if (!rope.scalingJson.empty()) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: is missing; with rope_scaling the frequencies cannot be "
                                "derived from the base alone.",
                                missing));
    }
    return defaultTheta(rope.base, rope.rotaryDim);
}

Result<RopeConfig> readRope(const Hdf5Source& source, Hdf5Attributes& root, int headDim)
{
    RopeConfig rope;
    rope.rotaryDim = root.integer("rotary_dim", { 0, headDim });
    if (rope.rotaryDim % 2 != 0) {
        root.refuse(ErrorCode::Malformed,
                    fmt::format("rotary_dim is {}, expected an even number.", rope.rotaryDim));
    }
    if (rope.rotaryDim == 0)
        return rope;
    rope.base = root.real("rope_base", kBases);
    const std::string pairing = root.text("rope_pairing");
    if (pairing == "interleaved") {
        rope.pairing = RopePairing::Interleaved;
    } else if (pairing != "half") {
        root.refuse(
            ErrorCode::Malformed,
            fmt::format("rope_pairing is \"{}\", expected \"half\" or \"interleaved\".", pairing));
    }
    if (root.has("rope_attention_factor"))
        rope.attentionFactor = root.real("rope_attention_factor", kFactors);
    if (root.has("rope_scaling"))
        rope.scalingJson = scalingOf(root);
    if (root.error())
        return tl::unexpected(*root.error());
    constexpr const char* kPath = "/rope/inv_freq";
    Result<std::vector<double>> theta = source.has("/rope") && source.has(kPath)
        ? frequencyDataset(source, kPath, rope.pairCount())
        : derivedFrequencies(rope, source.nameOf(kPath));
    if (!theta)
        return tl::unexpected(theta.error());
    rope.theta = std::move(*theta);
    rope.scaling = scalingMeant(rope);
    return rope;
}

/// Where a layer differs from the model; Gemma 3 has layers of two bases.
Result<void> readLayerRope(const Hdf5Source& source, Hdf5Attributes& attributes,
                           const std::string& path, RopeConfig& rope)
{
    if (rope.rotaryDim == 0)
        return {};
    const bool ownBase = attributes.has("rope_base");
    const bool ownScaling = attributes.has("rope_scaling");
    const std::string frequencies = path + "/inv_freq";
    const bool dataset = source.has(frequencies);
    if (ownBase) {
        const double base = attributes.real("rope_base", kBases);
        if (base == rope.base && !ownScaling && !dataset && !attributes.has("inv_freq"))
            return {};
        rope.base = base;
    }
    if (ownScaling)
        rope.scalingJson = scalingOf(attributes);
    if (attributes.has("rope_attention_factor"))
        rope.attentionFactor = attributes.real("rope_attention_factor", kFactors);

    Result<std::vector<double>> theta = rope.theta;
    if (dataset) {
        theta = frequencyDataset(source, frequencies, rope.pairCount());
    } else if (attributes.has("inv_freq")) {
        theta = checkFrequencies(
            attributes.reals("inv_freq", static_cast<std::size_t>(rope.pairCount())), frequencies);
    } else if (ownBase || ownScaling) {
        theta = derivedFrequencies(rope, source.nameOf(frequencies));
    } else {
        return {};
    }
    if (attributes.error())
        return tl::unexpected(*attributes.error());
    if (!theta)
        return tl::unexpected(theta.error());
    rope.theta = std::move(*theta);
    // The model's scaling does not reach a layer whose frequencies are those of its plain base.
    if (!ownScaling && sameFrequencies(rope.theta, defaultTheta(rope.base, rope.rotaryDim)))
        rope.scalingJson.clear();
    rope.scaling = scalingMeant(rope);
    return {};
}

Result<void> readLayer(const Hdf5Source& source, int index, LayerInfo& layer)
{
    const std::string path = layerPath(index);
    const Result<Hdf5Object> group = source.group(path);
    if (!group)
        return tl::unexpected(group.error());
    const Hdf5Silence silence;
    Hdf5Attributes attributes(group->get(), source.nameOf(path));
    if (attributes.has("sliding_window"))
        layer.slidingWindow = attributes.integer("sliding_window", kWindows);
    if (attributes.has("block_influence"))
        layer.blockInfluence = attributes.real("block_influence", { -1e6, 1e6 });
    if (const Result<void> rope = readLayerRope(source, attributes, path, layer.rope); !rope)
        return rope;
    if (attributes.error())
        return tl::unexpected(*attributes.error());
    return {};
}

Result<void> checkFormat(Hdf5Attributes& root)
{
    const std::string format = root.has("format") ? root.text("format") : std::string();
    if (!root.error() && format != "ropescope-trace") {
        root.refuse(ErrorCode::Malformed,
                    fmt::format("is no trace: the attribute format is \"{}\", expected "
                                "\"ropescope-trace\".",
                                format));
    }
    const int version = root.integer("version", { 1, std::numeric_limits<int>::max() });
    if (!root.error() && version > kTraceVersion) {
        root.refuse(ErrorCode::Unsupported,
                    fmt::format("is a trace of version {}, this program reads up to version {}; "
                                "use a newer one.",
                                version, kTraceVersion));
    }
    if (root.error())
        return tl::unexpected(*root.error());
    return {};
}

} // namespace

std::string layerPath(int layer) { return fmt::format("/layers/{}", layer); }

Result<TraceInfo> readTraceHeader(const Hdf5Source& source)
{
    const Result<Hdf5Object> group = source.group("/");
    if (!group)
        return tl::unexpected(group.error());
    for (const char* folder : { "/layers", "/rope", "/tokens" }) {
        if (!source.has(folder))
            continue;
        if (const Result<Hdf5Object> opened = source.group(folder); !opened)
            return tl::unexpected(opened.error());
    }
    const Hdf5Silence silence;
    Hdf5Attributes root(group->get(), source.nameOf("/"));
    if (const Result<void> format = checkFormat(root); !format)
        return tl::unexpected(format.error());

    TraceInfo info;
    info.model = root.text("model");
    if (root.has("creator"))
        info.creator = root.text("creator");
    info.numLayers = root.integer("num_layers", { 1, kMaxLayers });
    info.numHeads = root.integer("num_heads", { 1, kMaxHeads });
    if (info.numLayers * info.numHeads > kMostHeadsInAll) {
        root.refuse(ErrorCode::Malformed,
                    fmt::format("num_layers times num_heads is {}, expected at most {}.",
                                info.numLayers * info.numHeads, kMostHeadsInAll));
    }
    info.numKvHeads = root.integer("num_kv_heads", { 1, info.numHeads });
    if (info.numHeads % info.numKvHeads != 0) {
        root.refuse(ErrorCode::Malformed,
                    fmt::format("num_heads is {} and num_kv_heads is {}, which does not divide it.",
                                info.numHeads, info.numKvHeads));
    }
    info.headDim = root.integer("head_dim", { 1, kMaxHeadDim });
    info.attentionScale = root.real("attention_scale", kFactors);
    LayerInfo layer;
    if (root.has("sliding_window"))
        layer.slidingWindow = root.integer("sliding_window", kWindows);
    Result<RopeConfig> rope = readRope(source, root, info.headDim);
    if (root.error())
        return tl::unexpected(*root.error());
    if (!rope)
        return tl::unexpected(rope.error());
    info.rope = std::move(*rope);

    layer.rope = info.rope;
    info.layers.assign(static_cast<std::size_t>(info.numLayers), layer);
    for (int l = 0; l < info.numLayers; ++l) {
        if (!source.has("/layers") || !source.has(layerPath(l)))
            continue;
        const Result<void> read = readLayer(source, l, info.layers[static_cast<std::size_t>(l)]);
        if (!read)
            return tl::unexpected(read.error());
    }
    return info;
}

} // namespace ropescope
