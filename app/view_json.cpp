// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/view_json.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/quantity_names.h"
#include "core/io/json_file.h"
#include "core/rope/rope_edit_json.h"
#include "gpu/colour_map.h"

namespace ropescope {
namespace {

constexpr int kMostLayers = 1 << 20;
constexpr double kLargestValue = 1e30;

template <class T> struct Word {
    const char* name;
    T value;
};

constexpr Word<EditDepth> kDepths[]
    = { { "this-head", EditDepth::ThisHead }, { "whole-model", EditDepth::WholeModel } };
constexpr Word<Comparison> kComparisons[] = { { "edited", Comparison::Edited },
                                              { "original", Comparison::Original },
                                              { "difference", Comparison::Difference } };
constexpr Word<CompareLayout> kLayouts[] = { { "single", CompareLayout::Single },
                                             { "split", CompareLayout::Split },
                                             { "flicker", CompareLayout::Flicker } };
constexpr Word<Pool> kPools[] = { { "max", Pool::Max }, { "mean", Pool::Mean } };
constexpr Word<ScaleKind> kScales[]
    = { { "linear", ScaleKind::Linear }, { "log", ScaleKind::Log }, { "sqrt", ScaleKind::Sqrt } };

struct ThresholdField {
    const char* name;
    double PatternThresholds::*value;
};

constexpr ThresholdField kThresholds[] = { { "re-access", &PatternThresholds::reAccess },
                                           { "sequential", &PatternThresholds::sequential },
                                           { "periodic", &PatternThresholds::periodic },
                                           { "seasonal", &PatternThresholds::seasonal } };

template <class Words, class T> const char* nameOf(const Words& words, T value)
{
    for (const auto& word : words) {
        if (word.value == value)
            return word.name;
    }
    return "";
}

template <class Words, class T>
T readWord(JsonFields& fields, const char* key, const Words& words, T before)
{
    if (!fields.has(key))
        return before;
    const std::string name = fields.text(key);
    std::string names;
    for (const auto& word : words) {
        if (name == word.name)
            return word.value;
        names += (names.empty() ? "" : ", ") + std::string(word.name);
    }
    fields.reject(ErrorCode::Malformed,
                  fmt::format("{}: \"{}\" is \"{}\" and should be one of {}.", fields.where(), key,
                              name, names));
    return before;
}

nlohmann::ordered_json headGainsJson(const std::map<HeadId, double>& gains)
{
    auto list = nlohmann::ordered_json::array();
    for (const auto& [id, gain] : gains) {
        list.push_back(
            { { "layer", id.layer.value }, { "head", id.head.value }, { "gain", gain } });
    }
    return list;
}

std::map<HeadId, double> readHeadGains(JsonFields& fields, const std::map<HeadId, double>& before)
{
    const nlohmann::json* const list = fields.find("head_gains");
    if (list == nullptr)
        return before;
    std::map<HeadId, double> gains;
    const std::string where = fields.where() + ": \"head_gains\"";
    if (!list->is_array()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{} should be a list, and is {}.", where, describeJson(*list)));
        return before;
    }
    for (const nlohmann::json& entry : *list) {
        JsonFields one(entry, where);
        const HeadId id { { one.integer("layer", 0, kMostLayers) },
                          { one.integer("head", 0, kMostLayers) } };
        gains[id] = one.number("gain", -1e6, 1e6);
        fields.adoptError(one);
    }
    return gains;
}

Quantity readQuantity(JsonFields& fields, const Quantity& before)
{
    if (!fields.has("quantity"))
        return before;
    const Result<Quantity> quantity = quantityFromName(fields.text("quantity"));
    if (quantity)
        return *quantity;
    fields.reject(ErrorCode::Malformed,
                  fmt::format("{}: \"quantity\": {}", fields.where(), quantity.error().message));
    return before;
}

std::string readColourMap(JsonFields& fields, const std::string& before)
{
    const std::string name = fields.text("map", before);
    if (findColourMap(name) != nullptr)
        return name;
    fields.reject(ErrorCode::Malformed,
                  fmt::format("{}: there is no colour map \"{}\".", fields.where(), name));
    return before;
}

void readColours(JsonFields& fields, ViewState& view)
{
    view.colourMap = readColourMap(fields, view.colourMap);
    view.scale = readWord(fields, "scale", kScales, view.scale);
    view.leaveOutSink = fields.boolean("leave_out_sink", view.leaveOutSink);
    if (fields.mentions("range"))
        view.range.reset();
    if (fields.has("range")) {
        JsonFields range(*fields.find("range"), fields.where() + ": \"range\"");
        const double low = range.number("low", -kLargestValue, kLargestValue);
        const double high = range.number("high", -kLargestValue, kLargestValue);
        fields.adoptError(range);
        view.range = ValueRange { static_cast<float>(low), static_cast<float>(high) };
        if (!fields.error() && !(low < high)) {
            fields.reject(ErrorCode::Malformed,
                          fmt::format("{}: \"range\" should rise, and goes from {:g} to {:g}.",
                                      fields.where(), low, high));
        }
    }
}

} // namespace

nlohmann::ordered_json viewJson(const ViewState& view)
{
    nlohmann::ordered_json json { { "layer", view.head.layer.value },
                                  { "head", view.head.head.value },
                                  { "edit", ropeEditJson(view.edit) },
                                  { "depth", nameOf(kDepths, view.depth) },
                                  { "head_gains", headGainsJson(view.headGains) },
                                  { "comparison", nameOf(kComparisons, view.comparison) },
                                  { "compare", nameOf(kLayouts, view.layout) },
                                  { "quantity", quantityName(view.quantity) },
                                  { "pool", nameOf(kPools, view.pool) } };
    nlohmann::ordered_json colours { { "map", view.colourMap },
                                     { "scale", nameOf(kScales, view.scale) },
                                     { "range", nullptr },
                                     { "leave_out_sink", view.leaveOutSink } };
    if (view.range)
        colours["range"] = { { "low", view.range->low }, { "high", view.range->high } };
    json["colour_scale"] = std::move(colours);
    for (const ThresholdField& field : kThresholds)
        json["thresholds"][field.name] = view.thresholds.*field.value;
    return json;
}

ViewState viewFromJson(JsonFields& fields, ViewState view)
{
    view.head.layer.value = fields.integer("layer", 0, kMostLayers, view.head.layer.value);
    view.head.head.value = fields.integer("head", 0, kMostLayers, view.head.head.value);
    if (const nlohmann::json* const edit = fields.find("edit")) {
        JsonFields inner(*edit, fields.where() + ": \"edit\"");
        view.edit = ropeEditFromJson(inner);
        fields.adoptError(inner);
    }
    view.depth = readWord(fields, "depth", kDepths, view.depth);
    view.headGains = readHeadGains(fields, view.headGains);
    view.comparison = readWord(fields, "comparison", kComparisons, view.comparison);
    view.layout = readWord(fields, "compare", kLayouts, view.layout);
    view.quantity = readQuantity(fields, view.quantity);
    view.pool = readWord(fields, "pool", kPools, view.pool);
    if (const nlohmann::json* const colours = fields.find("colour_scale")) {
        JsonFields inner(*colours, fields.where() + ": \"colour_scale\"");
        readColours(inner, view);
        fields.adoptError(inner);
    }
    if (const nlohmann::json* const thresholds = fields.find("thresholds")) {
        JsonFields inner(*thresholds, fields.where() + ": \"thresholds\"");
        for (const ThresholdField& field : kThresholds) {
            double& value = view.thresholds.*field.value;
            value = inner.number(field.name, 0.0, 1.0, value);
        }
        fields.adoptError(inner);
    }
    return view;
}

} // namespace ropescope
